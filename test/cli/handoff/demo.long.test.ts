/**
 * The handover of the demo with every step, by the real Terraform on a local AWS. Both forms are valid, plan what the
 * deployment plans, and plan no change on its state. The cycle of three Regions repeats the last of these.
 */
import { join } from "node:path";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { firstPlanHasNoDanger } from "../review/first-plan";
import { HANDED_OVER, IN_FULL, Proof, type Form, type Plan } from "./proof";
import * as steps from "./steps";

const PROJECT = join(__dirname, "..", "..", "..");
const MINUTES = 60_000;

/** jest prints nothing before the end, which is minutes away. */
const started = Date.now();
const tell = (line: string) =>
  process.stderr.write(`${String(Math.round((Date.now() - started) / 1000)).padStart(5)} s  ${line}\n`);

const FILE = join(PROJECT, IN_FULL);
/** The form whose tests run, and whose variables change. */
const form: Form = "hcl";

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
}, MINUTES);
afterAll(() => aws?.stop(), MINUTES);

test(
  `${IN_FULL} is handed over with no change planned`,
  async () => {
    tell(`${IN_FULL}: synthesized, handed over`);
    const proof = await Proof.of(aws, FILE);
    await proof.prepare();
    tell(`${IN_FULL}: before there is a state`);
    // A plan validates the other form.
    await steps.isValidAndFormatted(proof, form);
    for (const each of HANDED_OVER) await steps.isFormatted(proof, each);
    await steps.passesItsTestsOffline(proof, form);
    const first = await proof.planText("cdk");
    firstPlanHasNoDanger(first, proof.id);
    await steps.plansTheSame(proof, JSON.parse(first) as Plan);

    tell(`${IN_FULL}: cdktf deploy`);
    await proof.deploy();
    tell(`${IN_FULL}: on that state`);
    for (const each of HANDED_OVER) await steps.plansNoChange(proof, each);
    await steps.otherVariablesChangeTheirArgumentsOnly(proof, form);

    tell(`${IN_FULL}: new values are applied and taken back`);
    // The apply does what was planned and nothing else. The deployment continues from that state.
    await proof.must(proof.terraform(form, "apply", "plan"));
    await proof.must(proof.terraform(form, "apply", "-auto-approve"));
    await proof.must(proof.terraform("cdk", "plan", "-lock=false", "-detailed-exitcode"));
  },
  30 * MINUTES,
);
