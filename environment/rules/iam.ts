/** Principals, roles and policies. */
import { ACCOUNT, accountMistake, notAnArn, parseArn } from "./arn";
import type { Mistake, Rule } from "./rule";

// Source: IAM API Reference, "Role" and "User". A path has the characters ! to ~, here without slash and wildcards.
const PATH_PART = "(?!\\$\\{)[!-)+-.0->@-~]";
const NAME = "[A-Za-z0-9_+=,.@-]{1,64}";
const PATH = `((${PATH_PART})+/)*`;
const WILD_NAME = "(?=[^/]*[A-Za-z0-9_+=,.@-])[A-Za-z0-9_+=,.@*?-]{1,64}";
const WILD_PATH = "([!-.0-~]+/)*";

const COPY = "copy the ARN from the IAM console";

/**
 * A principal that may read or write: a role, a user, an account, or everyone together with access.organization.
 *
 * Ledger: iam-principal
 */
export const principalRule: Rule = {
  allowed:
    'arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*" together with access.organization',
  pattern: new RegExp(`^(\\*|${ACCOUNT}|arn:aws:iam::${ACCOUNT}:(root|(role|user)/${PATH}${NAME}))$`),
  check: (value) => {
    if (principalRule.pattern.test(value)) return undefined;
    const message = "is not the ARN of an IAM role, user or account";
    if (/[*?]/.test(value)) {
      return {
        message: "contains a wildcard. AWS does not allow wildcards in the ARN of a principal",
        fix: "name each principal, or write the account ID to grant access to a whole account",
      };
    }
    return principalMistake(value, message);
  },
};

/**
 * A principal that is exempt from Deny statements. Wildcards are allowed because the values are only compared with ArnNotLike.
 *
 * Ledger: access-principal-arn
 */
export const administratorRule: Rule = {
  allowed:
    "arn:aws:iam::ACCOUNT:role/NAME or arn:aws:iam::ACCOUNT:user/NAME, with * and ? allowed after role/ or user/, or arn:aws:iam::ACCOUNT:root for the root user of an account",
  pattern: new RegExp(`^arn:aws:iam::${ACCOUNT}:(root|(role|user)/${WILD_PATH}${WILD_NAME})$`),
  check: (value) => {
    if (administratorRule.pattern.test(value) && !value.includes("${")) return undefined;
    const message = "is not the ARN of an IAM role, user or root user";
    if (/^[0-9]{12}$/.test(value)) {
      return {
        message: "is an account ID. A Deny statement exempts ARNs of roles and users only",
        fix: "name each role and user",
      };
    }
    const resource = parseArn(value)?.resource ?? value;
    if (/^(role|user)\/([^/]+\/)*[*?]+$/.test(resource) || resource === "*") {
      return {
        message: "has a name that consists of wildcards only, which would exempt everyone",
        fix: "write at least a part of the name",
      };
    }
    if (/[*?]/.test(value.slice(0, value.length - resource.length))) {
      return {
        message: "has a wildcard before the name",
        fix: "write the partition and the account ID, and use wildcards only after role/ or user/",
      };
    }
    return principalMistake(value, message);
  },
};

/** An IAM role. Ledger: iam-arn */
export const roleRule: Rule = {
  allowed: "arn:aws:iam::ACCOUNT:role/NAME",
  pattern: new RegExp(`^arn:aws:iam::${ACCOUNT}:role/${PATH}${NAME}$`),
  check: (value) => {
    if (roleRule.pattern.test(value)) return undefined;
    const message = "is not the ARN of an IAM role";
    return arnMistake(value, message) ?? characterMistake(value, message) ?? { message, fix: COPY };
  },
};

/** An IAM policy, which can be a permissions boundary. Ledger: iam-arn */
export const policyRule: Rule = {
  allowed: "arn:aws:iam::ACCOUNT:policy/NAME, or arn:aws:iam::aws:policy/NAME for a policy of AWS",
  pattern: new RegExp(`^arn:aws:iam::(aws|${ACCOUNT}):policy/${PATH}[A-Za-z0-9_+=,.@-]{1,128}$`),
  check: (value) => {
    if (policyRule.pattern.test(value)) return undefined;
    const message = "is not the ARN of an IAM policy";
    return arnMistake(value, message) ?? characterMistake(value, message) ?? { message, fix: COPY };
  },
};

/** The path of IAM roles. Source: IAM API Reference, "CreateRole". Ledger: iam-path */
export const rolePathRule: Rule = {
  allowed: 'a path such as "/" or "/platform/storage/", at most 512 ASCII characters without spaces',
  pattern: /^\/([!-.0-~]+\/)*$/,
  check: (value) => {
    if (value.length > 512) return { message: `has ${value.length} characters`, fix: "shorten it" };
    if (rolePathRule.pattern.test(value)) return undefined;
    const bare = `/${value.replace(/^\/+|\/+$/g, "")}/`.replace(/\/{2,}/g, "/");
    const fix = rolePathRule.pattern.test(bare) ? `did you mean "${bare}"?` : "write such a path";
    return { message: "is not a path for IAM roles", fix };
  },
};

/** The ARN for a principal: an account ID stands for `arn:aws:iam::ACCOUNT:root`. */
export function principalArn(principal: string): string {
  return /^[0-9]{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal;
}

function principalMistake(value: string, message: string): Mistake {
  if (/^[0-9]+$/.test(value)) {
    const why = value.length === 12 ? "no AWS account has it" : "an account ID has 12 digits";
    return { message: `is not an account ID: ${why}`, fix: "copy the account ID from the AWS console" };
  }
  return (
    arnMistake(value, message) ??
    kindMistake(value) ??
    characterMistake(value, message) ?? { message, fix: COPY }
  );
}

function arnMistake(value: string, message: string): Mistake | undefined {
  const arn = parseArn(value);
  if (arn === undefined) return notAnArn(value, message, COPY);
  if (arn.partition !== "aws") {
    return {
      message: `${message} in the partition aws: its partition is "${arn.partition}"`,
      fix: "use an ARN in the partition aws: Multi-Region Access Points exist only there",
    };
  }
  if (arn.service === "sts" && arn.resource.startsWith("assumed-role/")) {
    const role = arn.resource.split("/")[1];
    return {
      message: "is the ARN of a role session",
      fix: `write the ARN of the role: "arn:aws:iam::${arn.account}:role/${role ?? "NAME"}" (add the path if the role has one)`,
    };
  }
  if (arn.service !== "iam") return undefined;
  if (arn.region !== "") {
    return { message: `${message}: IAM ARNs have no Region`, fix: `remove "${arn.region}"` };
  }
  return arn.account === "aws" ? undefined : accountMistake(arn.account, message, COPY);
}

function kindMistake(value: string): Mistake | undefined {
  if (value.includes(":group/"))
    return {
      message: "is the ARN of an IAM group, which cannot be a principal",
      fix: "name a role, or each user of the group",
    };
  if (value.includes(":instance-profile/")) {
    return { message: "is the ARN of an instance profile", fix: "write the ARN of its role" };
  }
  return undefined;
}

function characterMistake(value: string, message: string): Mistake | undefined {
  if (value.includes("${")) {
    return {
      message: `${message}: it contains a policy variable, which AWS does not replace here`,
      fix: "write the name of the role or user",
    };
  }
  // eslint-disable-next-line no-control-regex -- the characters outside ASCII
  if (/[^\u0000-\u007f]/.test(value)) {
    return { message: `${message}: IAM names are ASCII only`, fix: COPY };
  }
  const name = value.split("/").at(-1) ?? "";
  if (/:(role|user)\//.test(value) && name.length > 64)
    return { message: `${message}: the name has ${name.length} characters, and IAM allows 64`, fix: COPY };
  return undefined;
}
