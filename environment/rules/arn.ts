import { ALL_REGIONS } from "./regions";
import { nearest } from "./nearest";
import type { Mistake, Rule } from "./rule";

/** The parts of an ARN. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** The parts of an ARN, if it is one. */
export function parseArn(text: string): Arn | undefined {
  const [arn, partition, service, region, account, ...rest] = text.split(":");
  if (arn !== "arn" || partition === undefined || service === undefined || region === undefined)
    return undefined;
  if (account === undefined || rest.length === 0) return undefined;
  return { partition, service, region, account, resource: rest.join(":") };
}

/** Who may read or write: a policy names a role, a user, or a whole account through its root. */
export const principalRule: Rule = principals(
  "for a whole account",
  "name each principal, or a whole account by arn:aws:iam::ACCOUNT:root; access.organization limits both",
);

/** Who is exempt from refusals. Here an account's root stands for its root user alone. */
export const administratorRule: Rule = principals("for an account's root user", "name each principal");

function principals(root: string, insteadOfWildcard: string): Rule {
  const pattern = /^arn:aws:iam::[0-9]{12}:(root|(role|user)\/([^/*?\s]+\/)*[\w+=,.@-]{1,64})$/;
  return {
    allowed: `arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, or arn:aws:iam::ACCOUNT:root ${root}`,
    pattern,
    check: (value) => {
      if (pattern.test(value)) return undefined;
      if (/[*?]/.test(value)) {
        return { message: "has a wildcard, and principals are named one by one", fix: insteadOfWildcard };
      }
      if (/^[0-9]{12}$/.test(value)) {
        return {
          message: "is an account id and not an ARN",
          fix: `write "arn:aws:iam::${value}:root" ${root}`,
        };
      }
      return iamMistake(value, "is not the ARN of an IAM role, user or account") ?? kindMistake(value);
    },
  };
}

/** An IAM role. */
export const roleRule: Rule = {
  allowed: "arn:aws:iam::ACCOUNT:role/NAME",
  pattern: /^arn:aws:iam::[0-9]{12}:role\/([^/*?\s]+\/)*[\w+=,.@-]{1,64}$/,
  check: (value) =>
    roleRule.pattern.test(value)
      ? undefined
      : (iamMistake(value, "is not the ARN of an IAM role") ?? {
          message: "is not the ARN of an IAM role",
          fix: "copy the role's ARN from the IAM console",
        }),
};

/** A KMS key. An alias will not do: Terraform's S3 backend wants the key itself. */
export const kmsKeyRule: Rule = {
  allowed: "arn:aws:kms:REGION:ACCOUNT:key/ID",
  pattern:
    /^arn:aws:kms:[a-z0-9-]+:[0-9]{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
  check: (value) => {
    const message = "is not the ARN of a KMS key";
    if (/(^|:)alias\//.test(value)) {
      return {
        message: `${message}, but an alias`,
        fix: "write the ARN of the key that the alias stands for",
      };
    }
    const arn = parseArn(value);
    const fix = "copy the key's ARN from the KMS console";
    if (!kmsKeyRule.pattern.test(value))
      return arn === undefined ? notAnArn(value, message, fix) : { message, fix };
    return regionMistake(arn, message);
  },
};

/** The Region that an ARN names, checked. */
function regionMistake(arn: Arn | undefined, message: string): Mistake | undefined {
  if (arn === undefined || ALL_REGIONS.includes(arn.region)) return undefined;
  const guess = nearest(arn.region, ALL_REGIONS);
  return {
    message: `${message}: "${arn.region}" is not an AWS Region`,
    fix: guess === undefined ? "write the Region's name, such as us-east-1" : `did you mean "${guess}"?`,
  };
}

/** What is wrong with a text that is not an ARN at all. */
export function notAnArn(value: string, message: string, fix: string): Mistake {
  return value.startsWith("arn:") ? { message: `${message}: the ARN is incomplete`, fix } : { message, fix };
}

function iamMistake(value: string, message: string): Mistake | undefined {
  const copy = "copy the ARN from the IAM console";
  const arn = parseArn(value);
  if (arn === undefined) return notAnArn(value, message, copy);
  if (arn.partition !== "aws") {
    return {
      message: `${message}: it is in the partition "${arn.partition}"`,
      fix: "Multi-Region Access Points exist in the partition aws only: name a principal there",
    };
  }
  if (arn.service === "sts" && arn.resource.startsWith("assumed-role/")) {
    const role = arn.resource.split("/")[1];
    return {
      message: `${message}, but of one session of a role`,
      fix: `write the role's ARN: "arn:aws:iam::${arn.account}:role/${role ?? "NAME"}" (with its path, if it has one)`,
    };
  }
  if (arn.service === "iam" && !/^[0-9]{12}$/.test(arn.account)) {
    return { message: `${message}: its account id is not 12 digits`, fix: copy };
  }
  if (arn.service === "iam" && arn.region !== "") {
    return { message: `${message}: IAM has no Regions`, fix: `leave out "${arn.region}"` };
  }
  return undefined;
}

function kindMistake(value: string): Mistake {
  const message = "is not the ARN of an IAM role, user or account";
  if (value.includes(":group/"))
    return { message: `${message}, but of a group`, fix: "name a role or the group's users" };
  if (value.includes(":instance-profile/")) {
    return { message: `${message}, but of an instance profile`, fix: "write the ARN of the role in it" };
  }
  return { message, fix: "copy the ARN from the IAM console" };
}
