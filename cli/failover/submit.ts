import { setTimeout as sleep } from "node:timers/promises";
import type { RegionFailure } from "../access-point/failover-controls-types";
import type { FailoverControls, Update } from "../access-point/failover-controls";
import { explain } from "../adapters/aws/errors";
import { judge } from "../adapters/aws/routes-api";
import { reasons } from "../adapters/aws/reasons";
import type { Consensus } from "../access-point/reports";
import { reportsRouting } from "../access-point/reports";
import type { Route } from "../access-point/routing";
import { verdict, type Verdict } from "./verdict";

export interface Submitted extends Verdict {
  readonly update: Update;
  /** The reports of the control Regions after the update. */
  readonly now: Consensus;
}

export interface SubmitTarget {
  readonly controls: FailoverControls;
  readonly name: string;
  readonly arn: string;
  /** The environment as the user wrote it. */
  readonly environment: string;
}

/** Between two readings after an update, in milliseconds. */
const againMs = 400;

/** Submits the routing, reads it back and says how that ended. */
export async function submit(
  { controls, name, arn, environment }: SubmitTarget,
  before: readonly Route[],
  wanted: readonly Route[],
  onUpdate: (update: Update) => void = () => undefined,
): Promise<Submitted> {
  const update = await controls.update(before, wanted);
  onUpdate(update);
  const now = await readAfter(controls, update, wanted);
  const { sightings, unsettled } = controls;
  const reason = update.kind === "refused" ? refusal(update.failures, arn) : undefined;
  const settled = { ...update, unsettled };
  const ending = verdict({ name, environment, before, wanted, update: settled, now, sightings, reason });
  return { ...ending, update: settled, now };
}

async function readAfter(
  controls: FailoverControls,
  update: Update,
  wanted: readonly Route[],
): Promise<Consensus> {
  if (update.kind !== "accepted") return update.consensus ?? controls.agree();
  let now = await controls.readBack(wanted);
  for (let tries = 0; tries < 2 && !reportsRouting(now, wanted); tries++) {
    await sleep(againMs);
    now = await controls.ask();
  }
  // A slow Region may have been too slow for these readings. "Not known" needs the whole request timeout.
  return now.groups.length > 0 ? now : controls.askPatiently();
}

/** Why the update was refused: as most Regions that answered say, else each reason once. */
function refusal(failures: readonly RegionFailure[], arn: string): string {
  const call = { action: "s3:SubmitMultiRegionAccessPointRoutes", resource: arn };
  const final = failures.filter(({ error }) => judge(error) === "final");
  const refused = failures.filter(({ error }) => judge(error) === "refused");
  const most =
    final.length > 0 ? final.slice(0, 1) : refused.length * 2 > failures.length ? refused : undefined;
  return most ? explain(most[0]!.error, call) : reasons(failures, call).join(" ");
}
