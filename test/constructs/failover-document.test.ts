import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { failoverDocument } from "../../constructs/failover-document";

const buckets = { "ap-south-1": "shop-mumbai", "us-east-1": "shop-virginia" };
const arn = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
const document: any = failoverDocument({
  name: "my-mrap",
  accessPointArn: arn,
  accountId: "123456789012",
  roleArn: "arn:aws:iam::123456789012:role/my-mrap-failover",
  buckets,
});
const steps: any[] = document.mainSteps;
const step = (name: string): any => steps.find((one) => one.name === name);

describe("the Automation document", () => {
  // The schema predates Python 3.11, which Automation supports.
  const text = readFileSync(require.resolve("aws-ssm-document-language-service/dist/schema.json"), "utf8");
  const schema = JSON.parse(text.replace('"python3.7"', '"python3.7","python3.11"')) as object;
  // The schema is made for editors. It has keywords that Ajv does not know.
  const validate = new Ajv({ strict: false, unicodeRegExp: false, logger: false }).compile({
    ...schema,
    $schema: undefined,
  });

  test("is valid according to the schema that AWS publishes", () => {
    expect(validate(document) || validate.errors).toBe(true);
    const broken = { ...document, mainSteps: steps.map((one) => ({ ...one, action: "aws:executeAwsAPI" })) };
    expect(validate(broken)).toBe(false);
    expect(validate({ ...document, schemaVersion: "2.2" })).toBe(false);
  });

  test("is valid for several access points", () => {
    const several = failoverDocument({
      name: "my-mrap-2",
      accessPointArn: arn,
      accountId: "123456789012",
      roleArn: "arn:aws:iam::123456789012:role/my-mrap-failover",
      buckets,
      otherAccessPoints: [{ name: "my-mrap", arn, buckets: { "eu-west-1": "shop-ireland" } }],
    }) as any;
    expect(validate(several) || validate.errors).toBe(true);
    expect(several.parameters.ActivateRegion.allowedValues).toEqual(["ap-south-1", "us-east-1", "eu-west-1"]);
    const names = several.mainSteps.map(({ name }: { name: string }) => name) as string[];
    expect(new Set(names).size).toBe(names.length);
    for (const [, next] of JSON.stringify(several).matchAll(/"(?:NextStep|Default)":"(\w+)"/g))
      expect(names).toContain(next);
    // Every access point is checked before the first one is changed.
    expect(names.indexOf("CheckTarget_2")).toBeLessThan(names.indexOf("Submit_1"));
    expect(JSON.stringify(several.mainSteps.map((one: any) => one.inputs.Script ?? ""))).not.toMatch(/\\"/);
  });

  test("uses API calls and parameters of the SDK", async () => {
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

  test("accepts member Regions only, and changes both in one update that is never retried", () => {
    expect(document.parameters.ActivateRegion.allowedValues).toEqual(Object.keys(buckets));
    expect(document.parameters.PassivateRegion.allowedValues).toEqual(Object.keys(buckets));
    expect(step("Submit")).toMatchObject({
      maxAttempts: 1,
      inputs: {
        Mrap: arn,
        RouteUpdates: [
          { Bucket: "{{ CheckTarget.ActivateBucket }}", TrafficDialPercentage: 100 },
          { Bucket: "{{ CheckTarget.PassivateBucket }}", TrafficDialPercentage: 0 },
        ],
      },
    });
    expect(steps.map(({ name }) => name).indexOf("CheckTarget")).toBeLessThan(
      steps.map(({ name }) => name).indexOf("Submit"),
    );
    expect(steps.at(-1)).toMatchObject({ name: "Verify", isEnd: true });
  });

  test("contains no double quote, which would end a string in a Terraform expression", () => {
    const texts: string[] = [];
    JSON.stringify(document, (_, value: unknown) => (typeof value === "string" && texts.push(value), value));
    expect(texts.length).toBeGreaterThan(40);
    for (const text of texts) expect(text).not.toMatch(/["\\]|\$\{/);
  });

  test("references only parameters and outputs of earlier steps", () => {
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
      "eu-west-1 is not a member Region",
    ],
    ["CheckTarget", "us-east-1", "us-east-1", { "us-east-1": 0, "ap-south-1": 100 }, "are both us-east-1"],
    ["Verify", "us-east-1", "ap-south-1", { "us-east-1": 100, "ap-south-1": 0 }, "ok"],
    ["Verify", "us-east-1", "ap-south-1", { "us-east-1": "100.0", "ap-south-1": "0" }, "ok"],
    ["Verify", "us-east-1", "ap-south-1", { "us-east-1": 0, "ap-south-1": 100 }, "the routing is still"],
  ])("%s for a failover to %s from %s with the routing %j: %s", (name, up, down, routing, expected) => {
    const { Script, Handler } = step(name).inputs;
    const Routes = Object.entries(routing).map(([Region, TrafficDialPercentage]) => ({
      Region,
      TrafficDialPercentage,
    }));
    const events = JSON.stringify({ Routes, ActivateRegion: up, PassivateRegion: down, Buckets: buckets });
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
