/**
 * The part of CloudWatch's dashboard body that the dashboard uses. Everything else is invalid, so that a test fails on
 * keys that CloudWatch does not know. Source: Amazon CloudWatch API Reference, "Dashboard Body Structure and Syntax".
 */
const object = (properties: object, required: readonly string[] = [], more: object = {}) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
  ...more,
});
const text = { type: "string", minLength: 1 };
const region = { type: "string", pattern: "^[a-z]{2}(-[a-z]+)+-\\d+$" };

const options = object({
  label: text,
  region,
  stat: { enum: ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] },
  yAxis: { enum: ["left", "right"] },
});
const metric = {
  type: "array",
  // Namespace, name, then names and values of at most 30 dimensions, then the options.
  items: [{ enum: ["AWS/S3", "AWS/Events"] }, text, text, text],
  minItems: 5,
  maxItems: 9,
  additionalItems: { anyOf: [text, options] },
};
const expression = {
  type: "array",
  items: [object({ expression: { type: "string", maxLength: 2048 }, label: text, region }, ["expression"])],
  minItems: 1,
  maxItems: 1,
};
const axis = object({
  label: text,
  min: { type: "number" },
  max: { type: "number" },
  showUnits: { type: "boolean" },
});
const annotation = (value: object) => ({
  type: "array",
  items: object({ label: text, value, color: text, visible: { type: "boolean" } }, ["value"]),
});

const metricProperties = object(
  {
    title: text,
    view: { enum: ["timeSeries", "singleValue", "gauge", "bar", "pie", "table"] },
    region,
    period: { type: "integer", multipleOf: 60, minimum: 60 },
    stacked: { type: "boolean" },
    metrics: { type: "array", items: { anyOf: [metric, expression] }, minItems: 1, maxItems: 500 },
    yAxis: object({ left: axis, right: axis }),
    legend: object({ position: { enum: ["right", "bottom", "hidden"] } }, ["position"]),
    annotations: object({
      horizontal: annotation({ type: "number" }),
      vertical: annotation({ type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT" }),
    }),
  },
  ["region", "metrics"],
);

const widget = (type: string, properties: object) =>
  object(
    {
      type: { const: type },
      x: { type: "integer", minimum: 0, maximum: 23 },
      y: { type: "integer", minimum: 0 },
      width: { type: "integer", minimum: 1, maximum: 24 },
      height: { type: "integer", minimum: 1, maximum: 1000 },
      properties,
    },
    ["type", "properties"],
  );

export const dashboardBodySchema = object(
  {
    widgets: {
      type: "array",
      maxItems: 500,
      items: {
        oneOf: [
          widget("text", object({ markdown: text }, ["markdown"])),
          widget(
            "alarm",
            object(
              {
                title: text,
                alarms: {
                  type: "array",
                  items: { type: "string", pattern: "^arn:aws:cloudwatch:" },
                  maxItems: 100,
                },
              },
              ["alarms"],
            ),
          ),
          widget("metric", metricProperties),
        ],
      },
    },
  },
  ["widgets"],
);
