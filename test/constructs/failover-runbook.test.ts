import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { App } from "cdktf";
import { failoverDocument } from "../../constructs/failover-document";
import { FailoverRunbook } from "../../constructs/failover-runbook";
import { messageOf, PlainStack, synthPlain } from "../support/synth";

const members = ["ap-south-1", "us-east-1"];
const arn = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
const document: any = failoverDocument({
  name: "my-mrap",
  accessPointArn: arn,
  accountId: "123456789012",
  roleArn: "arn:aws:iam::123456789012:role/my-mrap-failover",
  members,
});
const steps: any[] = document.mainSteps;
const step = (name: string): any => steps.find((one) => one.name === name);

describe("the Automation document", () => {
  // Published with the runtimes of its day; Automation has had others since.
  const text = readFileSync(require.resolve("aws-ssm-document-language-service/dist/schema.json"), "utf8");
  const schema = JSON.parse(text.replace('"python3.7"', '"python3.7","python3.11"')) as object;
  // AWS's schema is written for an editor: it has keywords of its own, and no $id.
  const validate = new Ajv({ strict: false, unicodeRegExp: false, logger: false }).compile({
    ...schema,
    $schema: undefined,
  });

  test("is valid by AWS's published schema, which refuses what is not", () => {
    expect(validate(document) || validate.errors).toBe(true);
    const broken = { ...document, mainSteps: steps.map((one) => ({ ...one, action: "aws:executeAwsAPI" })) };
    expect(validate(broken)).toBe(false);
    expect(validate({ ...document, schemaVersion: "2.2" })).toBe(false);
  });

  test("its API calls and their parameters are those of the SDK's model", async () => {
    const sdk: any = await import("@aws-sdk/client-s3-control");
    for (const { inputs } of steps.filter(({ action }) => action === "aws:executeAwsApi")) {
      const { Service, Api, ...parameters } = inputs;
      expect(Service).toBe("s3control");
      expect(sdk[`${Api}Command`]).toBeDefined();
      const [, , , , names] = sdk[`${Api}Request$`];
      expect(names).toEqual(expect.arrayContaining(Object.keys(parameters)));
    }
    const [, , , , route] = sdk.MultiRegionAccessPointRoute$;
    for (const update of step("Submit").inputs.RouteUpdates)
      expect(route).toEqual(expect.arrayContaining(Object.keys(update)));
  });

  test("takes members only, and moves both in one update that is never repeated", () => {
    expect(document.parameters.ActivateRegion.allowedValues).toEqual(members);
    expect(document.parameters.PassivateRegion.allowedValues).toEqual(members);
    expect(step("Submit")).toMatchObject({
      maxAttempts: 1,
      inputs: {
        Mrap: arn,
        RouteUpdates: [
          { Region: "{{ ActivateRegion }}", TrafficDialPercentage: 100 },
          { Region: "{{ PassivateRegion }}", TrafficDialPercentage: 0 },
        ],
      },
    });
    expect(steps.map(({ name }) => name).indexOf("CheckTarget")).toBeLessThan(
      steps.map(({ name }) => name).indexOf("Submit"),
    );
    expect(steps.at(-1)).toMatchObject({ name: "Verify", isEnd: true });
  });

  test("no text has a double quote, which would end it in Terraform's expression", () => {
    const texts: string[] = [];
    JSON.stringify(document, (_, value: unknown) => (typeof value === "string" && texts.push(value), value));
    expect(texts.length).toBeGreaterThan(40);
    for (const text of texts) expect(text).not.toMatch(/["\\]|\$\{/);
  });

  test("every reference names a parameter or the output of an earlier step", () => {
    const known = new Set(Object.keys(document.parameters));
    for (const one of steps) {
      for (const [, reference] of JSON.stringify(one.inputs).matchAll(/\{\{ ([\w.]+) \}\}/g))
        expect(known).toContain(reference);
      for (const { Name } of one.outputs ?? []) known.add(`${one.name}.${Name}`);
    }
    for (const output of document.outputs) expect(known).toContain(output);
  });

  test.each([
    ["CheckTarget", "us-east-1", "ap-south-1", { "us-east-1": 0, "ap-south-1": 100 }, "ok"],
    [
      "CheckTarget",
      "eu-west-1",
      "ap-south-1",
      { "us-east-1": 0, "ap-south-1": 100 },
      "eu-west-1 is no member",
    ],
    ["CheckTarget", "us-east-1", "us-east-1", { "us-east-1": 0, "ap-south-1": 100 }, "are both us-east-1"],
    ["Verify", "us-east-1", "ap-south-1", { "us-east-1": 100, "ap-south-1": 0 }, "ok"],
    ["Verify", "us-east-1", "ap-south-1", { "us-east-1": 0, "ap-south-1": 100 }, "still reads"],
  ])("%s, to %s from %s, at %j: %s", (name, up, down, routing, expected) => {
    const { Script, Handler } = step(name).inputs;
    const Routes = Object.entries(routing).map(([Region, dial]) => ({ Region, TrafficDialPercentage: dial }));
    const events = JSON.stringify({ Routes, ActivateRegion: up, PassivateRegion: down });
    const call = `${Script}
import json, sys
try:
    ${Handler}(json.loads(sys.argv[1]), {}); print("ok")
except Exception as problem:
    print(problem)
`;
    expect(execFileSync("python3", ["-c", call, events], { encoding: "utf8" })).toContain(expected);
  });
});

describe("the runbook", () => {
  const make = (stack: PlainStack, regions: string[]): FailoverRunbook =>
    new FailoverRunbook(stack, "runbook", {
      name: "my-mrap",
      accessPointArn: arn,
      accountId: stack.accountId,
      members,
      providers: new Map(regions.map((region) => [region, stack.providers.in(region)])),
    });

  test("is in two control Regions, with a role that may route this access point and nothing else", () => {
    const synthesized = synthPlain(
      ["us-east-1", "us-west-2"],
      (stack) => void make(stack, ["us-east-1", "us-west-2"]),
    );
    const documents = Object.values(synthesized.resources("aws_ssm_document"));
    expect(documents.map(({ provider }) => provider)).toEqual(["aws.us_east_1", "aws.us_west_2"]);
    for (const { content, document_type } of documents) {
      expect(document_type).toBe("Automation");
      expect(content).toMatch(/^\$\{jsonencode\(/);
      expect(content).toContain("aws_iam_role.runbook/Role.arn");
    }
    expect(synthesized.statements("runbook/Permissions")).toEqual({
      RouteThisAccessPoint: {
        sid: "RouteThisAccessPoint",
        actions: ["s3:GetMultiRegionAccessPointRoutes", "s3:SubmitMultiRegionAccessPointRoutes"],
        resources: [arn],
      },
    });
    expect(synthesized.statements("runbook/trust").AutomationsOfThisAccountOnly).toMatchObject({
      principals: [{ identifiers: ["ssm.amazonaws.com"] }],
    });
  });

  test("anywhere else it could not change a routing, and alone it could be lost", () => {
    const stack = new PlainStack(new App(), ["us-east-1", "ap-south-1"]);
    expect(messageOf(() => make(stack, ["us-east-1", "ap-south-1"]))).toMatch(
      /^a runbook is put into two of us-east-1, .* got us-east-1, ap-south-1 \(at plain\/runbook\)$/,
    );
    expect(messageOf(() => make(new PlainStack(new App(), ["us-east-1"]), ["us-east-1"]))).toMatch(
      /got us-east-1/,
    );
  });
});
