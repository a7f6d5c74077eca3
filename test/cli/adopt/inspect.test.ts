import type { Aws } from "../../../cli/adapters/aws/aws";
import { inspectBucket } from "../../../cli/adopt/inspect";

/** @param answers by the name of the command; the others are empty @param status of the request for the bucket */
function aws(answers: Readonly<Record<string, object>>, status = 200): Aws {
  const failure = Object.assign(new Error("no"), {
    name: "BadRequest",
    $metadata: { httpStatusCode: status },
  });
  return {
    send: () => (status === 200 ? Promise.resolve() : Promise.reject(failure)),
    s3: () => ({
      send: (command: object) => Promise.resolve(answers[command.constructor.name] ?? {}),
    }),
  } as unknown as Aws;
}

const inspect = (...of: Parameters<typeof aws>) =>
  inspectBucket(aws(...of), {
    account: "123456789012",
    bucket: "photos",
    region: "eu-central-1",
    members: ["photos"],
    size: false,
  });

test("MFA delete and Requester Pays are read", async () => {
  expect(await inspect({})).toMatchObject({ mfaDelete: false, requesterPays: false });
  expect(
    await inspect({
      GetBucketVersioningCommand: { Status: "Enabled", MFADelete: "Enabled" },
      GetBucketRequestPaymentCommand: { Payer: "Requester" },
    }),
  ).toMatchObject({ mfaDelete: true, requesterPays: true, existing: { versioning: "Enabled" } });
});

test.each([301, 400])("status %d means another Region, also with its old name", async (status) =>
  expect((await inspect({ GetBucketLocationCommand: { LocationConstraint: "EU" } }, status)).place).toEqual({
    kind: "elsewhere",
    region: "eu-west-1",
  }),
);
