import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readPlan } from "../../../cli/review/plan";
import { review } from "../../../cli/review/review";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { createNetworks, withIds } from "../../support/networks";
import { expectStatus, RealStack } from "../../support/terraform";

const PROJECT = join(__dirname, "..", "..", "..");
/** The demo and every example but the one of 17 Regions, which needs 17 provider processes and has the same resources. */
const FILES = [
  join(PROJECT, "environments", "demo.yaml"),
  ...readdirSync(join(PROJECT, "examples"))
    .filter((file) => file.endsWith(".yaml") && !file.startsWith("seventeen"))
    .map((file) => join(PROJECT, "examples", file)),
];

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
}, 60_000);
afterAll(() => aws.stop());

test.each(FILES.map((file) => [basename(file), file]))(
  "the first plan of %s has no danger",
  async (name, file) => {
    const ids = await createNetworks(aws, file);
    const folder = join(aws.directory, "first-plan");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), withIds(readFileSync(file, "utf8"), ids));
    const stack = RealStack.on(aws, join(folder, name));
    expectStatus(await stack.synth(), 0);
    // The state of a first plan is empty, wherever it is.
    writeFileSync(join(stack.folder, "backend_override.tf.json"), '{"terraform":{"backend":{"local":{}}}}');
    expectStatus(await stack.terraform("init"), 0);
    expectStatus(await stack.terraform("plan", "-out=first"), 0);
    const shown = await stack.terraform("show", "-json", "first");
    const { findings, notJudged } = review(readPlan(shown.output, name), {
      hash: "0",
      hashOf: "the plan's JSON",
    });
    const dangers = findings.filter(({ severity }) => severity === "danger");
    expect(dangers.map(({ family, address }) => `${family.id} ${address}`)).toEqual([]);
    expect(findings.map(({ family }) => family.id)).toEqual(["everything-created"]);
    expect(notJudged).toEqual([]);
  },
  300_000,
);
