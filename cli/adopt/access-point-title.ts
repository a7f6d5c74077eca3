import { describeRouting } from "../access-point/routing";
import { statementsText } from "./access-point-findings";
import type { AccessPointInspection } from "./access-point-inspection";

/** The title of an access point, and what AWS says about it. */
export function accessPointTitle({ name, account, found }: AccessPointInspection): string {
  const title = `Access point ${name} (account ${account})`;
  if (found === undefined) return title;
  const { alias, arn, status, members, publicAccessBlock, policy, routing } = found;
  const off = Object.entries(publicAccessBlock).filter(([, value]) => value === false);
  return [
    title,
    `  Alias:    ${alias}`,
    `  ARN:      ${arn}`,
    `  Status:   ${status}`,
    ...members.map(
      ({ region, bucket, account: owner }) =>
        `  Member:   ${bucket} in ${region}${owner === undefined ? "" : `, account ${owner}`}`,
    ),
    `  Block Public Access: ${off.length === 0 ? "all four settings are on" : `${off.map(([setting]) => setting).join(", ")} off`}`,
    `  Policy:   ${policy ? statementsText(policy) : "none"}`,
    `  Routing:  ${routing ? describeRouting(routing) : "not known"}`,
  ].join("\n");
}
