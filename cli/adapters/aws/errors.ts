import { noAnswerInTime } from "../../access-point/unreached";
import { UserError } from "../../errors";
import { isOptInRejection, optInSentence } from "./opt-in-region";

/** An error answer from AWS. */
export class ServiceError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** The answer has AWS's own form: it does not come from a proxy, a gateway or a captive portal. */
    readonly fromAws = true,
  ) {
    super(message);
    this.name = "ServiceError";
  }
}

/** No answer: the name, the connection, TLS or the wait failed. */
export class TransportError extends Error {
  constructor(
    message: string,
    readonly code: string,
    /** The request, or a part of it, may have reached AWS: what it asks for may have happened. */
    readonly sent: boolean,
  ) {
    super(message);
    this.name = "TransportError";
  }
}

/** The action and the resource of a call, for the sentence that names a missing permission. */
export interface Call {
  readonly action: string;
  readonly resource: string;
}

const expired = new Set(["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"]);
const rejected = new Set([
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "SignatureDoesNotMatch",
  "IncompleteSignature",
  "InvalidToken",
  "AuthFailure",
  "InvalidSignatureException",
]);
const denied = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "UnauthorizedOperation",
  "AllAccessDisabled",
]);
const skewed = new Set(["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"]);
const throttled = new Set([
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "RequestLimitExceeded",
  "TooManyRequestsException",
  "TooManyRequests",
  "BandwidthLimitExceeded",
  "LimitExceededException",
  "ReduceYourRate",
]);
/** Codes of Node for a certificate whose authority is not known. */
const untrusted = new Set([
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

export type Kind =
  | "credentials"
  | "clock"
  | "denied"
  | "conflict"
  | "throttled"
  | "missing"
  | "refused"
  | "server"
  /** An answer that is not AWS's own. */
  | "foreign"
  | "unreachable";

/** The kind of a failure, from this project's client or from the SDK. */
export function kindOf(error: unknown): Kind {
  if (isCredentialsProblem(error)) return "credentials";
  const { code, message, status, fromAws } = details(error);
  if (status === undefined) return "unreachable";
  if (!fromAws) return "foreign";
  if (isClockSkew(code, message)) return "clock";
  if (expired.has(code) || rejected.has(code)) return "credentials";
  if (throttled.has(code) || status === 429) return "throttled";
  if (denied.has(code) || status === 403) return "denied";
  if (status === 409) return "conflict";
  if (status === 404) return "missing";
  return status >= 500 ? "server" : "refused";
}

/** STS has no code of its own for a wrong clock: only the message tells it from a wrong secret. */
function isClockSkew(code: string, message: string): boolean {
  return skewed.has(code) || (rejected.has(code) && /^Signature (expired|not yet current)/.test(message));
}

/** One sentence for people: what went wrong, and for a refusal which permission is missing. */
export function explain(error: unknown, call: Call): string {
  const { code, message, status } = details(error);
  switch (kindOf(error)) {
    case "credentials":
      return credentialsSentence(error);
    case "clock":
      return `The clock of this computer is wrong: at ${new Date().toISOString()} AWS rejects the time of the request (${code}). Set the clock, then run the command again.`;
    case "denied": {
      const named = /not authorized to perform: (\S+)(?: on resource: (\S+))?/.exec(message);
      return `No permission: ${named?.[1] ?? call.action} on ${named?.[2]?.replace(/[".,]+$/, "") ?? call.resource} is denied; allow it to your role, or use another one.`;
    }
    case "unreachable":
      return isGlobal(error) ? `${capital(message)}.` : `No answer to ${call.action}: ${message}.`;
    case "throttled":
      return `${call.action} is throttled (${code}).`;
    case "foreign":
      return `The answer to ${call.action} (HTTP ${status}) is incomplete or does not come from AWS: look for a proxy, a gateway or a sign-in page on the way.`;
    default:
      return `${call.action} on ${call.resource} failed: ${code}${message && message !== code ? `: ${message.replace(/\.$/, "")}` : ""}.`;
  }
}

/** The same as an error to throw. An error for the user is returned unchanged. */
export function toUserError(error: unknown, call: Call): UserError {
  return error instanceof UserError ? error : new UserError(explain(error, call));
}

/** A cause that lies on this computer or with its proxy, and concerns every Region alike. */
export function isGlobal(error: unknown): boolean {
  if (error instanceof UserError) return true;
  if (isOptInRejection(error) && !expired.has(details(error).code)) return false;
  const { code } = details(error);
  return proxyCodes.has(code) || untrusted.has(code) || ["credentials", "clock"].includes(kindOf(error));
}

/** Codes of a proxy that passes no request on. */
const proxyCodes = new Set(["ProxyUnreachable", "ProxyCredentials"]);

/**
 * Why no answer of AWS came back, without the host and the call. Undefined if AWS answered the call.
 */
export function causeOf(error: unknown): string | undefined {
  const { code, message, status } = details(error);
  switch (kindOf(error)) {
    case "foreign":
      return `the answers (HTTP ${status}) are incomplete or do not come from AWS; look for a proxy, a gateway or a sign-in page on the way`;
    case "unreachable":
      if (isGlobal(error)) return message;
      if (unresolved.has(code))
        return "the names of AWS cannot be resolved; check the network connection and the DNS of this computer, or set HTTPS_PROXY";
      if (code === "ProxyRefused") return message.replace("reach it", "reach AWS");
      if (["Timeout", "TimeoutError", "AbortError"].includes(code)) return noAnswerInTime;
      return `no request reaches AWS: ${message}`;
    default:
      return undefined;
  }
}

/** Codes of Node for a name without an address. */
export const unresolved = new Set(["ENOTFOUND", "EAI_AGAIN"]);

export function isCredentialsProblem(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === "CredentialsProviderError" || error.name === "TokenProviderError")
  );
}

/** @param profile the profile that was asked for, if any */
export function credentialsSentence(error: unknown, profile?: string): string {
  const { code, message } = details(error);
  const provider = isCredentialsProblem(error);
  if (kindOf(error) === "clock") return explain(error, { action: "sts:AssumeRole", resource: "the role" });
  // The SDK's providers have no codes: their texts are all there is.
  if (expired.has(code) || (provider && /\bexpired\b/i.test(message)))
    return "Your AWS credentials have expired: sign in again (for example aws sso login), then repeat the command.";
  if (rejected.has(code))
    return (
      optInSentence(error, code) ??
      `AWS does not accept your credentials (${code}): check the access key, the secret and the session token.`
    );
  if (/\bSSO\b|UnauthorizedException/.test(message))
    return `You are not signed in, or no longer: run aws sso login${profile ? ` --profile ${profile}` : ""}, then repeat the command.`;
  const whose = profile ? ` of the profile '${profile}'` : "";
  if (!provider && kindOf(error) === "denied")
    return explain(error, { action: "sts:AssumeRole", resource: `the role${whose}` });
  if (profile && !provider)
    return `The AWS profile '${profile}' gives no credentials: ${message.replace(/\.$/, "")}.`;
  if (profile)
    return `The AWS profile '${profile}' gives no credentials: check it in ~/.aws/config, or name another with --profile.`;
  return "There are no AWS credentials: set AWS_PROFILE (or --profile), or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";
}

interface Details {
  readonly code: string;
  readonly message: string;
  readonly status?: number;
  readonly fromAws: boolean;
}

/** The parts of an error that both clients' errors have. */
export function details(error: unknown): Details {
  if (error instanceof ServiceError) {
    const { code, message, status, fromAws } = error;
    return { code, message, status, fromAws };
  }
  if (error instanceof TransportError) return { code: error.code, message: error.message, fromAws: false };
  if (!(error instanceof Error)) return { code: "Unknown", message: String(error), fromAws: false };
  const sdk = error as Error & {
    $metadata?: { httpStatusCode?: number };
    $response?: { statusCode?: number };
    code?: string;
    Code?: string;
  };
  const status = sdk.$metadata?.httpStatusCode ?? sdk.$response?.statusCode;
  if (status === undefined && (sdk.name === "AbortError" || sdk.name === "TimeoutError"))
    return { code: "Timeout", message: "it took too long", fromAws: false };
  if (status === undefined)
    return { code: sdk.code ?? sdk.Code ?? sdk.name, message: transportSentence(sdk), fromAws: false };
  const code = sdk.Code ?? sdk.name;
  // What the SDK cannot read has no code of AWS, and a text for developers.
  const fromAws =
    /^[A-Z][A-Za-z0-9.]+$/.test(code) && !/^(Unknown.*|Error|(Syntax|Type|Range)Error)$/.test(code);
  return { code, message: fromAws ? (sdk.message.split("\n")[0] ?? "") : "", status, fromAws };
}

/** A failure below HTTP in plain words. */
export function transportSentence(
  error: Error & { code?: string; host?: string; hostname?: string },
): string {
  const code = error.code ?? "";
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `the name ${error.hostname ?? ""} cannot be resolved`.replace("  ", " ");
    case "ECONNREFUSED":
      return "the connection is refused";
    case "ECONNRESET":
    case "EPIPE":
      return "the connection was broken";
    case "ETIMEDOUT":
    case "ESOCKETTIMEDOUT":
      return "the connection timed out";
    default:
      if (untrusted.has(code) || /^(ERR_TLS|ERR_SSL|CERT_|HOSTNAME_MISMATCH|EPROTO)/.test(code))
        return `the server's certificate is not trusted (${error.message.replace(/\.$/, "")}); AWS_CA_BUNDLE names the authorities to trust`;
      return error.message.replace(/\.$/, "") || code || "unknown failure";
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
