/** The handover of one environment with every step, by the real Terraform on a local AWS. */
import { join } from "node:path";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { HANDED_OVER, Proof, type Form } from "./proof";
import * as steps from "./steps";

const PROJECT = join(__dirname, "..", "..", "..");
const MINUTES = 60_000;

/** jest prints nothing before the end, which is minutes away. */
const started = Date.now();
const tell = (line: string) =>
  process.stderr.write(`${String(Math.round((Date.now() - started) / 1000)).padStart(5)} s  ${line}\n`);

/**
 * Both forms are valid, plan what the deployment plans, and plan no change on its state.
 *
 * @param form the form whose tests run, and whose variables change
 */
export function handsOverInFull(file: string, form: Form): void {
  let aws: LocalAws;
  beforeAll(async () => {
    aws = await startLocalAws();
  }, MINUTES);
  afterAll(() => aws?.stop(), MINUTES);

  test(
    `${file} is handed over with no change planned`,
    async () => {
      tell(`${file}: synthesized, handed over`);
      const proof = await Proof.of(aws, join(PROJECT, file));
      await proof.prepare();
      tell(`${file}: before there is a state`);
      // A plan validates the other form.
      await steps.isValidAndFormatted(proof, form);
      for (const each of HANDED_OVER) await steps.isFormatted(proof, each);
      await steps.passesItsTestsOffline(proof, form);
      await steps.plansTheSame(proof, await proof.plan("cdk"));

      tell(`${file}: cdktf deploy`);
      await proof.deploy();
      tell(`${file}: on that state`);
      for (const each of HANDED_OVER) await steps.plansNoChange(proof, each);
      await steps.otherVariablesChangeTheirArgumentsOnly(proof, form);

      tell(`${file}: new values are applied and taken back`);
      // The apply does what was planned and nothing else. The deployment continues from that state.
      await proof.must(proof.terraform(form, "apply", "plan"));
      await proof.must(proof.terraform(form, "apply", "-auto-approve"));
      await proof.must(proof.terraform("cdk", "plan", "-lock=false", "-detailed-exitcode"));
    },
    30 * MINUTES,
  );
}
