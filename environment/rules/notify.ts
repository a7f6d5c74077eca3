import { notAnArn, parseArn } from "./arn";
import type { Rule } from "./rule";

const EMAIL = /^[^\s@:,;<>"]+@[^\s@:,;<>".]+(\.[^\s@:,;<>".]+)+$/;
const TOPIC = /^arn:aws:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$/;

/** Who hears an alarm: an e-mail address or an SNS topic. */
export const notifyRule: Rule = {
  allowed: "an e-mail address, or arn:aws:sns:REGION:ACCOUNT:TOPIC",
  pattern: new RegExp(`${EMAIL.source}|${TOPIC.source}`),
  check: (value) => {
    if (!value.startsWith("arn:")) {
      return EMAIL.test(value)
        ? undefined
        : {
            message: "is neither an e-mail address nor the ARN of an SNS topic",
            fix: "write one address an entry, such as ops@example.com",
          };
    }
    const message = "is not the ARN of an SNS topic";
    const fix = "copy the topic's ARN from the SNS console";
    const arn = parseArn(value);
    if (arn === undefined) return notAnArn(value, message, fix);
    if (arn.resource.endsWith(".fifo")) {
      return {
        message: "is a FIFO topic, which neither e-mail nor S3's event notifications work with",
        fix: "name a standard topic",
      };
    }
    if (arn.service === "sns" && arn.resource.includes(":")) {
      return { message: `${message}, but of a subscription`, fix: "leave out its last part" };
    }
    if (arn.service === "sns" && !/^[0-9]{12}$/.test(arn.account)) {
      return { message: `${message}: its account id is not 12 digits`, fix };
    }
    // Whether its Region is one of the environment's is for rules/environment.ts to say.
    return TOPIC.test(value) ? undefined : { message, fix };
  },
};
