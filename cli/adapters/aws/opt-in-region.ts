/**
 * AWS rejects valid credentials in an opt-in Region that is not enabled for the account, with the same codes as wrong
 * credentials. Ledger: region-opt-in
 */
import { OPT_IN_REGIONS, OTHER_REGIONS } from "../../../environment/rules/regions";

const regions = new Set<string>([...OPT_IN_REGIONS, ...OTHER_REGIONS]);

interface Rejection {
  readonly region: string;
  /** Another Region accepted the credentials. */
  readonly acceptedElsewhere: boolean;
}

const rejections = new WeakMap<object, Rejection>();

/** Notes on an error in which opt-in Region AWS rejected the credentials. Returns the error. */
export function noteRegion<T>(error: T, region: string, acceptedElsewhere: boolean): T {
  if (typeof error === "object" && error !== null && regions.has(region))
    rejections.set(error, { region, acceptedElsewhere });
  return error;
}

/** Whether a rejection may concern one opt-in Region only. */
export function isOptInRejection(error: unknown): boolean {
  return typeof error === "object" && error !== null && rejections.has(error);
}

/** The sentence for rejected credentials in an opt-in Region; undefined for all other errors. */
export function optInSentence(error: unknown, code: string): string | undefined {
  const found = typeof error === "object" && error !== null ? rejections.get(error) : undefined;
  if (found === undefined) return undefined;
  const { region, acceptedElsewhere } = found;
  return acceptedElsewhere
    ? `${region} rejects credentials that other Regions accept (${code}): it is an opt-in Region and probably not enabled for your account. Enable it with aws account enable-region --region-name ${region}, and wait until it is enabled.`
    : `AWS does not accept your credentials in ${region} (${code}): it is an opt-in Region. Check that it is enabled for your account (aws account get-region-opt-status --region-name ${region}), then check the access key, the secret and the session token.`;
}
