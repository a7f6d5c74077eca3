import { readFileSync } from "node:fs";
import * as https from "node:https";
import * as tls from "node:tls";
import { HttpsProxyAgent } from "https-proxy-agent";
import { ExitStatus, UserError } from "../../errors";
import { lookup } from "./resolve";

/** Sends requests through the proxy of the environment or directly, and trusts its certificate authorities. */
export type Agent = https.Agent;

/**
 * Uses `HTTPS_PROXY` for every host that `NO_PROXY` does not exempt. One TLS context serves all connections: reading
 * a bundle of authorities again for each one costs more than the request.
 */
class ProxiedAgent extends HttpsProxyAgent<string> {
  constructor(
    proxy: string,
    private readonly secureContext: tls.SecureContext | undefined,
  ) {
    super(proxy, { keepAlive: true, ...(secureContext && { secureContext }) });
  }

  /** Without this the agent keeps each connection under a name of its own and never reuses one. */
  override isSecureEndpoint(): boolean {
    return true;
  }

  override async connect(
    request: Parameters<HttpsProxyAgent<string>["connect"]>[0],
    options: Parameters<HttpsProxyAgent<string>["connect"]>[1],
  ): ReturnType<HttpsProxyAgent<string>["connect"]> {
    const trusted = { ...options, ...(this.secureContext && { secureContext: this.secureContext }) };
    if (!isExempt(options.host ?? "", options.port, process.env.no_proxy || process.env.NO_PROXY)) {
      let answer: number | undefined;
      request.once("proxyConnect", ({ statusCode }: { statusCode: number }) => (answer = statusCode));
      const socket = await super.connect(request, trusted).catch((error: NodeJS.ErrnoException) => {
        throw Object.assign(new Error(proxyProblem(this.proxy, error)), { code: "ProxyUnreachable" });
      });
      // The agent would return the proxy's own answer as if it came from AWS.
      if (answer === 200) return socket;
      socket.destroy();
      if (answer === 407)
        throw Object.assign(new Error(proxyCredentials(this.proxy)), { code: "ProxyCredentials" });
      throw Object.assign(new Error(`the proxy cannot reach it (${answer})`), { code: "ProxyRefused" });
    }
    return tls.connect({
      ...(trusted as tls.ConnectionOptions),
      servername: options.host ?? undefined,
      lookup,
    });
  }
}

/** A name in `NO_PROXY` exempts itself and all below it, with or without a leading dot, as for the AWS CLI. */
export function isExempt(host: string, port: number | string | undefined, noProxy = ""): boolean {
  const name = host.toLowerCase();
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .map((entry) => entry.replace(/^(\*?\.)+/, ""))
    .filter((entry) => entry !== "")
    .some((entry) =>
      [name, `${name}:${port}`].some((one) => entry === "*" || one === entry || one.endsWith(`.${entry}`)),
    );
}

function proxyCredentials({ host }: URL): string {
  return `the proxy at ${host} requires credentials (407); write them into HTTPS_PROXY`;
}

/** Names the proxy without its credentials. */
function proxyProblem({ host }: URL, { code = "", message }: NodeJS.ErrnoException): string {
  if (code === "ECONNREFUSED") return `the proxy at ${host} refuses connections`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `the name of the proxy ${host} cannot be resolved`;
  if (code === "ETIMEDOUT" || code === "EHOSTUNREACH" || code === "ENETUNREACH")
    return `the proxy at ${host} cannot be reached (${code})`;
  return `the proxy at ${host} ended the connection (${code || message})`;
}

/** The agent for this process's environment: `HTTPS_PROXY`, `NO_PROXY` and `AWS_CA_BUNDLE`, as the AWS CLI reads them. */
export function createAgent(environment: NodeJS.ProcessEnv = process.env): Agent {
  const bundle = environment.AWS_CA_BUNDLE;
  const secureContext = bundle ? trust(bundle) : undefined;
  const proxy = proxyOf(environment);
  if (!proxy) {
    const options = { keepAlive: true, lookup };
    return new https.Agent({ ...options, ...(secureContext && { secureContext }) });
  }
  try {
    return new ProxiedAgent(proxy, secureContext);
  } catch {
    throw new UserError(
      `HTTPS_PROXY is not a URL: got '${proxy}'; write it as http://HOST:PORT.`,
      ExitStatus.usage,
    );
  }
}

function proxyOf(environment: NodeJS.ProcessEnv): string | undefined {
  const proxy =
    environment.HTTPS_PROXY || environment.https_proxy || environment.ALL_PROXY || environment.all_proxy;
  if (!proxy) return undefined;
  return proxy.includes("://") ? proxy : `http://${proxy}`;
}

function trust(bundle: string): tls.SecureContext {
  let pem: string;
  try {
    pem = readFileSync(bundle, "utf8");
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : "it cannot be read";
    throw new UserError(
      `AWS_CA_BUNDLE names '${bundle}', but ${why}; point it at a PEM file or unset it.`,
      ExitStatus.usage,
    );
  }
  if (!pem.includes("-----BEGIN CERTIFICATE-----"))
    throw new UserError(
      `AWS_CA_BUNDLE names '${bundle}', which contains no PEM certificate; point it at a PEM file or unset it.`,
      ExitStatus.usage,
    );
  return tls.createSecureContext({ ca: pem });
}
