import { configurationOutcome, createdOutcome } from "../../../../cli/verify/checks/ending";
import type { ExistingBucket } from "../../../../constructs/existing-bucket";
import { inspection } from "../../adopt/inspection";
import { line } from "./outcomes";

const before: ExistingBucket = { versioning: "Enabled", tags: { team: "a" } };
const of = (end: "restore" | "forget", more: Parameters<typeof inspection>[0], earlier = before): string =>
  line(configurationOutcome(end, inspection(more), earlier, "photos"));
const policy = [{ Sid: "OnlyOverTls", Effect: "Deny" }];
const delegatesTo = ["arn:aws:s3::123456789012:accesspoint/abc.mrap"];

test.each([
  [of("restore", { existing: before }), "ok: photos-a has the configuration from before the adoption."],
  [
    of("restore", { existing: before }, { tags: { team: "a" }, versioning: "Suspended" }),
    "ok: photos-a has the configuration from before the adoption. Versioning remains enabled.",
  ],
  [
    of("restore", { existing: { ...before, policy, requestMetrics: true }, delegatesTo }),
    "error: photos-a differs from its configuration before the adoption: policy and requestMetrics. | Deploy the environment again (npx cdktf deploy photos), which restores it.",
  ],
  [
    of(
      "restore",
      { existing: { ...before, lifecycle: { rules: [] } } },
      { ...before, lifecycle: { rules: [{ id: "a", status: "Enabled" }] } },
    ),
    "warning: photos-a differs from its configuration before the adoption: lifecycle. | Terraform does not change these rules. Change them in AWS if you did not intend this.",
  ],
  [
    of("forget", { existing: { ...before, tags: {} } }),
    "warning: photos-a differs from its configuration before the adoption: tags. | Terraform does not manage the bucket. Change it in AWS if you did not intend this.",
  ],
  [
    of("forget", { existing: { ...before, policy }, delegatesTo }),
    "error: photos-a differs from its configuration before the adoption: policy. | Write adopt: restore for every adopted bucket, and deploy it. Then write adopt: forget.",
  ],
  [
    of("restore", { place: { kind: "missing" } }),
    "error: The bucket photos-a does not exist. | Terraform never creates an adopted bucket. If you deleted it, remove it from the environment file.",
  ],
  [
    of("restore", { unread: ["No permission: x."] }),
    "not known: No permission: x. | Run the command again with the permission.",
  ],
])("%s", (actual, expected) => expect(actual).toBe(expected));

test.each([
  [undefined, "ok: The access point photos of the environment does not exist any more."],
  [
    "DELETING",
    "not known: AWS is deleting the access point photos. | Run the command again in a few minutes.",
  ],
  [
    "READY",
    "error: The access point photos of the environment exists. | Deploy the environment again (npx cdktf deploy photos), which deletes it.",
  ],
] as const)("an access point of the environment that is %s", (status, expected) =>
  expect(line(createdOutcome("restore", "photos", status, "photos"))).toBe(expected),
);
