import { Aws } from "../../../../cli/adapters/aws/aws";
import { explain, isGlobal, ServiceError } from "../../../../cli/adapters/aws/errors";
import { sendSigned } from "../../../../cli/adapters/aws/signed-request";

jest.mock("../../../../cli/adapters/aws/signed-request");
const answer = sendSigned as jest.MockedFunction<typeof sendSigned>;

let aws: Aws;
const environment = process.env;
beforeEach(() => {
  process.env = { ...environment, AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "x" };
  aws = new Aws();
  answer.mockImplementation(({ region }) =>
    region === "eu-west-1"
      ? Promise.resolve({ status: 200, headers: {}, body: "" })
      : Promise.reject(new ServiceError(403, "InvalidClientTokenId", "The security token is invalid.")),
  );
});
afterEach(() => {
  aws.close();
  process.env = environment;
});

const call = { action: "s3:GetReplicationConfiguration", resource: "arn:aws:s3:::bucket" };
const send = (region: string): Promise<unknown> =>
  aws
    .send({ method: "GET", service: "s3", region, host: `bucket.s3.${region}.amazonaws.com`, path: "/" })
    .then(
      () => undefined,
      (error: unknown) => error,
    );

test("an opt-in Region that rejects credentials which another Region accepts is probably not enabled", async () => {
  expect(await send("eu-west-1")).toBeUndefined();
  const error = await send("af-south-1");
  expect(explain(error, call)).toBe(
    "af-south-1 rejects credentials that other Regions accept (InvalidClientTokenId): it is an opt-in Region and probably not enabled for your account. Enable it with aws account enable-region --region-name af-south-1, and wait until it is enabled.",
  );
  // The other Regions are not affected.
  expect(isGlobal(error)).toBe(false);
});

test("if no other Region has accepted the credentials, both causes are named", async () => {
  expect(explain(await send("me-central-1"), call)).toBe(
    "AWS does not accept your credentials in me-central-1 (InvalidClientTokenId): it is an opt-in Region. Check that it is enabled for your account (aws account get-region-opt-status --region-name me-central-1), then check the access key, the secret and the session token.",
  );
});

test("in any other Region, the credentials are wrong", async () => {
  await send("eu-west-1");
  const error = await send("us-east-1");
  expect(explain(error, call)).toBe(
    "AWS does not accept your credentials (InvalidClientTokenId): check the access key, the secret and the session token.",
  );
  expect(isGlobal(error)).toBe(true);
});

test("expired credentials are expired, also in an opt-in Region", async () => {
  answer.mockRejectedValue(new ServiceError(403, "ExpiredToken", "expired"));
  expect(explain(await send("af-south-1"), call)).toBe(
    "Your AWS credentials have expired: sign in again (for example aws sso login), then repeat the command.",
  );
});
