import { UserError } from "../../errors";

/** An answer of AWS that says no. */
export class ServiceError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
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

/** What a call asks for, for the sentence that says which permission is missing. */
export interface Call {
  readonly action: string;
  readonly resource: string;
}

const expired = new Set(["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"]);
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

export type Kind =
  "credentials" | "denied" | "conflict" | "throttled" | "missing" | "refused" | "server" | "unreachable";

/** What kind of failure this is, whether our own client or the SDK met it. */
export function kindOf(error: unknown): Kind {
  const { code, status } = details(error);
  if (isCredentialsProblem(error)) return "credentials";
  if (expired.has(code) || rejected.has(code)) return "credentials";
  if (denied.has(code) || status === 403) return "denied";
  if (status === 503 || status === 429 || /Throttl|SlowDown|TooManyRequests/.test(code)) return "throttled";
  if (status === 409) return "conflict";
  if (status === 404) return "missing";
  if (status !== undefined && status >= 500) return "server";
  if (status !== undefined && status >= 300) return "refused";
  return "unreachable";
}

/** One sentence for people: what went wrong, and for a refusal which permission is missing. */
export function explain(error: unknown, call: Call): string {
  const { code, message } = details(error);
  switch (kindOf(error)) {
    case "credentials":
      return credentialsSentence(error);
    case "denied": {
      const named = /not authorized to perform: (\S+)(?: on resource: (\S+))?/.exec(message);
      return `No permission: ${named?.[1] ?? call.action} on ${named?.[2]?.replace(/[".,]+$/, "") ?? call.resource} is denied; allow it to your role, or use another one.`;
    }
    case "unreachable":
      return `No answer to ${call.action}: ${message}.`;
    case "throttled":
      return `${call.action} is throttled (${code}).`;
    default:
      return `${call.action} on ${call.resource} failed: ${code}${message && message !== code ? `: ${message.replace(/\.$/, "")}` : ""}.`;
  }
}

/** The same as an error to throw; an error for the user stays what it is. */
export function toUserError(error: unknown, call: Call): UserError {
  return error instanceof UserError ? error : new UserError(explain(error, call));
}

export function isCredentialsProblem(error: unknown): boolean {
  return error instanceof Error && /^(CredentialsProviderError|TokenProviderError)$/.test(error.name);
}

/** @param profile the profile that was asked for, if any */
export function credentialsSentence(error: unknown, profile?: string): string {
  const { code, message } = details(error);
  if (expired.has(code) || /expired/i.test(message))
    return "Your AWS credentials have expired: sign in again (for example aws sso login), then repeat the command.";
  if (rejected.has(code))
    return `AWS does not accept your credentials (${code}): check the access key, the secret and the session token.`;
  if (/\bSSO\b|UnauthorizedException/.test(message))
    return `You are not signed in, or no longer: run aws sso login${profile ? ` --profile ${profile}` : ""}, then repeat the command.`;
  const whose = profile ? ` of the profile '${profile}'` : "";
  if (!isCredentialsProblem(error) && kindOf(error) === "denied")
    return explain(error, { action: "sts:AssumeRole", resource: `the role${whose}` });
  if (profile && !isCredentialsProblem(error))
    return `The AWS profile '${profile}' gives no credentials: ${message.replace(/\.$/, "")}.`;
  if (profile)
    return `The AWS profile '${profile}' gives no credentials: check it in ~/.aws/config, or name another with --profile.`;
  return "There are no AWS credentials: set AWS_PROFILE (or --profile), or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";
}

/** The parts of an error that both clients' errors have. */
export function details(error: unknown): { code: string; message: string; status?: number } {
  if (error instanceof ServiceError)
    return { code: error.code, message: error.message, status: error.status };
  if (error instanceof TransportError) return { code: error.code, message: error.message };
  if (!(error instanceof Error)) return { code: "Unknown", message: String(error) };
  const sdk = error as Error & { $metadata?: { httpStatusCode?: number }; code?: string; Code?: string };
  const status = sdk.$metadata?.httpStatusCode;
  if (status === undefined && (sdk.name === "AbortError" || sdk.name === "TimeoutError"))
    return { code: "Timeout", message: "it took too long" };
  return {
    code: (status === undefined ? sdk.code : undefined) ?? sdk.Code ?? sdk.name,
    message: status === undefined ? transportSentence(sdk) : sdk.message,
    ...(status !== undefined && { status }),
  };
}

/** A failure below HTTP in plain words. */
export function transportSentence(
  error: Error & { code?: string; host?: string; hostname?: string },
): string {
  switch (error.code) {
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
      if (/certificate|CERT|self.signed|SSL|TLS|altname/i.test(`${error.code ?? ""} ${error.message}`))
        return `the server's certificate is not trusted (${error.message.replace(/\.$/, "")}); AWS_CA_BUNDLE names the authorities to trust`;
      return error.message.replace(/\.$/, "") || (error.code ?? "unknown failure");
  }
}
