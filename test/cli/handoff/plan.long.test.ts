/** The first plan of every environment and example that no other test hands over, and of its handover. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
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
    await proof.prepare([form]);
    for (const form of HANDED_OVER) await steps.isFormatted(proof, form);
    // A plan validates the configuration, and fails here on any warning.
    const first = await proof.planText("cdk");
    firstPlanHasNoDanger(first, proof.id);
    await steps.plansTheSame(proof, JSON.parse(first) as Plan, [form]);
  },
  15 * MINUTES,
);

test(
  "KMS keys, one created and one that exists: both forms plan the same",
  async () => {
    const kms = new KMSClient(aws.clientConfig("us-east-1"));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    kms.destroy();
    const file = join(aws.directory, "keys.yaml");
    writeFileSync(file, withKeys(KeyMetadata?.Arn ?? ""));
    const proof = await Proof.of(aws, file);
    await proof.prepare();
    for (const form of HANDED_OVER) await steps.isFormatted(proof, form);
    const first = await proof.planText("cdk");
    firstPlanHasNoDanger(first, proof.id);
    await steps.plansTheSame(proof, JSON.parse(first) as Plan);
  },
  15 * MINUTES,
);

const withKeys = (existing: string): string => `
name: keys
regions:
  eu-west-1: { bucket: handed-keys-ireland }
  us-east-1: { bucket: handed-keys-virginia, routing: passive }
state: { bucket: handed-keys-state, region: eu-west-1 }
encryption: { type: kms, keys: { us-east-1: "${existing}" } }
access:
  readers: [arn:aws:iam::123456789012:role/reports]
  writers: [arn:aws:iam::123456789012:role/shop]
  cloudfront: [arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE]
`;
