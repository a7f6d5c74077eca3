/** Mutations that change no answer, each with the reason why the mutated statement is not weaker. */
import type { Mutant } from "./mutants";

export interface Equivalent {
  /** The names of the policies. */
  readonly policy: RegExp;
  /** The only environments that have the statement. @default any environments */
  readonly environments?: readonly string[];
  readonly sid: RegExp;
  readonly mutation: RegExp;
  readonly reason: string;
}

export const EQUIVALENT: readonly Equivalent[] = [
  {
    policy: /^(access point|bucket|topic|queue) /,
    sid: /./,
    mutation: /^widen the resources to \*$/,
    reason:
      "A policy of a resource applies to this resource only. The actions select the resource itself or its objects.",
  },
  {
    policy: /^output (reader|writer)$/,
    sid: /^Bucket(Objects|Listing)ThroughAccessPoint$/,
    mutation: /^widen the resources to \*$/,
    reason:
      "The condition names the access point. Only requests through it have its ARN, and S3 routes them to its own buckets.",
  },
  {
    policy: /./,
    sid: /^Only/,
    mutation: /^add IfExists to the condition (String|Arn)Not/,
    reason: "IAM User Guide, Condition operators: a negated condition is met without the key anyway.",
  },
  {
    policy: /^access point /,
    sid: /^OnlyThisOrganization$/,
    mutation: /^remove IfExists from the condition BoolIfExists aws:PrincipalIsAWSService$/,
    reason:
      "Only an anonymous request lacks the key (IAM User Guide, aws:PrincipalIsAWSService), and an access point serves none.",
  },
  {
    policy: /./,
    sid: /^OnlyOverTls$/,
    mutation: /^add IfExists to the condition Bool aws:SecureTransport$/,
    reason: "IAM User Guide, aws:SecureTransport: the key is always in the request.",
  },
  {
    policy: /^access point /,
    environments: ["everyone", "kms-everyone"],
    sid: /^WritersUseObjects$|^WritersListObjects$/,
    mutation: /^drop the action s3:(Get|ListBucket$)/,
    reason: "In the environments in which everyone in the organization reads, the writers read as readers.",
  },
  {
    policy: /^key /,
    environments: ["kms-everyone"],
    sid: /^WritersEncrypt$/,
    mutation: /^drop the action kms:Decrypt$/,
    reason: "As above: the writers decrypt as readers.",
  },
];

export function isEquivalent(one: Equivalent, { policy, sid, mutation, places }: Mutant): boolean {
  return (
    one.policy.test(policy) &&
    one.sid.test(sid) &&
    one.mutation.test(mutation.name) &&
    places.every(({ environment }) => one.environments?.includes(environment) ?? true)
  );
}
