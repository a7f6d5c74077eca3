import { sameRouting, type Route } from "./routing";

/** The routing that one control Region reports. */
export type Report =
  | { readonly kind: "routing"; readonly routes: Route[] }
  /** No complete answer in AWS's own form. */
  | { readonly kind: "none"; readonly error: unknown };

/** By control Region. */
export type Reports = ReadonlyMap<string, Report>;

/** The control Regions that report the same routing. */
export interface Group {
  readonly routes: Route[];
  readonly regions: readonly string[];
}

/** The combined report of the control Regions. */
export interface Consensus {
  /** The routing that a majority of the Regions that answered reports: at least two, or the only one that answered. */
  readonly majority?: Group;
  /** Every routing that is reported, the most frequent first. */
  readonly groups: readonly Group[];
  /** The Regions that gave no complete answer. */
  readonly unreachable: readonly string[];
}

export function consensus(reports: Reports): Consensus {
  const groups: Array<{ routes: Route[]; regions: string[] }> = [];
  const unreachable: string[] = [];
  for (const [region, report] of reports) {
    if (report.kind === "none") {
      unreachable.push(region);
      continue;
    }
    const same = groups.find(({ routes }) => sameRouting(routes, report.routes));
    if (same) same.regions.push(region);
    else groups.push({ routes: report.routes, regions: [region] });
  }
  groups.sort((a, b) => b.regions.length - a.regions.length);
  const answered = reports.size - unreachable.length;
  const first = groups[0];
  // One Region decides alone only if no other one answers.
  const decides =
    first && first.regions.length * 2 > answered && (answered === 1 || first.regions.length >= 2);
  return { ...(decides && { majority: first }), groups, unreachable };
}

/** A majority reports this routing. */
export function reportsRouting({ majority }: Consensus, routes: readonly Route[]): boolean {
  return majority !== undefined && sameRouting(majority.routes, routes);
}

/** Every Region that answers reports this routing. */
export function allReport({ groups }: Consensus, routes: readonly Route[]): boolean {
  return groups.length === 1 && sameRouting(groups[0]!.routes, routes);
}
