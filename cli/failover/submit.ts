import { explain } from "../adapters/aws/errors";
import type { Update } from "../access-point/failover-controls";
import type { FailoverControls } from "../access-point/failover-controls";
import type { Route } from "../access-point/routing";
import { verdict, type Verdict } from "./verdict";

export interface Submitted extends Verdict {
  readonly update: Update;
  /** The routing as read afterwards. */
  readonly now?: Route[];
}

/** Submits the routing, reads it back once and says how that ended. */
export async function submit(
  {
    controls,
    name,
    arn,
  }: { readonly controls: FailoverControls; readonly name: string; readonly arn: string },
  before: readonly Route[],
  wanted: readonly Route[],
): Promise<Submitted> {
  const update = await controls.update(before, wanted);
  const now = await readAfter(controls, update);
  const reason =
    "error" in update && update.error !== undefined
      ? explain(update.error, { action: "s3:SubmitMultiRegionAccessPointRoutes", resource: arn })
      : undefined;
  return { ...verdict({ name, before, wanted, update, now, reason }), update, ...(now && { now }) };
}

async function readAfter(controls: FailoverControls, update: Update): Promise<Route[] | undefined> {
  if ("routes" in update && update.routes) return update.routes;
  return controls.read().then(
    ({ routes }) => routes,
    () => undefined,
  );
}
