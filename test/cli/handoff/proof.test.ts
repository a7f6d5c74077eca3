import { join } from "node:path";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { HANDED_OVER, Proof } from "./proof";
import * as steps from "./steps";

const PROJECT = join(__dirname, "..", "..", "..");
const MINUTES = 60_000;

/** The other examples, and each step in each form, are proved by `npm run test:handoff-all`, which takes minutes. */
const FILES = ["environments/demo.yaml", "examples/three-regions-private.yaml"];

let aws: LocalAws;
let demo: Proof;
let example: Proof;
let applied: Promise<unknown> = Promise.resolve();

/** One after the other: each test goes on from where the one before it stopped. */
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

step("from an empty state, the hand-over plans what the deployment plans", async () => {
  const [demoPlan, examplePlan] = await Promise.all([demo.plan("cdk"), example.plan("cdk")]);
  // Most of the time that an apply takes it waits: the steps that need no state use it.
  applied = Promise.all([demo, example].map((proof) => proof.must(proof.terraform("cdk", "apply", "plan"))));
  applied.catch(() => undefined);
  await steps.plansTheSame(demo, demoPlan);
  await steps.plansTheSame(example, examplePlan, ["hcl"]);
});

step("both forms are valid without a warning, and formatted", async () => {
  await steps.isValidAndFormatted(demo, "json");
  await steps.isValidAndFormatted(example, "hcl");
});

step("the tests of the hand-over pass without network or credentials", async () => {
  await steps.passesItsTestsOffline(example, "hcl");
});

step("on the state that the deployment made, neither form plans a change", async () => {
  await applied;
  for (const form of HANDED_OVER)
    await Promise.all([steps.plansNoChange(demo, form), steps.plansNoChange(example, form)]);
});

step("another value of a variable plans just that change", async () => {
  await Promise.all([
    steps.anotherThresholdMovesItsAlarms(demo, "hcl"),
    steps.anotherTagChangesTagsOnly(example, "json"),
  ]);
});
