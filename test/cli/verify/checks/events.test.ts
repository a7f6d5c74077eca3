import { ruleOutcome, targetsOutcome } from "../../../../cli/verify/checks/events";
import { AGAIN, line } from "./outcomes";

const about = { name: "photos-routing", region: "us-east-1", shown: "photos" };

test("a rule that is enabled, disabled, missing, or matches other events", () => {
  const pattern = '{"source":["aws.s3"]}';
  const outcome = (rule: Parameters<typeof ruleOutcome>[0]["rule"]) =>
    line(ruleOutcome({ ...about, pattern, rule }));
  expect(outcome({ State: "ENABLED", EventPattern: '{ "source": ["aws.s3"] }' })).toBe(
    "ok: The rule photos-routing in us-east-1 is enabled and matches routing changes.",
  );
  expect(outcome({ State: "DISABLED", EventPattern: pattern })).toBe(
    "error: The rule photos-routing in us-east-1 is disabled: routing changes that are submitted there notify no one. | Enable it: aws events enable-rule --name photos-routing --region us-east-1",
  );
  expect(outcome(undefined)).toBe(
    `error: The rule photos-routing in us-east-1 does not exist. | ${AGAIN} creates it.`,
  );
  expect(outcome({ State: "ENABLED", EventPattern: '{"source":["aws.ec2"]}' })).toBe(
    `error: The rule photos-routing in us-east-1 matches other events than the rule of the stack. | ${AGAIN} restores it.`,
  );
});

test("the targets of a rule", () => {
  const wanted = [
    {
      arn: "arn:topic",
      target_id: "topic",
      dead_letter_config: { arn: "arn:queue" },
      input_transformer: { input_paths: { who: "$.a", when: "$.b" }, input_template: "<who>" },
    },
  ];
  const target = {
    Id: "topic",
    Arn: "arn:topic",
    DeadLetterConfig: { Arn: "arn:queue" },
    InputTransformer: { InputPathsMap: { when: "$.b", who: "$.a" }, InputTemplate: "<who>" },
  };
  const outcome = (found: Parameters<typeof targetsOutcome>[0]["found"]) =>
    line(targetsOutcome({ ...about, wanted, found }));
  expect(outcome([target])).toBe("ok: The rule photos-routing in us-east-1 has its target.");
  expect(outcome([])).toBe(
    `error: The rule photos-routing in us-east-1 has no target topic. | ${AGAIN} adds the target.`,
  );
  expect(outcome([{ Id: "topic", Arn: "arn:other" }])).toBe(
    `error: The target topic of the rule photos-routing in us-east-1 has another setting: ARN, dead-letter queue, input paths, input template. | ${AGAIN} restores it.`,
  );
  expect(outcome([target, { Id: "mine", Arn: "arn:mine" }])).toBe(
    "warning: The rule photos-routing in us-east-1 has targets that are not in the stack: mine. | Remove them, or use a rule of your own for them.",
  );
  expect(outcome(undefined)).toMatch(/^not known: /);
});
