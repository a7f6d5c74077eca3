import { causes, why } from "../causes";
import type { Family } from "../finding";
import { say } from "../text";
import { at, isMark, isNothing, text } from "../values";

const MRAP = "aws_s3control_multi_region_access_point";

/** Monitoring and tools that nobody misses until they are needed. */
export const tools: readonly Family[] = [
  {
    id: "request-metrics-off",
    severity: "warning",
    title: "Request metrics of a bucket are no longer collected",
    why: "They are the only measure of the traffic and the errors in each Region, and alarms and dashboards on them receive no data.",
    instead: "Keep the metrics configuration. It can have a filter, to limit the cost.",
    *find(context) {
      for (const change of context.of("aws_s3_bucket_metric")) {
        const bucket = text(at(change.before, "bucket"));
        const id = text(at(change.before, "name")) ?? "?";
        if (change.action === "update" && isNothing(at(change.before, "filter"))) {
          const { after } = context.pair(change, ["filter"], "warning");
          if (!isMark(after) && !isNothing(after))
            yield {
              address: change.address,
              change,
              attribute: "filter",
              cause: say`bucket ${bucket ?? "?"}: ${id} covers fewer objects`,
            };
        }
        if (change.action !== "delete" || context.bucketGoes(bucket)) continue;
        yield {
          address: change.address,
          change,
          cause: say`bucket ${bucket ?? "?"}: ${id} is deleted${why(change)}`,
        };
      }
    },
  },
  {
    id: "runbook-deleted",
    severity: "warning",
    title: "An Automation document is deleted or replaced",
    why: "It is the way to fail over without this project, from the AWS console or with the AWS CLI.",
    instead: "Keep the document in every Region that it runs in.",
    *find(context) {
      for (const change of context.of("aws_ssm_document")) {
        if (change.action !== "delete" && change.action !== "replace") continue;
        // Without an access point, there is nothing to fail over.
        const all = context.of(MRAP);
        if (all.length > 0 && all.every(({ action }) => action === "delete")) return;
        const which = say`document ${text(at(change.before, "name")) ?? "?"}`;
        const cause =
          change.action === "delete"
            ? say`${which}${why(change)}`
            : say`${which} is replaced: ${causes(change)}`;
        yield { address: change.address, change, cause };
      }
    },
  },
];
