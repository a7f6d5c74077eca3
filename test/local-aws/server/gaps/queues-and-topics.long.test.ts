import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { startLocalAws, type LocalAws } from "../../../../local-aws";

let aws: LocalAws;
beforeAll(async () => (aws = await startLocalAws()));
afterAll(() => aws.stop());

test("a call without a policy keeps the policy of a queue, and an empty policy deletes it", async () => {
  const sqs = new SQSClient(aws.clientConfig("us-east-1"));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "events" }));
  const Statement = [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" }];
  const set = (Attributes: Record<string, string>) =>
    sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  const read = async () => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
    return (await sqs.send(command)).Attributes ?? {};
  };
  await set({ Policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
  await set({ VisibilityTimeout: "45" });
  expect(await read()).toMatchObject({
    VisibilityTimeout: "45",
    Policy: expect.stringContaining("sqs:SendMessage"),
  });
  await set({ Policy: "" });
  expect(await read()).not.toHaveProperty("Policy");
});

test("a subscription that a test leaves unconfirmed has no ARN in the list", async () => {
  const sns = new SNSClient(aws.clientConfig("us-east-1"));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "alerts" }));
  for (const Endpoint of ["a@example.com", "b@example.com"])
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint }));
  const arns = async () => {
    const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    return Object.fromEntries(Subscriptions.map((one) => [one.Endpoint, one.SubscriptionArn]));
  };
  await aws.control.setPendingSubscriptions(["b@example.com"]);
  expect(await arns()).toEqual({
    "a@example.com": expect.stringMatching(/^arn:/),
    "b@example.com": "PendingConfirmation",
  });
  await aws.control.setPendingSubscriptions([]);
  expect((await arns())["b@example.com"]).toMatch(/^arn:/);
});
