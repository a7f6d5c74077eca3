import type { Aws } from "../../adapters/aws/aws";
import { kindOf } from "../../adapters/aws/errors";
import { describeKey, readKeyPolicy, type KeyMetadata } from "../../adapters/aws/kms";
import { entriesOf, queryApi } from "../../adapters/aws/query-api";
import { child, childText } from "../../adapters/aws/xml-answer";
import { error, notKnown, ok, type Check, type CheckOutcome } from "../../checks/check";
import { keyOutcome } from "../../checks/key-state";
import { once } from "../../checks/once";
import { listed } from "../../text/listed";
import { awsCheck, type Examination } from "../examination";
import { grants, type Grant } from "../topic-policy";

/** The services that publish to a topic, as people know them. */
const SERVICES = {
  "cloudwatch.amazonaws.com": "CloudWatch",
  "events.amazonaws.com": "EventBridge",
} as const;
type Service = keyof typeof SERVICES;

/** The topics that the environment file names: whether they exist, and whether the services may publish to them. */
export function topicChecks(examination: Examination): Check[] {
  const { aws, environment, stack } = examination;
  const topics = (environment.monitoring?.notify ?? []).filter((one) => one.startsWith("arn:"));
  const alarms = stack.resources("aws_cloudwatch_metric_alarm");
  const targets = stack.resources("aws_cloudwatch_event_target");
  return topics.flatMap((arn) => {
    const region = arn.split(":")[3]!;
    const services: Service[] = [
      ...(alarms.some(({ body }) => JSON.stringify(body.alarm_actions ?? []).includes(`"${arn}"`))
        ? (["cloudwatch.amazonaws.com"] as const)
        : []),
      ...(targets.some(({ body }) => body.arn === arn) ? (["events.amazonaws.com"] as const) : []),
    ];
    const attributes = once(() => topicAttributes(aws, region, arn, AbortSignal.timeout(8000)));
    const common = { subject: arn, call: { action: "sns:GetTopicAttributes", resource: arn } } as const;
    return [
      awsCheck(examination, {
        ...common,
        id: "topic",
        title: "Topic",
        ledger: ["events-sns-target"],
        async run() {
          return (await attributes()) === undefined
            ? error(`The topic ${arn} does not exist.`, "Create it, or correct monitoring.notify.")
            : ok(`The topic ${arn} exists.`);
        },
      }),
      awsCheck(examination, {
        ...common,
        id: "topic-policy",
        title: "Policy of the topic",
        ledger: ["events-sns-target", "events-sns-condition"],
        consequenceOf: [`topic ${arn}`],
        async run({ account }) {
          const found = await attributes();
          if (found === undefined) return noTopic;
          const may = services.map((service) => ({
            name: SERVICES[service],
            service,
            grant: grants(found.get("Policy") ?? "{}", { service, action: "sns:Publish", account, region }),
          }));
          return publishOutcome(may);
        },
      }),
      awsCheck(examination, {
        ...common,
        id: "topic-key",
        title: "Key of the topic",
        ledger: ["sns-topic-key", "kms-key-states"],
        consequenceOf: [`topic ${arn}`],
        call: { action: "kms:DescribeKey and kms:GetKeyPolicy", resource: `the key of ${arn}` },
        async run({ account }, signal) {
          const found = await attributes();
          if (found === undefined) return noTopic;
          const key = found.get("KmsMasterKeyId");
          if (!key) return ok("The topic is not encrypted with a KMS key.");
          const metadata = await describeKey(aws, region, key, signal);
          const policy =
            metadata?.KeyManager === "AWS" ? "{}" : await keyPolicy(aws, region, metadata, signal);
          const may = services.map((service) => ({
            name: SERVICES[service],
            service,
            grant: both(policy, service, account, region),
          }));
          return topicKeyOutcome(key, metadata, may);
        },
      }),
    ];
  });
}

const noTopic = notKnown("The topic does not exist.", "Fix the topic first.");

async function topicAttributes(
  aws: Aws,
  region: string,
  arn: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const root = await queryApi(aws, "sns", region, "GetTopicAttributes", { TopicArn: arn }, signal);
    const map = child(child(root, "GetTopicAttributesResult"), "Attributes");
    const entries = map?.children ?? entriesOf(map, "entry");
    return new Map(entries.map((one) => [childText(one, "key") ?? "", childText(one, "value") ?? ""]));
  } catch (problem) {
    if (kindOf(problem) === "missing") return undefined;
    throw problem;
  }
}

async function keyPolicy(
  aws: Aws,
  region: string,
  key: KeyMetadata | undefined,
  signal: AbortSignal,
): Promise<string> {
  return key?.Arn === undefined ? "{}" : readKeyPolicy(aws, region, key.Arn, signal);
}

/** SNS decrypts and generates a data key on behalf of the service. */
function both(policy: string, service: Service, account: string, region: string): Grant {
  const all = ["kms:Decrypt", "kms:GenerateDataKey"].map((action) =>
    grants(policy, { service, action, account, region }),
  );
  if (all.includes("no")) return "no";
  return all.includes("unclear") ? "unclear" : "yes";
}

export interface ServiceGrant {
  readonly name: string;
  readonly service: string;
  readonly grant: Grant;
}

export function publishOutcome(services: readonly ServiceGrant[]): CheckOutcome {
  const of = (grant: Grant) => services.filter((one) => one.grant === grant);
  const denied = of("no");
  if (denied.length > 0)
    return error(
      `The policy of the topic does not let ${listed(denied.map(({ name }) => name))} publish, so the topic receives nothing from ${denied.length === 1 ? "it" : "them"}.`,
      `Allow sns:Publish to ${listed(denied.map(({ service }) => service))} in the policy of the topic. A statement for events.amazonaws.com must have no condition.`,
    );
  const unclear = of("unclear");
  if (unclear.length > 0)
    return notKnown(
      `Whether ${listed(unclear.map(({ name }) => name))} may publish depends on a condition in the policy of the topic.`,
      "Send a test notification after the deploy.",
    );
  return services.length === 0
    ? ok("Nothing of the environment publishes to the topic: it is in no Region of an alarm.")
    : ok(`The policy of the topic lets ${listed(services.map(({ name }) => name))} publish.`);
}

export function topicKeyOutcome(
  key: string,
  metadata: KeyMetadata | undefined,
  services: readonly ServiceGrant[],
): CheckOutcome {
  if (key === "alias/aws/sns" || metadata?.KeyManager === "AWS")
    return error(
      "The topic is encrypted with the AWS managed key of SNS. AWS services cannot use that key, so the topic receives nothing from them.",
      "Encrypt the topic with a customer managed key whose policy allows the services, or turn encryption off.",
    );
  const usable = keyOutcome(key, metadata);
  if (usable.level !== "ok") return usable;
  const denied = services.filter(({ grant }) => grant === "no");
  if (denied.length > 0)
    return error(
      `The policy of the key ${key} does not let ${listed(denied.map(({ name }) => name))} use the key, so the topic receives nothing from ${denied.length === 1 ? "it" : "them"}.`,
      `Allow kms:Decrypt and kms:GenerateDataKey* to ${listed(denied.map(({ service }) => service))} in the policy of the key.`,
    );
  const unclear = services.filter(({ grant }) => grant === "unclear");
  if (unclear.length > 0)
    return notKnown(
      `Whether ${listed(unclear.map(({ name }) => name))} may use the key ${key} depends on a condition in its policy.`,
      "Send a test notification after the deploy.",
    );
  return ok(
    `The key ${key} is enabled${services.length > 0 ? `, and its policy lets ${listed(services.map(({ name }) => name))} use it` : ""}.`,
  );
}
