import { ACCOUNT, accountMistake, notAnArn, parseArn } from "./arn";
import type { Rule } from "./rule";

// Source: RFC 5321 and RFC 5322 (dot-atom). SNS accepts ASCII addresses only.
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const EMAIL = new RegExp(
  `^(?=.{1,254}$)(?=[^@]{1,64}@)${ATOM}(\\.${ATOM})*@(${LABEL}\\.)+(?![0-9]+$)${LABEL}$`,
);
const TOPIC = new RegExp(`^arn:aws:sns:[a-z0-9-]+:${ACCOUNT}:[A-Za-z0-9_-]{1,256}$`);

/** A recipient of notifications: an email address or an SNS topic. Ledger: sns-subscription */
export const notifyRule: Rule = {
  allowed: "an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC",
  pattern: new RegExp(`${EMAIL.source}|${TOPIC.source}`),
  check: (value) => {
    if (!value.startsWith("arn:")) {
      return EMAIL.test(value)
        ? undefined
        : {
            message: "is not an email address that SNS accepts, and not the ARN of an SNS topic",
            fix: "write one address in each entry, such as ops@example.com",
          };
    }
    const message = "is not the ARN of an SNS topic";
    const fix = "copy the ARN of the topic from the SNS console";
    const arn = parseArn(value);
    if (arn === undefined) return notAnArn(value, message, fix);
    if (arn.resource.endsWith(".fifo")) {
      return {
        message: "is a FIFO topic. CloudWatch alarms cannot notify the email addresses of a FIFO topic",
        fix: "name a standard topic",
      };
    }
    if (arn.service === "sns" && arn.resource.includes(":"))
      return { message: "is the ARN of a subscription", fix: "remove its last part" };
    // checks/notify.ts compares the Region with the Regions of the environment.
    return TOPIC.test(value)
      ? undefined
      : (arn.service === "sns" && accountMistake(arn.account, message, fix)) || { message, fix };
  },
};
