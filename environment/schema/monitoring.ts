/** Alarms, metrics and the dashboard. */
import { DEFAULTS } from "../../constructs/defaults";
import { CONTROL_PLANE_REGION, LARGEST_INTEGER, TARGETS_PER_ALARM_OR_RULE } from "../../constructs/limits";
import { countOr, flagOr, listOr, section } from "../fields";
import { notifyRule } from "../rules/notify";

const { latencySeconds, pendingBytes, failedOperations, dashboard, requestMetrics } = DEFAULTS.monitoring;

export const monitoring = section(
  {
    notify: listOr(
      notifyRule,
      "Email addresses and ARNs of SNS topics to notify. A topic receives the alarms of its own Region. A topic in " +
        `${CONTROL_PLANE_REGION} also receives routing changes. At most ${TARGETS_PER_ALARM_OR_RULE - 1} topics for each Region.`,
    ),
    latencySeconds: countOr(latencySeconds, {
      minimum: 0,
      maximum: LARGEST_INTEGER,
      unit: "seconds",
      description: "Replication latency, in seconds, above which an alarm is raised.",
    }),
    pendingBytes: countOr(pendingBytes, {
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      unit: "bytes",
      description: "Bytes pending replication above which an alarm is raised.",
      shownDefault: `${pendingBytes} (${pendingBytes / 1024 ** 3} GiB)`,
    }),
    failedOperations: countOr(failedOperations, {
      minimum: 1,
      maximum: LARGEST_INTEGER,
      unit: "operations",
      description: "Number of failed replication operations within five minutes that raises an alarm.",
    }),
    dashboard: flagOr(dashboard, "A CloudWatch dashboard for all Regions."),
    requestMetrics: flagOr(
      requestMetrics,
      "S3 request metrics for each bucket. CloudWatch charges for these metrics.",
    ),
  },
  "Alarms, and who is notified.",
);
