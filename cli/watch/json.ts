import { isRead } from "../access-point/observations";
import { isAbsent } from "../status/both";
import { statusJson } from "../status/json";
import type { Snapshot } from "./snapshot";

/** A snapshot for machines: the status, as `mrap status --json` has it, and the requests of each Region. */
export function snapshotJson({ status, requests, other }: Snapshot): unknown {
  return {
    ...(statusJson(status) as object),
    requests: Object.fromEntries(
      [...requests].map(([region, found]): [string, unknown] => {
        if (!isRead(found)) return [region, { unreachable: found.unreachable }];
        if (found.value === undefined) return [region, null];
        const { at, requests: perSecond, clientErrors, serverErrors, downloaded, uploaded } = found.value;
        return [region, { at, perSecond, clientErrors, serverErrors, downloaded, uploaded }];
      }),
    ),
    ...(other && {
      otherAccessPoint: isAbsent(other.status)
        ? { name: other.status.name, unreachable: other.status.why }
        : statusJson(other.status),
      routingsDifferIn: other.comparison.regions ?? null,
      comparison: other.comparison.text,
    }),
  };
}
