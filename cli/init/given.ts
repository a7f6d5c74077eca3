import { bucketRule, accessPointNameRule, stateBucketRule } from "../../environment/rules/names";
import { MEMBER_REGIONS } from "../../environment/rules/regions";
import type { Rule } from "../../environment/rules/rule";
import { ExitStatus, UserError } from "../errors";
import type { Given } from "./answers";

/** The flags that describe an environment, as the command line gives them. */
export interface EnvironmentFlags {
  readonly name?: string;
  readonly region?: readonly string[];
  readonly passive?: readonly string[];
  readonly stateBucket?: string;
  readonly stateRegion?: string;
  readonly reader?: readonly string[];
  readonly writer?: readonly string[];
  readonly network?: readonly string[];
}

/**
 * Reads the flags. The file is validated as a whole later: only what the command itself needs is checked here.
 * @throws UserError
 */
export function givenBy(flags: EnvironmentFlags): Given {
  const { name, region = [], passive, stateBucket, stateRegion, reader, writer, network } = flags;
  if (name !== undefined) check("--name", name, accessPointNameRule);
  const regions = region.map((text) => {
    const [key = "", bucket] = pair(text);
    checkRegion("--region", key);
    if (bucket !== undefined) check(`--region ${key}`, bucket, bucketRule);
    return { region: key, ...(bucket !== undefined && { bucket }) };
  });
  const twice = regions.find(
    (one, index) => regions.findIndex((other) => other.region === one.region) < index,
  );
  if (twice !== undefined)
    throw usage(`--region names ${twice.region} twice. An access point has one bucket in each Region.`);
  const member = (option: string, key: string): void => {
    if (regions.length > 0 && !regions.some((one) => one.region === key))
      throw usage(`${option} names ${key}, which no --region names. Add --region ${key}, or leave it out.`);
  };
  for (const key of passive ?? []) member("--passive", key);
  const networks = network?.map((text): [string, string] => {
    const [key = "", vpc = "default"] = pair(text);
    member("--network", key);
    return [key, vpc];
  });
  if (stateBucket !== undefined && stateBucket !== "local")
    check("--state-bucket", stateBucket, stateBucketRule);
  if (stateBucket === "local" && stateRegion !== undefined)
    throw usage(
      "--state-bucket local keeps the state in a file, so it needs no --state-region. Leave it out.",
    );
  return {
    regions,
    ...(name !== undefined && { name }),
    ...(passive && { passive }),
    ...(stateBucket !== undefined && { stateBucket }),
    ...(stateRegion !== undefined && { stateRegion }),
    ...(reader && { readers: reader }),
    ...(writer && { writers: writer }),
    ...(networks && { networks: Object.fromEntries(networks) }),
  };
}

/** The reason for which a rule rejects a value, in one sentence. Undefined if it accepts the value. */
export function mistakeIn(value: string, rule: Rule): string | undefined {
  const found = rule.check(value);
  if (found === undefined) return undefined;
  const fix = found.fix === undefined ? "" : ` ${found.fix.charAt(0).toUpperCase()}${found.fix.slice(1)}`;
  return `'${value}' ${found.message}. Allowed: ${rule.allowed}.${/[.?!]$/.test(fix) || fix === "" ? fix : `${fix}.`}`;
}

/** Whether a Region can have a bucket of an access point. */
export function isMemberRegion(region: string): boolean {
  return (MEMBER_REGIONS as readonly string[]).includes(region);
}

function check(option: string, value: string, rule: Rule): void {
  const mistake = mistakeIn(value, rule);
  if (mistake !== undefined) throw usage(`${option}: ${mistake}`);
}

function checkRegion(option: string, region: string): void {
  if (!isMemberRegion(region))
    throw usage(
      `${option}: '${region}' is not a Region that a Multi-Region Access Point supports. Write it as REGION or REGION=BUCKET, for example eu-west-1=photos-ireland.`,
    );
}

function pair(text: string): [string, string?] {
  const at = text.indexOf("=");
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function usage(text: string): UserError {
  return new UserError(text, ExitStatus.usage);
}
