import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { AwsCredentialIdentity, Provider } from "@smithy/types";
import { getProxyForUrl } from "proxy-from-env";
import { Agent, ProxyAgent, type Dispatcher } from "undici";
import { noteRegion } from "../../adapters/aws/opt-in-region";
import { kindOf, ServiceError, TransportError, transportSentence } from "../../adapters/aws/errors";
import { unescapeXml } from "../../text/xml";
import { loadSigners, toSign, type SignerKind, type Signers } from "./signer";

export interface S3Request {
  readonly method: "GET" | "PUT" | "HEAD" | "DELETE" | "POST";
  /** `*` for the access point, else the Region of the bucket. */
  readonly region: string;
  readonly host: string;
  /** Sent unencoded. `parsePrefix` allows only characters that need no encoding. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Hexadecimal. @default computed from the body */
  readonly sha256?: string;
}

export interface S3Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** When the signed request was handed to the connection, in milliseconds from performance.now(). */
  readonly sentAt: number;
}

export interface ClientOptions {
  readonly credentials: Provider<AwsCredentialIdentity>;
  /**
   * Fetches credentials again that AWS rejected. It receives the time of the request, from performance.now(), and returns
   * whether to send the request again. @default the request fails
   */
  readonly renew?: (sentAt: number) => Promise<boolean>;
  /** Maximum number of connections to one host. */
  readonly connections: number;
  /** Of one request. */
  readonly timeoutMs: number;
  readonly signer?: SignerKind;
  /** Where to send requests instead of their host, for measurements. */
  readonly origin?: string;
}

const emptyHash = createHash("sha256").digest("hex");

/**
 * A small S3 client for load. It uses the signers of the SDK and sends with undici over persistent connections. The client
 * of the SDK costs more CPU than the request (see docs/decisions). It does not retry, because a failure is a result of the
 * run. Only a request with rejected credentials is sent again.
 */
export class S3Wire {
  private readonly byProxy = new Map<string, Dispatcher>();
  private readonly dispatchers = new Map<string, Dispatcher>();
  private aborted = false;

  private constructor(
    private readonly signers: Signers,
    private readonly options: ClientOptions,
  ) {}

  static async open(options: ClientOptions): Promise<S3Wire> {
    return new S3Wire(await loadSigners(options.credentials, options.signer), options);
  }

  get signer(): SignerKind {
    return this.signers.kind;
  }

  /** @throws ServiceError if AWS returns an error, TransportError if there is no answer */
  async send(request: S3Request): Promise<S3Reply> {
    try {
      return await this.sendOnce(request);
    } catch (error) {
      const { renew } = this.options;
      if (kindOf(error) !== "credentials") throw error;
      noteRegion(error, request.region, false);
      // AWS does not act on a request with rejected credentials.
      if (!renew) throw error;
      if (!(await renew((error as Stamped).sentAt ?? performance.now()))) throw error;
      return this.sendOnce(request);
    }
  }

  private async sendOnce(request: S3Request): Promise<S3Reply> {
    const { body, region, host, path, query } = request;
    const hash =
      request.sha256 ?? (body === undefined ? emptyHash : createHash("sha256").update(body).digest("hex"));
    // undici adds the length. Each signed header costs time.
    const headers = { host, "x-amz-content-sha256": hash, ...request.headers };
    const signed = await this.signers.for(region).sign(toSign({ ...request, headers }));
    const sentAt = performance.now();
    try {
      const {
        status,
        headers: found,
        body: content,
      } = await exchange(this.dispatcher(host), {
        origin: this.options.origin ?? `https://${host}`,
        method: request.method,
        path: query ? `${path}?${new URLSearchParams(query).toString().replace(/\+/g, "%20")}` : path,
        headers: signed.headers,
        body: body ?? null,
        headersTimeout: this.options.timeoutMs,
        bodyTimeout: this.options.timeoutMs,
      });
      if (status >= 300) throw Object.assign(refusal(status, content.toString("utf8")), { headers: found });
      return { status, headers: found, body: content, sentAt };
    } catch (error) {
      throw stamped(this.aborted ? interrupted() : error, sentAt);
    }
  }

  /** Aborts requests in flight and later ones, with the code Interrupted. */
  abort(): void {
    this.aborted = true;
    void this.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.byProxy.values()].map((one) => one.destroy()));
  }

  private dispatcher(host: string): Dispatcher {
    if (this.aborted) throw interrupted();
    return this.dispatchers.get(host) ?? this.makeDispatcher(host);
  }

  /** Hosts behind the same proxy share a dispatcher. Finding the proxy of a host is slow, so the result is kept. */
  private makeDispatcher(host: string): Dispatcher {
    const proxy = this.options.origin ? "" : proxyFor(host);
    const found = this.byProxy.get(proxy) ?? makeDispatcher(proxy, this.options);
    this.byProxy.set(proxy, found);
    this.dispatchers.set(host, found);
    return found;
  }
}

const nothing = Buffer.alloc(0);

/** Uses the events of undici, because its promises and streams double the time of a request. */
function exchange(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
): Promise<Pick<S3Reply, "status" | "headers" | "body">> {
  return new Promise((resolve, reject) => {
    let status = 0;
    let headers: S3Reply["headers"] = {};
    const pieces: Buffer[] = [];
    dispatcher.dispatch(options, {
      onRequestStart() {},
      onResponseStart(_, code, found) {
        status = code;
        headers = found;
      },
      onResponseData(_, piece) {
        pieces.push(piece);
      },
      onResponseEnd() {
        const body = pieces.length > 1 ? Buffer.concat(pieces) : (pieces[0] ?? nothing);
        resolve({ status, headers, body });
      },
      onResponseError: (_, error) => reject(error),
    });
  });
}

/** The proxy of `HTTPS_PROXY`, unless `NO_PROXY` exempts the host. A proxy without a scheme uses plain HTTP. */
function proxyFor(host: string): string {
  if (getProxyForUrl(`https://${host}:443`) === "") return "";
  const { HTTPS_PROXY, https_proxy, ALL_PROXY, all_proxy } = process.env;
  const proxy = HTTPS_PROXY || https_proxy || ALL_PROXY || all_proxy || "";
  return proxy === "" || proxy.includes("://") ? proxy : `http://${proxy}`;
}

/** The same proxy and certificate authorities as in every other command, for undici. */
function makeDispatcher(proxy: string, { connections, timeoutMs }: ClientOptions): Dispatcher {
  const bundle = process.env.AWS_CA_BUNDLE;
  // The first calls of a run use another client, which reports problems with the file.
  const tls = bundle ? { ca: readFileSync(bundle, "utf8") } : {};
  const common = { connections, pipelining: 1, keepAliveTimeout: 60_000 };
  const connectTimeout = Math.min(timeoutMs, 10_000);
  if (proxy === "") return new Agent({ ...common, connect: { ...tls, timeout: connectTimeout } });
  const { username, password } = new URL(proxy);
  const name = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return new ProxyAgent({
    ...common,
    uri: proxy,
    requestTls: { ...tls, timeout: connectTimeout },
    ...(username && { token: `Basic ${Buffer.from(name).toString("base64")}` }),
  });
}

/** An error with the time at which its request was sent. Errors count like answers. */
export type Stamped = (ServiceError | TransportError) & {
  readonly sentAt?: number;
  readonly headers?: S3Reply["headers"];
};

function interrupted(): TransportError {
  return new TransportError("the run was interrupted", "Interrupted", true);
}

function stamped(error: unknown, sentAt: number): Stamped {
  return Object.assign(error instanceof ServiceError ? error : transport(error), { sentAt });
}

function refusal(status: number, body: string): ServiceError {
  const code = /<Code>([^<]*)<\/Code>/.exec(body)?.[1];
  const message = /<Message>([^<]*)<\/Message>/.exec(body)?.[1];
  // The answer to a HEAD request has no body with the code.
  const withoutBody = { 403: "AccessDenied", 404: "NoSuchKey", 503: "SlowDown" }[status];
  return new ServiceError(status, code ?? withoutBody ?? `HTTP${status}`, unescapeXml(message ?? ""));
}

function transport(error: unknown): TransportError {
  const found = error as Error & { code?: string; cause?: Error & { code?: string } };
  const cause = found.cause ?? found;
  const code = cause.code ?? found.code ?? "Transport";
  if (/TIMEOUT/.test(code)) return new TransportError("it did not answer in time", "Timeout", true);
  const sentence = code === "UND_ERR_SOCKET" ? "the connection was broken" : transportSentence(cause);
  return new TransportError(sentence, code === "UND_ERR_SOCKET" ? "ECONNRESET" : code, true);
}
