import { join } from "node:path";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { HANDED_OVER, Proof } from "./proof";
import * as steps from "./steps";

const PROJECT = join(__dirname, "..", "..", "..");
const MINUTES = 60_000;

/** `npm run test:long` covers the other examples and each step in each form. */
const FILES = ["environments/demo.yaml", "examples/three-regions-private.yaml"];

let aws: LocalAws;
let demo: Proof;
let example: Proof;
let applied: Promise<unknown> = Promise.resolve();

/** The tests run in order. Each one continues from the state of the one before. */
function step(name: string, run: () => Promise<unknown>): void {
  test(
    name,
    async () => {
      if (!example) throw new Error("an earlier step failed");
      await run();
    },
    5 * MINUTES,
  );
}

beforeAll(async () => {
  aws = await startLocalAws();
  [demo, example] = (await Promise.all(FILES.map((file) => Proof.of(aws, join(PROJECT, file))))) as [
    Proof,
    Proof,
  ];
  await Promise.all([demo.prepare(), example.prepare()]);
}, 3 * MINUTES);

afterAll(async () => {
  await applied.catch(() => undefined);
  await aws?.stop();
}, 3 * MINUTES);

step("from an empty state, the handover plans what the deployment plans", async () => {
  const [demoPlan, examplePlan] = await Promise.all([demo.plan("cdk"), example.plan("cdk")]);
  // An apply mostly waits. The steps that need no state run in that time.
  applied = Promise.all([demo, example].map((proof) => proof.must(proof.terraform("cdk", "apply", "plan"))));
  applied.catch(() => undefined);
  await steps.plansTheSame(demo, demoPlan);
  await steps.plansTheSame(example, examplePlan, ["hcl"]);
});

step("both forms are formatted and valid without a warning", async () => {
  await steps.isValidAndFormatted(demo, "json");
  await steps.isValidAndFormatted(example, "hcl");
});

step("the tests of the handover pass without a network and credentials", async () => {
  await steps.passesItsTestsOffline(example, "hcl");
});

step("on the state of the deployment, neither form plans a change", async () => {
  await applied;
  for (const form of HANDED_OVER)
    await Promise.all([steps.plansNoChange(demo, form), steps.plansNoChange(example, form)]);
});

step("another value of a variable plans that change only", async () => {
  await Promise.all([
    steps.anotherThresholdMovesItsAlarms(demo, "hcl"),
    steps.anotherTagChangesTagsOnly(example, "json"),
  ]);
});
