import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { AwsCredentialIdentity, Provider } from "@smithy/types";
import { getProxyForUrl } from "proxy-from-env";
import { Agent, ProxyAgent, type Dispatcher } from "undici";
import { ServiceError, TransportError, transportSentence } from "../../adapters/aws/errors";
import { unescapeXml } from "../../text/xml";
import { loadSigners, toSign, type SignerKind, type Signers } from "./signer";

export interface S3Request {
  readonly method: "GET" | "PUT" | "HEAD" | "DELETE" | "POST";
  /** `*` through the access point, else the bucket's Region. */
  readonly region: string;
  readonly host: string;
  /** Needs no encoding: see the prefix's rule. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Hexadecimal; computed where it is not known. */
  readonly sha256?: string;
}

export interface S3Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** When the signed request was handed to the connection, as performance.now() has it. */
  readonly sentAt: number;
}

export interface ClientOptions {
  readonly credentials: Provider<AwsCredentialIdentity>;
  /** Connections to one host at most. */
  readonly connections: number;
  /** Milliseconds that a request may take. */
  readonly timeout: number;
  readonly signer?: SignerKind;
  /** Where requests go in place of their host; for measurements. */
  readonly origin?: string;
}

const emptyHash = createHash("sha256").digest("hex");

/**
 * A lean way to S3 for load: signed by the SDK's signers, sent by undici over kept connections. The SDK's own
 * client costs more than the request (see docs/decisions). No retries: a failure is a result here.
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

  /** @throws ServiceError where AWS says no, TransportError where there is no answer */
  async send(request: S3Request): Promise<S3Reply> {
    const { body, region, host, path, query } = request;
    const hash =
      request.sha256 ?? (body === undefined ? emptyHash : createHash("sha256").update(body).digest("hex"));
    // The length is left to undici, which knows it: each header to sign takes its time.
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
        headersTimeout: this.options.timeout,
        bodyTimeout: this.options.timeout,
      });
      if (status >= 300) throw Object.assign(refusal(status, content.toString("utf8")), { headers: found });
      return { status, headers: found, body: content, sentAt };
    } catch (error) {
      throw stamped(this.aborted ? interrupted() : error, sentAt);
    }
  }

  /** Gives up what is on its way, and whatever is asked for later, with the code Interrupted. */
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

  /** Hosts behind the same proxy share one; which proxy that is takes long to find out. */
  private makeDispatcher(host: string): Dispatcher {
    const proxy = this.options.origin ? "" : proxyFor(host);
    const found = this.byProxy.get(proxy) ?? makeDispatcher(proxy, this.options);
    this.byProxy.set(proxy, found);
    this.dispatchers.set(host, found);
    return found;
  }
}

const nothing = Buffer.alloc(0);

/** By undici's own events: its promises and streams take as long again as the sending. */
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

/** What `HTTPS_PROXY` says and `NO_PROXY` does not exempt; a proxy without a scheme speaks plain HTTP. */
function proxyFor(host: string): string {
  if (getProxyForUrl(`https://${host}:443`) === "") return "";
  const { HTTPS_PROXY, https_proxy, ALL_PROXY, all_proxy } = process.env;
  const proxy = HTTPS_PROXY || https_proxy || ALL_PROXY || all_proxy || "";
  return proxy === "" || proxy.includes("://") ? proxy : `http://${proxy}`;
}

/** The same proxy and authorities as every other command, in undici's terms. */
function makeDispatcher(proxy: string, { connections, timeout }: ClientOptions): Dispatcher {
  const bundle = process.env.AWS_CA_BUNDLE;
  // What is wrong with the file has been said before: the first calls of a run go another way.
  const tls = bundle ? { ca: readFileSync(bundle, "utf8") } : {};
  const common = { connections, pipelining: 1, keepAliveTimeout: 60_000 };
  const connectTimeout = Math.min(timeout, 10_000);
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

/** An error knows when its request was sent, for it counts as much as an answer. */
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
  // The answer to a HEAD has no body to name the reason in.
  const nameless = { 403: "AccessDenied", 404: "NoSuchKey", 503: "SlowDown" }[status];
  return new ServiceError(status, code ?? nameless ?? `HTTP${status}`, unescapeXml(message ?? ""));
}

function transport(error: unknown): TransportError {
  const found = error as Error & { code?: string; cause?: Error & { code?: string } };
  const cause = found.cause ?? found;
  const code = cause.code ?? found.code ?? "Transport";
  if (/TIMEOUT/.test(code)) return new TransportError("it did not answer in time", "Timeout", true);
  const sentence = code === "UND_ERR_SOCKET" ? "the connection was broken" : transportSentence(cause);
  return new TransportError(sentence, code === "UND_ERR_SOCKET" ? "ECONNRESET" : code, true);
}
