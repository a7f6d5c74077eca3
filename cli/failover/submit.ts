import { explain } from "../adapters/aws/errors";
import type { Update } from "./control-plane";
import type { ControlPlane } from "./control-plane";
import type { Route } from "./routing";
import { verdict, type Verdict } from "./verdict";

export interface Submitted extends Verdict {
  readonly update: Update;
  /** The routing as read afterwards. */
  readonly now?: Route[];
}

/** Submits the routing, reads it back once and says how that ended. */
export async function submit(
  { plane, name, arn }: { readonly plane: ControlPlane; readonly name: string; readonly arn: string },
  before: readonly Route[],
  wanted: readonly Route[],
): Promise<Submitted> {
  const update = await plane.update(before, wanted);
  const now = await readAfter(plane, update);
  const reason =
    "error" in update && update.error !== undefined
      ? explain(update.error, { action: "s3:SubmitMultiRegionAccessPointRoutes", resource: arn })
      : undefined;
  return { ...verdict({ name, before, wanted, update, now, reason }), update, ...(now && { now }) };
}

async function readAfter(plane: ControlPlane, update: Update): Promise<Route[] | undefined> {
  if ("routes" in update && update.routes) return update.routes;
  return plane.read().then(
    ({ routes }) => routes,
    () => undefined,
  );
}
