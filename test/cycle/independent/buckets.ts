import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import type { DeployedEnvironment } from "../../../tour/clients";
import { expectEqual } from "../../../tour/expect";

/** Step 1: each Region has its bucket with versioning, encryption, Block Public Access and lifecycle rules. */
export async function checkBuckets(environment: DeployedEnvironment): Promise<void> {
  for (const region of environment.regions) {
    const s3 = environment.s3(region);
    const of = { Bucket: environment.bucket(region) };
    const [location, versioning, block, ownership, encryption, lifecycle] = await Promise.all([
      s3.send(new GetBucketLocationCommand(of)),
      s3.send(new GetBucketVersioningCommand(of)),
      s3.send(new GetPublicAccessBlockCommand(of)),
      s3.send(new GetBucketOwnershipControlsCommand(of)),
      s3.send(new GetBucketEncryptionCommand(of)),
      s3.send(new GetBucketLifecycleConfigurationCommand(of)),
    ]);
    const about = (what: string) => `${what} of the bucket ${of.Bucket}`;
    expectEqual(about("the Region"), location.LocationConstraint || "us-east-1", region);
    expectEqual(about("the versioning"), versioning.Status, "Enabled");
    expectEqual(about("the public access block"), Object.values(block.PublicAccessBlockConfiguration ?? {}), [
      true,
      true,
      true,
      true,
    ]);
    expectEqual(
      about("the object ownership"),
      ownership.OwnershipControls?.Rules?.[0]?.ObjectOwnership,
      "BucketOwnerEnforced",
    );
    expectEqual(
      about("the encryption"),
      encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
        ?.SSEAlgorithm,
      "AES256",
    );
    expectEqual(
      about("the lifecycle"),
      lifecycle.Rules?.map(({ ID, Status }) => [ID, Status]),
      [
        ["abort-incomplete-uploads", "Enabled"],
        ["expire-noncurrent-versions", "Enabled"],
      ],
    );
  }
}
