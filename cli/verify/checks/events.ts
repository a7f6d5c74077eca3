import type { DescribeRuleResponse, Target } from "@aws-sdk/client-eventbridge";
import { unlessMissing } from "../../adapters/aws/missing";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { textOf, type ExpectedElement } from "../../checks/expected";
import { canonical, sameJson } from "../../checks/same-json";
import { isJsonObject, type Json, type JsonObject } from "../../synthesized/configuration";
import type { VerifyContext } from "../context";
import { deployAgain } from "../repair";

type Context = Pick<VerifyContext, "aws" | "account" | "partition" | "shown" | "expected">;

/** The rules that notify of routing changes are enabled and have their targets. */
export function eventChecks(context: Context): Check[] {
  return context.expected
    .resources("aws_cloudwatch_event_rule")
    .flatMap((rule) => [ruleCheck(rule, context), targetCheck(rule, context)]);
}

function ruleCheck({ region, body }: ExpectedElement, context: Context): Check {
  const { aws, account, partition, shown } = context;
  const name = textOf(body.name);
  return {
    id: "event-rule",
    subject: region,
    title: "Rule for routing changes",
    required: true,
    ledger: ["settings-stored"],
    call: {
      action: "events:DescribeRule",
      resource: `arn:${partition}:events:${region}:${account}:rule/${name}`,
    },
    async run(abortSignal) {
      const { DescribeRuleCommand } = await import("@aws-sdk/client-eventbridge");
      const client = await aws.eventBridge(region);
      const rule = await unlessMissing(client.send(new DescribeRuleCommand({ Name: name }), { abortSignal }));
      return ruleOutcome({ name, region, shown, pattern: textOf(body.event_pattern), rule });
    },
  };
}

interface RuleAnswers {
  readonly name: string;
  readonly region: string;
  readonly shown: string;
  readonly pattern: string;
  readonly rule: Pick<DescribeRuleResponse, "State" | "EventPattern"> | undefined;
}

export function ruleOutcome({ name, region, shown, pattern, rule }: RuleAnswers): CheckOutcome {
  const what = `The rule ${name} in ${region}`;
  if (rule === undefined) return error(`${what} does not exist.`, deployAgain(shown, "creates it"));
  if (rule.State === "DISABLED")
    return error(
      `${what} is disabled: routing changes that are submitted there notify no one.`,
      `Enable it: aws events enable-rule --name ${name} --region ${region}`,
    );
  if (!sameJson(pattern, rule.EventPattern ?? ""))
    return error(
      `${what} matches other events than the rule of the stack.`,
      deployAgain(shown, "restores it"),
    );
  return ok(`${what} is enabled and matches routing changes.`);
}

function targetCheck(rule: ExpectedElement, context: Context): Check {
  const { aws, account, partition, shown, expected } = context;
  const { region } = rule;
  const name = textOf(rule.body.name);
  const wanted = expected
    .resources("aws_cloudwatch_event_target")
    .filter((target) => target.region === region && target.body.rule === name);
  return {
    id: "event-target",
    subject: region,
    title: "Targets of the rule",
    required: true,
    ledger: ["settings-stored"],
    call: {
      action: "events:ListTargetsByRule",
      resource: `arn:${partition}:events:${region}:${account}:rule/${name}`,
    },
    consequenceOf: [`event-rule ${region}`],
    async run(abortSignal) {
      const { ListTargetsByRuleCommand } = await import("@aws-sdk/client-eventbridge");
      const client = await aws.eventBridge(region);
      const answer = await unlessMissing(
        client.send(new ListTargetsByRuleCommand({ Rule: name }), { abortSignal }),
      );
      return targetsOutcome({
        name,
        region,
        shown,
        wanted: wanted.map(({ body }) => body),
        found: answer?.Targets,
      });
    },
  };
}

interface TargetAnswers {
  readonly name: string;
  readonly region: string;
  readonly shown: string;
  readonly wanted: readonly JsonObject[];
  /** Undefined if the rule does not exist. */
  readonly found: readonly Target[] | undefined;
}

export function targetsOutcome({ name, region, shown, wanted, found }: TargetAnswers): CheckOutcome {
  const what = `The rule ${name} in ${region}`;
  if (found === undefined) return notKnown(`${what} does not exist.`, deployAgain(shown, "creates it"));
  for (const body of wanted) {
    const id = textOf(body.target_id);
    const target = found.find(({ Id }) => Id === id);
    if (target === undefined)
      return error(`${what} has no target ${id}.`, deployAgain(shown, "adds the target"));
    const [expected, actual] = [settings(body), foundSettings(target)];
    const changed = Object.keys(expected).filter((key) => expected[key] !== actual[key]);
    if (changed.length > 0)
      return error(
        `The target ${id} of the rule ${name} in ${region} has another setting: ${changed.join(", ")}.`,
        deployAgain(shown, "restores it"),
      );
  }
  const others = found.filter(({ Id }) => !wanted.some((body) => body.target_id === Id)).map(({ Id }) => Id);
  if (others.length > 0)
    return warning(
      `${what} has targets that are not in the stack: ${others.join(", ")}.`,
      "Remove them, or use a rule of your own for them.",
    );
  return ok(`${what} has its target.`);
}

/** The settings of a target of the stack by their names for people. */
function settings(body: JsonObject): Readonly<Record<string, string>> {
  const { input_transformer: transformer } = body;
  const isTransformer = transformer !== undefined && isJsonObject(transformer);
  return {
    ARN: textOf(body.arn),
    role: textOf(body.role_arn),
    "dead-letter queue": textOf((body.dead_letter_config as { arn?: Json } | undefined)?.arn),
    "input paths": isTransformer ? canonical(transformer.input_paths ?? {}) : "",
    "input template": isTransformer ? textOf(transformer.input_template) : "",
  };
}

function foundSettings(target: Target): Readonly<Record<string, string>> {
  const { InputTransformer: transformer } = target;
  return {
    ARN: target.Arn ?? "",
    role: target.RoleArn ?? "",
    "dead-letter queue": target.DeadLetterConfig?.Arn ?? "",
    "input paths": transformer ? canonical(transformer.InputPathsMap ?? {}) : "",
    "input template": transformer?.InputTemplate ?? "",
  };
}
