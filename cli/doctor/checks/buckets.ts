import { endOf } from "../../../environment/adopted";
import { error, notKnown, ok, type Check, type CheckOutcome } from "../../checks/check";
import { textOf } from "../../checks/expected";
import { bucketOwner, type NameOwner } from "../../live/bucket-owner";
import { allRegions } from "../../synthesized/access-points";
import { awsCheck, isAdopted, type Examination } from "../examination";

/** Whose the name of each bucket is, and whether the buckets for access logs exist. */
export function bucketChecks(examination: Examination): Check[] {
  const { aws, environment, stack } = examination;
  const regions = allRegions(environment);
  return [
    ...stack.resources("aws_s3_bucket").map((element) => {
      const { address, region, body } = element;
      const bucket = textOf(body.bucket);
      const isMember = regions[region]?.bucket === bucket;
      return awsCheck(examination, {
        id: "bucket-name",
        subject: isMember ? region : `${region}, reports of jobs`,
        title: isAdopted(environment, element) ? "Adopted bucket" : "Bucket name",
        ledger: ["bucket-name-owner"],
        call: { action: "s3:ListBucket", resource: `arn:aws:s3:::${bucket}` },
        async run({ account }, signal) {
          const owner = await bucketOwner(aws, account, bucket, region, signal);
          const own = owner === "ours" ? await examination.isOwn(address) : undefined;
          const member =
            owner === "ours" && own === undefined
              ? await Promise.all(examination.accessPoints.map(({ find }) => find())).then(
                  (found) => found.some((one) => one?.buckets.includes(bucket) === true),
                  () => false,
                )
              : false;
          return isAdopted(environment, element)
            ? adoptedOutcome(bucket, region, owner, own, endOf(environment) !== undefined)
            : bucketOutcome(bucket, region, owner, { own, member });
        },
      });
    }),
    ...Object.entries(environment.accessLogs ?? {}).map(([region, bucket]) =>
      awsCheck(examination, {
        id: "access-log-bucket",
        subject: region,
        title: "Bucket for access logs",
        ledger: ["access-logs", "bucket-name-owner"],
        call: { action: "s3:ListBucket", resource: `arn:aws:s3:::${bucket}` },
        run: async ({ account }, signal) =>
          logBucketOutcome(bucket, region, await bucketOwner(aws, account, bucket, region, signal)),
      }),
    ),
  ];
}

interface Ownership {
  /** Whether Terraform's state has the bucket. Undefined if the state is not known. */
  readonly own: boolean | undefined;
  /** An access point of the environment's names has the bucket. */
  readonly member: boolean;
}

export function bucketOutcome(
  bucket: string,
  region: string,
  owner: NameOwner,
  { own, member }: Ownership,
): CheckOutcome {
  switch (owner) {
    case "free":
      return ok(`The bucket name ${bucket} is free.`);
    case "taken":
      return error(
        `The bucket name ${bucket} is taken by another account, or your role lacks s3:ListBucket on the bucket.`,
        "Choose another name for the bucket. Names with your account ID are usually free.",
      );
    case "elsewhere":
      return error(
        `The bucket ${bucket} exists in another Region than ${region}.`,
        "Choose another name for the bucket, or use the Region of the bucket.",
      );
    case "ours":
      if (own === true) return ok(`The bucket ${bucket} is deployed by this environment.`);
      if (own === false)
        return error(
          `The account has the bucket ${bucket}, and Terraform's state does not have it. A deploy would try to create it and fail.`,
          "Choose another name for the bucket, or delete the bucket if it is no longer used.",
        );
      return member
        ? ok(`The bucket ${bucket} is a member of the deployed access point.`)
        : notKnown(
            `The account has the bucket ${bucket}. Whether this environment deployed it is not known, because Terraform's state cannot be read.`,
            "Use credentials that can read the state of Terraform.",
          );
  }
}

/** A bucket with `adopt`, which exists before the deploy. */
export function adoptedOutcome(
  bucket: string,
  region: string,
  owner: NameOwner,
  own: boolean | undefined,
  ending = false,
): CheckOutcome {
  switch (owner) {
    case "ours":
      if (ending && own === false)
        return error(
          `The bucket ${bucket} is not in Terraform's state, so its adoption has ended or was never deployed. With adopt: restore, a deploy would try to create it and fail.`,
          "Write adopt: forget if the adoption has ended, or adopt: true to begin one.",
        );
      if (ending && own === undefined)
        return notKnown(
          `The bucket ${bucket} exists in ${region}. Whether a deploy can restore it is not known, because Terraform's state cannot be read.`,
          "Use credentials that can read the state of Terraform.",
        );
      return ok(
        own === true
          ? `The adopted bucket ${bucket} is in Terraform's state.`
          : `The bucket ${bucket} exists in ${region}, and the account owns it. A deploy imports it.`,
      );
    case "free":
      return error(
        `The bucket ${bucket}, which the environment adopts, does not exist.`,
        ending
          ? "Terraform never creates an adopted bucket. If you deleted the bucket, remove it from the environment file."
          : "Correct the name, or remove adopt: Terraform then creates the bucket.",
      );
    case "elsewhere":
      return error(
        `The bucket ${bucket}, which the environment adopts, is not in ${region}.`,
        `Write it under its Region in the environment file, or name a bucket in ${region}.`,
      );
    case "taken":
      return error(
        `The bucket ${bucket}, which the environment adopts, belongs to another account, or s3:ListBucket on it is denied to you.`,
        "Use credentials of the account that owns the bucket, or name another bucket.",
      );
  }
}

export function logBucketOutcome(bucket: string, region: string, owner: NameOwner): CheckOutcome {
  switch (owner) {
    case "ours":
      return ok(`The bucket ${bucket} exists in ${region}, and the account owns it.`);
    case "free":
      return error(
        `The bucket ${bucket} for access logs does not exist.`,
        "Create it, or correct accessLogs in the environment file.",
      );
    case "elsewhere":
      return error(
        `The bucket ${bucket} for access logs exists in another Region than ${region}. S3 delivers access logs in the Region of the member bucket only.`,
        "Name a bucket of the same Region in accessLogs.",
      );
    case "taken":
      return error(
        `The bucket ${bucket} for access logs belongs to another account, or your role lacks s3:ListBucket on it.`,
        "Name a bucket of the account in accessLogs.",
      );
  }
}
