import { NOTHING_READ, type Inspection } from "../../../cli/adopt/inspection";

/** A bucket in eu-west-1 with nothing but versioning. */
export const inspection = (more: Partial<Inspection> = {}): Inspection => ({
  ...NOTHING_READ,
  bucket: "photos-a",
  region: "eu-west-1",
  place: { kind: "here" },
  existing: { versioning: "Enabled" },
  ...more,
});
