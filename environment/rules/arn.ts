import { nearest } from "./nearest";
import { ALL_REGIONS } from "./regions";
import type { Mistake, Rule } from "./rule";

/** The parts of an ARN. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** The parts of an ARN; undefined if the text is not an ARN. */
export function parseArn(text: string): Arn | undefined {
  const [arn, partition, service, region, account, ...rest] = text.split(":");
  if (arn !== "arn" || partition === undefined || service === undefined || region === undefined)
    return undefined;
  if (account === undefined || rest.length === 0) return undefined;
  return { partition, service, region, account, resource: rest.join(":") };
}

/** An account ID. No account has the ID 000000000000. */
export const ACCOUNT = "(?!0{12})[0-9]{12}";

/** Checks the account ID in an ARN. `message` says what the ARN is not. Ledger: account-id */
export function accountMistake(account: string, message: string, fix: string): Mistake | undefined {
  if (!/^[0-9]{12}$/.test(account))
    return { message: `${message}: its account ID does not have 12 digits`, fix };
  return account === "000000000000"
    ? { message: `${message}: no AWS account has the ID 000000000000`, fix }
    : undefined;
}

/** Describes a text that is not an ARN. */
export function notAnArn(value: string, message: string, fix: string): Mistake {
  return value.startsWith("arn:") ? { message: `${message}: the ARN is incomplete`, fix } : { message, fix };
}

/** A KMS key. The S3 backend of Terraform does not accept an alias. Ledger: kms-key-arn */
export const kmsKeyRule: Rule = {
  allowed: "arn:aws:kms:REGION:ACCOUNT:key/ID",
  pattern: new RegExp(
    `^arn:aws:kms:[a-z0-9-]+:${ACCOUNT}:key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`,
  ),
  check: (value) => {
    const message = "is not the ARN of a KMS key";
    if (/(^|:)alias\//.test(value)) {
      return { message: "is a KMS alias", fix: "write the ARN of the key that the alias points to" };
    }
    const arn = parseArn(value);
    const fix = "copy the ARN of the key from the KMS console";
    if (arn === undefined) return notAnArn(value, message, fix);
    if (!kmsKeyRule.pattern.test(value))
      return (arn.service === "kms" && accountMistake(arn.account, message, fix)) || { message, fix };
    return regionMistake(arn, message);
  },
};

/** A CloudFront distribution. Ledger: cloudfront-arn */
export const distributionRule: Rule = {
  allowed: "arn:aws:cloudfront::ACCOUNT:distribution/ID",
  pattern: new RegExp(`^arn:aws:cloudfront::${ACCOUNT}:distribution/[A-Z0-9]{1,32}$`),
  check: (value) => {
    if (distributionRule.pattern.test(value)) return undefined;
    const message = "is not the ARN of a CloudFront distribution";
    const fix = "copy the ARN of the distribution from the CloudFront console";
    const arn = parseArn(value);
    if (arn === undefined) return notAnArn(value, message, fix);
    return (arn.service === "cloudfront" && accountMistake(arn.account, message, fix)) || { message, fix };
  },
};

/** Checks the Region in an ARN. */
function regionMistake(arn: Arn, message: string): Mistake | undefined {
  if (ALL_REGIONS.includes(arn.region)) return undefined;
  const guess = nearest(arn.region, ALL_REGIONS);
  return {
    message: `${message}: "${arn.region}" is not an AWS Region`,
    fix: guess === undefined ? "write the name of a Region, such as us-east-1" : `did you mean "${guess}"?`,
  };
}
