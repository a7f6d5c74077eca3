import { controlRegions } from "../../../cli/access-point/control-regions";
import type { Update } from "../../../cli/access-point/failover-controls";
import { consensus, type Report } from "../../../cli/access-point/reports";
import { withActive, type Route } from "../../../cli/access-point/routing";
import { verdict } from "../../../cli/failover/verdict";
import { namingCopies } from "../../../cli/failover/wording";

const before: Route[] = ["ap-south-1", "eu-west-1", "us-east-1"].map((region) => ({
  region,
  bucket: `in-${region}`,
  active: region === "ap-south-1",
}));
const wanted = withActive(before, ["us-east-1"]);
const third = withActive(before, ["eu-west-1"]);
const is = (active: string): string =>
  [active, ...before.map(({ region }) => region).filter((region) => region !== active)]
    .map((region) => `${region} ${region === active ? "active" : "passive"}`)
    .join(", ");
const retry = "Wait 2 minutes, then run mrap status shop. You can also run the same command again.";
type Kind = Update extends infer U ? (U extends unknown ? Omit<U, "unsettled" | "consensus"> : never) : never;

function judge(kind: Kind, said: ReadonlyArray<Route[] | undefined>, unsettled: string[] = []) {
  const reports = said.map((routes, index): [string, Report] => [
    controlRegions[index]!,
    routes ? { kind: "routing", routes } : { kind: "none", error: new Error("silent") },
  ]);
  const all = [{ region: "us-east-1", routes: before, at: new Date() }];
  const { status, sentence } = namingCopies(
    verdict({
      name: "shop",
      environment: "shop",
      before,
      wanted,
      update: { ...kind, unsettled },
      now: consensus(new Map(reports)),
      sightings: { all, sinceUpdate: [] },
      reason: "refused" === kind.kind ? "No permission." : undefined,
    }),
    unsettled,
  );
  return { status, sentence };
}

const all = (routes: Route[]): Route[][] => Array<Route[]>(5).fill(routes);
const accepted = { kind: "accepted", endpoint: "us-east-1" } as const;

test.each<[number, string, Kind, ReadonlyArray<Route[] | undefined>, string[]]>([
  [0, `The routing of shop is now: ${is("us-east-1")}.`, accepted, all(wanted), []],
  [
    0,
    `The routing of shop is now: ${is("us-east-1")}. us-west-2 has not confirmed its copy of the update, which may still take effect and undo a later change.`,
    accepted,
    all(wanted),
    ["us-west-2"],
  ],
  [
    0,
    `The routing of shop is now: ${is("us-east-1")}, reported by us-west-2, eu-west-1, ap-northeast-1 and ap-southeast-2; us-east-1 reports ${is("ap-south-1")}.`,
    accepted,
    [before, wanted, wanted, wanted, wanted],
    [],
  ],
  [
    3,
    `The update was accepted (us-east-1) and may still take effect: 5 of 5 control Regions report ${is("ap-south-1")}. ${retry}`,
    accepted,
    all(before),
    [],
  ],
  [
    3,
    `The update was accepted (us-east-1), but no control Region can be read: the routing of shop is not known. ${retry}`,
    accepted,
    [undefined],
    [],
  ],
  [
    3,
    `The update was accepted (us-east-1), but somebody else changed the routing at the same time. The routing of shop is now: ${is("eu-west-1")}.`,
    accepted,
    all(third),
    [],
  ],
  [
    1,
    `Another update is in progress, and this update was refused and not repeated. The routing of shop is now: ${is("ap-south-1")}.`,
    { kind: "conflict", sent: false },
    all(before),
    [],
  ],
  [
    3,
    `Somebody else changed the routing, and no answer says what became of this update, which may still take effect (sent to us-east-1). The routing of shop is now: ${is("eu-west-1")}. ${retry}`,
    { kind: "conflict", sent: true },
    all(third),
    ["us-east-1"],
  ],
  [
    3,
    `The update was sent, and no answer says what became of it (sent to us-east-1). It may still take effect: 5 of 5 control Regions report ${is("ap-south-1")}. ${retry}`,
    { kind: "conflict", sent: true },
    all(before),
    ["us-east-1"],
  ],
  [
    1,
    `No permission. The routing of shop is unchanged: ${is("ap-south-1")}.`,
    { kind: "refused", failures: [] },
    all(before),
    [],
  ],
  [
    1,
    `No permission. Nothing was changed by this run. The routing of shop is not known: no control Region reports it.`,
    { kind: "refused", failures: [] },
    [undefined],
    [],
  ],
  [
    3,
    `The update was sent, and no answer says what became of it (sent to us-east-1 and us-west-2). It may still take effect: 5 of 5 control Regions report ${is("ap-south-1")}. ${retry}`,
    { kind: "unknown", failures: [] },
    all(before),
    ["us-east-1", "us-west-2"],
  ],
])("exit status %i: %s", (status, sentence, kind, said, unsettled) => {
  expect(judge(kind, said, unsettled)).toEqual({ status, sentence });
});
