import type { Inspection } from "../../../cli/adopt/inspection";

/** A bucket in eu-west-1 with nothing but versioning. */
export const inspection = (more: Partial<Inspection> = {}): Inspection => ({
  bucket: "photos-a",
  region: "eu-west-1",
  place: { kind: "here" },
  existing: { versioning: "Enabled" },
  delegatesTo: [],
  isPublic: false,
  aclGrants: 0,
  requesterPays: false,
  website: false,
  mfaDelete: false,
  intelligentTiering: 0,
  inventories: 0,
  lostRules: [],
  unread: [],
  ...more,
});
