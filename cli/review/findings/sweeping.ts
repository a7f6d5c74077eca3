import type { Named } from "../policy/document";

/** All actions, or all of a service, on everything. */
export const isSweeping = (what: Named, where: Named): boolean =>
  (what.not || what.values.some((each) => /^(\*|(s3|kms|iam|sts|\*):\*)$/i.test(each))) &&
  (where.not || where.values.some((each) => /^(\*|arn:aws[\w-]*:s3:::\*.*)$/.test(each)));
