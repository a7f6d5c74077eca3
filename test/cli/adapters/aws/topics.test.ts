import type { Aws } from "../../../../cli/adapters/aws/aws";
import { ServiceError } from "../../../../cli/adapters/aws/errors";
import { readSubscriptions, readTopic } from "../../../../cli/adapters/aws/topics";

const ARN = "arn:aws:sns:eu-west-1:123456789012:photos-alerts";
const signal = new AbortController().signal;

/** A connection that returns these answers, one after the other, and notes the requests. */
function answering(...bodies: Array<string | ServiceError>) {
  const sent: string[] = [];
  const send: Aws["send"] = ({ host, body }) => {
    sent.push(`${host} ${String(body)}`);
    const next = bodies[sent.length - 1]!;
    return next instanceof ServiceError
      ? Promise.reject(next)
      : Promise.resolve({ status: 200, body: next } as Awaited<ReturnType<Aws["send"]>>);
  };
  return { aws: { send } as Aws, sent };
}

const page = (members: string, token = "") =>
  `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>${members}</Subscriptions>${token}</ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`;
const member = (endpoint: string, arn: string) =>
  `<member><Protocol>email</Protocol><Endpoint>${endpoint}</Endpoint><SubscriptionArn>${arn}</SubscriptionArn></member>`;

test("a subscription is confirmed only if it has an ARN. All pages count", async () => {
  const { aws, sent } = answering(
    page(member("a@example.com", "PendingConfirmation"), "<NextToken>2</NextToken>"),
    page(member("b@example.com", `${ARN}:1`)),
  );
  expect(await readSubscriptions(aws, ARN, signal)).toEqual([
    { protocol: "email", endpoint: "a@example.com", confirmed: false },
    { protocol: "email", endpoint: "b@example.com", confirmed: true },
  ]);
  expect(sent[1]).toContain("NextToken=2");
  expect(sent[0]).toContain("sns.eu-west-1.amazonaws.com");
});

test("a topic with its policy and its key", async () => {
  const entry = (key: string, value: string) => `<entry><key>${key}</key><value>${value}</value></entry>`;
  const { aws } = answering(
    `<GetTopicAttributesResponse><GetTopicAttributesResult><Attributes>${entry("Policy", "{&quot;a&quot;:1}")}${entry("KmsMasterKeyId", "1")}</Attributes></GetTopicAttributesResult></GetTopicAttributesResponse>`,
  );
  expect(await readTopic(aws, ARN, signal)).toEqual({ policy: '{"a":1}', key: "1" });
});

test("a topic that does not exist is undefined, and a denied call is an error", async () => {
  const missing = new ServiceError(404, "NotFound", "Topic does not exist");
  expect(await readTopic(answering(missing).aws, ARN, signal)).toBeUndefined();
  expect(await readSubscriptions(answering(missing).aws, ARN, signal)).toBeUndefined();
  const denied = new ServiceError(403, "AuthorizationError", "denied");
  await expect(readTopic(answering(denied).aws, ARN, signal)).rejects.toBe(denied);
});
