/** The keys of a bucket, each with its versions there and in the member buckets. */
import type { Aws } from "../adapters/aws/aws";
import { explain } from "../adapters/aws/errors";
import { pagesOf, type BucketPlace } from "../adapters/aws/object-versions";
import { UserError } from "../errors";
import type { prove } from "./proof";
import { byKey, merged } from "./versions";

/** @throws UserError if a bucket cannot be listed */
export async function eachKey(
  aws: Aws,
  place: BucketPlace,
  members: readonly BucketPlace[],
  use: (key: Parameters<typeof prove>[1]) => Promise<void>,
): Promise<void> {
  const listed = (one: BucketPlace) => byKey(listing(aws, one));
  for await (const key of merged([place, ...members].map(listed))) {
    if (key.versions[0]!.length > 0) await use(key);
  }
}

async function* listing(aws: Aws, place: BucketPlace): ReturnType<typeof pagesOf> {
  try {
    yield* pagesOf(aws, place);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = explain(error, { action: "s3:ListBucketVersions", resource: place.bucket });
    throw new UserError(
      `${place.bucket} cannot be listed, so nothing is proved. No further version is deleted. ${reason}`,
    );
  }
}
