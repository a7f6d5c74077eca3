/** An environment during a change of Regions, on the local AWS: photos has two Regions, and photos-2 has a third one. */
import { readFileSync, writeFileSync } from "node:fs";
import type { LocalAws } from "../../local-aws";
import { versionedBucket } from "./buckets";
import {
  makeAccessPoint,
  makeEnvironment,
  replicate,
  type DeployedAccessPoint,
  type DeployedEnvironment,
} from "./live-environment";

export const [virginia, ireland, mumbai] = ["us-east-1", "eu-west-1", "ap-south-1"] as const;

export interface Change {
  /** The access point that clients still use: Ireland and Virginia. */
  readonly photos: DeployedEnvironment;
  /** The new access point: Ireland, Virginia and Mumbai. */
  readonly photos2: DeployedAccessPoint;
  /** The environment file, photos.yaml. */
  readonly file: string;
  /** The folder of the file. */
  readonly folder: string;
}

/** Ireland is active in both, and Mumbai is passive. */
export async function makeChange(aws: LocalAws): Promise<Change> {
  const photos = await makeEnvironment(aws, "photos", { [ireland]: "active", [virginia]: "passive" });
  const buckets = { ...photos.buckets, [mumbai]: `photos-${mumbai}` };
  await versionedBucket(aws, mumbai, buckets[mumbai]);
  await Promise.all(Object.keys(buckets).map((region) => replicate(photos.s3(region), region, buckets)));
  const photos2 = await makeAccessPoint(aws, "photos-2", buckets);
  await photos2.route(ireland);
  writeFileSync(photos.file, changing(readFileSync(photos.file, "utf8"), photos, buckets[mumbai]));
  return { photos, photos2, file: photos.file, folder: photos.file.replace(/\/[^/]*$/, "") };
}

function changing(before: string, { buckets }: DeployedEnvironment, added: string): string {
  const previous = Object.entries(buckets).map(([region, bucket]) => `    ${region}: {bucket: ${bucket}}\n`);
  return `${before
    .replace("name: photos\n", "name: photos-2\n")
    .replace(
      "state: local\n",
      `  ${mumbai}:\n    bucket: ${added}\n    routing: passive\nstate: local\n`,
    )}previous:
  name: photos
  regions:
${previous.join("")}`;
}
