/** The handover of environments with generated text, planned on a local AWS. */
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { survives } from "./hostile";

const MINUTES = 60_000;

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
}, MINUTES);
afterAll(() => aws?.stop(), MINUTES);

test.each([
  [1, "hcl"],
  [2, "json"],
  [3, "hcl"],
] as const)(
  "generated text in every free-text field is planned as it was written (%i, %s)",
  (seed, form) => survives(aws, 1000 * seed, form),
  10 * MINUTES,
);
