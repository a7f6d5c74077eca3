import { child, childText, parseXml } from "./xml-answer";
import { createHash } from "node:crypto";
import * as https from "node:https";
import { SignatureV4 } from "@smithy/signature-v4";
import type { AwsCredentialIdentity, HttpRequest, RequestSigner } from "@smithy/types";
import type { Agent } from "./connection";
import { ServiceError, TransportError, transportSentence } from "./errors";
import { NodeSha256 } from "./sha256";

/** A request as AWS sees it. */
export interface AwsRequest {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "PATCH" | "DELETE";
  readonly service:
    "cloudtrail" | "ec2" | "iam" | "kms" | "s3" | "servicequotas" | "sns" | "sqs" | "ssm" | "sts";
  /** `*` signs for every Region (SigV4A), as an access point wants it. */
  readonly region: string;
  readonly host: string;
  /** Already percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** S3 Control wants each request's MD5. */
  readonly md5?: boolean;
}

export interface AwsReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface SendOptions {
  readonly signal?: AbortSignal;
  /** Called as soon as the request may reach AWS. */
  readonly onSent?: () => void;
}

/**
 * Signs with the SDK's own signer and sends over Node's own client. The few calls that a failover waits for
 * use this and not the SDK's clients, which take longer to load than the calls themselves.
 */
export async function sendSigned(
  request: AwsRequest,
  credentials: AwsCredentialIdentity,
  agent: Agent,
  options: SendOptions = {},
): Promise<AwsReply> {
  const signed = await (await signerFor(request, credentials)).sign(toSign(request));
  const reply = await exchange(signed, request.body, agent, options);
  if (reply.status >= 300) throw refusal(reply);
  return reply;
}

function toSign(request: AwsRequest): HttpRequest {
  return {
    method: request.method,
    protocol: "https:",
    hostname: request.host,
    path: request.path,
    query: { ...request.query },
    headers: {
      host: request.host,
      ...(request.body !== undefined && { "content-length": String(Buffer.byteLength(request.body)) }),
      // CloudTrail shows what changed the routing.
      "user-agent": "mrap",
      ...(request.md5 && {
        "content-md5": createHash("md5")
          .update(request.body ?? "")
          .digest("base64"),
      }),
      "x-amz-content-sha256": createHash("sha256")
        .update(request.body ?? "")
        .digest("hex"),
      ...request.headers,
    },
    body: request.body,
  };
}

async function signerFor(request: AwsRequest, credentials: AwsCredentialIdentity): Promise<RequestSigner> {
  const options = {
    credentials,
    region: request.region,
    service: request.service,
    sha256: NodeSha256,
    uriEscapePath: request.service !== "s3",
    applyChecksum: true,
  };
  if (request.region !== "*") return new SignatureV4(options);
  const { SignatureV4a } = await import("@aws-sdk/signature-v4a");
  return new SignatureV4a(options);
}

function exchange(
  signed: HttpRequest,
  body: string | undefined,
  agent: Agent,
  { signal, onSent }: SendOptions,
): Promise<AwsReply> {
  return new Promise((resolve, reject) => {
    const query = Object.entries(signed.query ?? {})
      .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`)
      .join("&");
    let sent = false;
    const request = https.request(
      {
        agent,
        method: signed.method,
        host: signed.hostname,
        port: 443,
        path: signed.path + (query && `?${query}`),
        headers: signed.headers,
        ...(signal && { signal }),
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("error", fail);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
        response.on("aborted", () => fail(new Error("the answer ended before it was complete")));
      },
    );
    const fail = (error: Error & { code?: string }): void => {
      const aborted = error.name === "AbortError" || signal?.aborted === true;
      reject(
        new TransportError(
          aborted ? "it did not answer in time" : transportSentence(error),
          aborted ? "Timeout" : (error.code ?? "Transport"),
          sent,
        ),
      );
    };
    request.on("error", fail);
    // A request that has no socket yet, because its proxy is silent, emits no event when it is canceled.
    const cancel = (): void => fail(new Error("canceled"));
    signal?.addEventListener("abort", cancel, { once: true });
    request.on("close", () => signal?.removeEventListener("abort", cancel));
    if (signal?.aborted) cancel();
    // Once a trusted connection carries the request, AWS may have acted on it, whatever comes back.
    request.on("socket", (socket) => {
      const carry = (): void => {
        sent = true;
        if (!request.destroyed) onSent?.();
      };
      if ((socket as { authorized?: boolean }).authorized) carry();
      else socket.once("secureConnect", carry);
    });
    request.end(body);
  });
}

function refusal(reply: AwsReply): ServiceError {
  if (reply.body.startsWith("{")) return jsonRefusal(reply);
  const root = parseXml(reply.body);
  // EC2 has a list of errors.
  const error = root?.name === "Error" ? root : root && child(child(root, "Errors") ?? root, "Error");
  const code = childText(error, "Code");
  // An answer to HEAD has no body, and its headers tell whose it is.
  const fromAws = code !== undefined || reply.headers["x-amz-request-id"] !== undefined;
  const message = childText(error, "Message") ?? "";
  return new ServiceError(reply.status, code ?? `HTTP${reply.status}`, message, fromAws);
}

/** The form of the JSON protocol: `{"__type": "com.amazonaws.kms#NotFoundException", "message": "…"}`. */
function jsonRefusal({ status, body }: AwsReply): ServiceError {
  let parsed: { __type?: unknown; message?: unknown; Message?: unknown };
  try {
    parsed = JSON.parse(body) as typeof parsed;
  } catch {
    return new ServiceError(status, `HTTP${status}`, "", false);
  }
  const { __type, message = parsed.Message } = parsed;
  const code = typeof __type === "string" ? __type.replace(/^.*#/, "") : undefined;
  const text = typeof message === "string" ? message : "";
  return new ServiceError(status, code ?? `HTTP${status}`, text, code !== undefined);
}
