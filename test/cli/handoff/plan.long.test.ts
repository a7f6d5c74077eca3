/** The handover of every environment and example that no other test deploys, proved by plan. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { HANDED_OVER, IN_FULL, Proof, type Form } from "./proof";
import * as steps from "./steps";

const PROJECT = join(__dirname, "..", "..", "..");
const MINUTES = 60_000;
const FILES = ["environments", "examples"]
  .flatMap((folder) =>
    readdirSync(join(PROJECT, folder))
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => join(folder, name)),
  )
  .filter((file) => !IN_FULL.includes(file));

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
}, MINUTES);
afterAll(() => aws?.stop(), MINUTES);

// The form that Terraform plans takes turns. lift.test.ts shows that both have the same content.
test.each(FILES.map((file, index): [string, Form] => [file, HANDED_OVER[(index + 1) % 2]!]))(
  "the handover of %s is valid and plans what the deployment plans, as %s",
  async (file, form) => {
    const proof = await Proof.of(aws, join(PROJECT, file));
    await proof.prepare();
    for (const form of HANDED_OVER) await steps.isFormatted(proof, form);
    // A plan validates the configuration, and fails here on any warning.
    await steps.plansTheSame(proof, await proof.plan("cdk"), [form]);
  },
  15 * MINUTES,
);
