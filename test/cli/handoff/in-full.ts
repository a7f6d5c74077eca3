/** The handover of one environment in both forms with every step, by the real Terraform on a local AWS. */
import { join } from "node:path";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { HANDED_OVER, Proof } from "./proof";
import * as steps from "./steps";

const PROJECT = join(__dirname, "..", "..", "..");
const MINUTES = 60_000;

/** jest prints nothing before the end, which is minutes away. */
const started = Date.now();
const tell = (line: string) =>
  process.stderr.write(`${String(Math.round((Date.now() - started) / 1000)).padStart(5)} s  ${line}\n`);

export function handsOverInFull(file: string): void {
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
        await steps.otherVariablesChangeTheirArgumentsOnly(proof, form);
      }

      tell(`${file}: new values are applied and taken back`);
      // The apply does what was planned and nothing else. The other forms continue from that state.
      await proof.must(proof.terraform("hcl", "apply", "plan"));
      await proof.must(proof.terraform("hcl", "apply", "-auto-approve"));
      await proof.must(proof.terraform("cdk", "plan", "-lock=false", "-detailed-exitcode"));
      await proof.must(proof.terraform("json", "plan", "-lock=false", "-detailed-exitcode"));
    },
    30 * MINUTES,
  );
}
