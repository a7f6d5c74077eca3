/** The first plan of every environment and example that no other test hands over, and of its handover. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { firstPlanHasNoDanger } from "../review/first-plan";
import { HANDED_OVER, IN_FULL, Proof, type Form, type Plan } from "./proof";
import * as steps from "./steps";

const PROJECT = join(__dirname, "..", "..", "..");
const MINUTES = 60_000;
const FILES = ["environments", "examples"]
  .flatMap((folder) =>
    readdirSync(join(PROJECT, folder))
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => join(folder, name)),
  )
  .filter((file) => file !== IN_FULL);
/** Its resources are those of the other examples, and a plan needs a provider process for each Region. */
const LARGE = join("examples", "seventeen-regions.yaml");

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
}, MINUTES);
afterAll(() => aws?.stop(), MINUTES);

// The form that Terraform plans takes turns. lift.test.ts shows that both have the same content.
test(
  `the handover of ${LARGE} is valid`,
  async () => {
    const proof = await Proof.of(aws, join(PROJECT, LARGE));
    await proof.prepare();
    for (const form of HANDED_OVER) await steps.isValidAndFormatted(proof, form);
  },
  15 * MINUTES,
);

test.each(
  FILES.filter((file) => file !== LARGE).map((file, index): [string, Form] => [
    file,
    HANDED_OVER[(index + 1) % 2]!,
  ]),
)(
  "%s: the first plan has no danger, and the handover plans the same, as %s",
  async (file, form) => {
    const proof = await Proof.of(aws, join(PROJECT, file));
    await proof.prepare();
    for (const form of HANDED_OVER) await steps.isFormatted(proof, form);
    // A plan validates the configuration, and fails here on any warning.
    const first = await proof.planText("cdk");
    firstPlanHasNoDanger(first, proof.id);
    await steps.plansTheSame(proof, JSON.parse(first) as Plan, [form]);
  },
  15 * MINUTES,
);
