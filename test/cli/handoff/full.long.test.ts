/** The handover of two environments in every form and with every step. `plan.long.test.ts` proves the others by plan. */
import { join } from "node:path";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { FORMS, HANDED_OVER, IN_FULL, Proof } from "./proof";
import * as steps from "./steps";

const PROJECT = join(__dirname, "..", "..", "..");
const MINUTES = 60_000;

/** jest prints nothing before the end, which is minutes away. */
const started = Date.now();
const tell = (line: string) =>
  process.stderr.write(`${String(Math.round((Date.now() - started) / 1000)).padStart(5)} s  ${line}\n`);

let aws: LocalAws;
beforeEach(async () => {
  aws = await startLocalAws();
}, MINUTES);
afterEach(() => aws?.stop(), MINUTES);

test.each(IN_FULL)(
  "%s is handed over with no change planned",
  async (file) => {
    tell(`${file}: synthesized, handed over`);
    const proof = await Proof.of(aws, join(PROJECT, file));
    await proof.prepare();
    for (const form of HANDED_OVER) {
      tell(`${file}: ${form}, before there is a state`);
      await steps.isValidAndFormatted(proof, form);
      await steps.passesItsTestsOffline(proof, form);
    }
    await steps.plansTheSame(proof, await proof.plan("cdk"));

    tell(`${file}: cdktf deploy`);
    await proof.deploy();
    for (const form of HANDED_OVER) {
      tell(`${file}: ${form}, on that state`);
      await steps.plansNoChange(proof, form);
      await steps.anotherThresholdMovesItsAlarms(proof, form);
      await steps.anotherTagChangesTagsOnly(proof, form);
    }
    tell(`${file}: new tags are applied and taken back`);
    // The apply does what was planned and nothing else. The other forms continue from that state.
    await proof.must(
      proof.terraform("hcl", "apply", "-auto-approve", "-var", 'tags={"Owner":"somebody else"}'),
    );
    await proof.must(proof.terraform("hcl", "apply", "-auto-approve"));
    for (const form of FORMS)
      await proof.must(proof.terraform(form, "plan", "-lock=false", "-detailed-exitcode"));
  },
  30 * MINUTES,
);
