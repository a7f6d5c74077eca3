import { idOf, type Listing, type Version } from "./versions";

/** A version that one member has and another member should have. */
export interface Missing {
  readonly source: string;
  readonly destination: string;
  readonly version: Version;
  /** The destination has another object with this key and the version ID null. */
  readonly conflict?: true;
}

/** The settings of the replication rules. */
export interface Rules {
  /** Empty for every key. */
  readonly prefixes: readonly string[];
  readonly deleteMarkers: boolean;
}

/** Compares the listings of all members by version ID. Ledger: batch-null-version */
export function missingVersions(listings: ReadonlyMap<string, Listing>, rules: Rules): Missing[] {
  const found: Missing[] = [];
  for (const [source, versions] of listings)
    for (const [destination, others] of listings) {
      if (source === destination) continue;
      for (const [id, version] of versions) {
        if (!replicates(version, rules)) continue;
        const other = others.get(id);
        if (other === undefined) found.push({ source, destination, version });
        else if (other.content !== version.content)
          found.push({ source, destination, version, conflict: true });
      }
    }
  return found;
}

function replicates(version: Version, { prefixes, deleteMarkers }: Rules): boolean {
  if (version.deleteMarker && !deleteMarkers) return false;
  return prefixes.length === 0 || prefixes.some((prefix) => version.key.startsWith(prefix));
}

/**
 * The sources whose jobs create every missing version: the fewest that suffice, because several members may have a version
 * that another one lacks.
 */
export function sourcesFor(missing: readonly Missing[], candidates: readonly string[]): string[] {
  const keyOf = (one: Missing): string => `${one.destination} ${idOf(one.version)}`;
  const bySource = new Map(candidates.map((source) => [source, new Set<string>()]));
  for (const one of missing)
    if (!one.version.archived && !one.conflict) bySource.get(one.source)?.add(keyOf(one));
  const chosen: string[] = [];
  for (;;) {
    const [best] = [...bySource].sort(([, a], [, b]) => b.size - a.size);
    if (best === undefined || best[1].size === 0) return candidates.filter((one) => chosen.includes(one));
    const [source, covered] = best;
    chosen.push(source);
    const done = [...covered];
    for (const rest of bySource.values()) for (const id of done) rest.delete(id);
  }
}
