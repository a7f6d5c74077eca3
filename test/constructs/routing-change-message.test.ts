import { ROUTING_CHANGE_MESSAGE } from "../../constructs/routing-change-message";

const { inputPaths, inputTemplate } = ROUTING_CHANGE_MESSAGE;

/** Replaces the variables as EventBridge does: the values are not escaped, and a missing value leaves nothing. */
const render = (values: Readonly<Record<string, string>>) =>
  inputTemplate.replace(/<(\w+)>/g, (_, name: string) => values[name] ?? "");

test("every variable has a path, and every path is used", () => {
  const variables = new Set([...inputTemplate.matchAll(/<(\w+)>/g)].map(([, name]) => name));
  expect([...variables].sort()).toEqual(Object.keys(inputPaths).sort());
});

test("only the request, which is an object, is outside of quotes", () => {
  expect([...inputTemplate.matchAll(/: <(\w+)>/g)].map(([, name]) => name)).toEqual(["request"]);
});

test.each([
  ["a call that succeeds", {}],
  ["a call that fails", { error: "AccessDenied" }],
  ["a call without parameters", { request: "null" }],
])("%s has a message that is valid JSON", (_, more) => {
  const values = {
    who: "arn:aws:sts::123456789012:assumed-role/ops/jane@example.com",
    time: "2026-11-25T12:00:00Z",
    region: "eu-west-1",
    request: '{"Mrap":"arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap","note":"a \\"quote\\""}',
    event: "6b2a0f0c-8d53-4a52-9b36-0a1b2c3d4e5f",
    ...more,
  };
  const message = JSON.parse(render(values)) as Record<string, unknown>;
  expect(message).toMatchObject({
    summary:
      "arn:aws:sts::123456789012:assumed-role/ops/jane@example.com submitted routes of a Multi-Region Access Point in eu-west-1 at 2026-11-25T12:00:00Z.",
    error: "error" in more ? more.error : "",
    request: JSON.parse(values.request),
    eventId: values.event,
  });
  expect(message.verify).toBe(
    "The sender of this message is not verified. Before you act on it, look up the event: aws cloudtrail lookup-events --region eu-west-1 --lookup-attributes AttributeKey=EventId,AttributeValue=6b2a0f0c-8d53-4a52-9b36-0a1b2c3d4e5f",
  );
});
