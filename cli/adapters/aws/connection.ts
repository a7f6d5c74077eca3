import { readFileSync } from "node:fs";
import * as https from "node:https";
import * as tls from "node:tls";
import { HttpsProxyAgent } from "https-proxy-agent";
import { ExitStatus, UserError } from "../../errors";

/** Where a request goes: through the proxy of the environment or straight, trusting the right authorities. */
export type Agent = https.Agent;

/**
 * Sends through `HTTPS_PROXY` what `NO_PROXY` does not exempt. One TLS context serves all connections: reading
 * a bundle of authorities anew for each costs more than the request.
 */
class ProxiedAgent extends HttpsProxyAgent<string> {
  constructor(
    proxy: string,
    private readonly secureContext: tls.SecureContext | undefined,
  ) {
    super(proxy, { keepAlive: true, ...(secureContext && { secureContext }) });
  }

  /** Without this the agent files each connection under a name of its own and never uses one twice. */
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
      const socket = await super.connect(request, trusted);
      // The agent would hand the proxy's own answer on as if it came from AWS.
      if (answer === 200) return socket;
      socket.destroy();
      throw Object.assign(new Error(refusal(answer)), { code: "ProxyRefused" });
    }
    return tls.connect({ ...(trusted as tls.ConnectionOptions), servername: options.host ?? undefined });
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

function refusal(status: number | undefined): string {
  if (status === 407) return "the proxy wants credentials (407): write them into HTTPS_PROXY";
  return `the proxy cannot reach it (${status})`;
}

/** The agent for this process's environment: `HTTPS_PROXY`, `NO_PROXY` and `AWS_CA_BUNDLE`, as the AWS CLI reads them. */
export function createAgent(environment: NodeJS.ProcessEnv = process.env): Agent {
  const bundle = environment.AWS_CA_BUNDLE;
  const secureContext = bundle ? trust(bundle) : undefined;
  const proxy = proxyOf(environment);
  if (!proxy) return new https.Agent({ keepAlive: true, ...(secureContext && { secureContext }) });
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
      `AWS_CA_BUNDLE names '${bundle}', which holds no PEM certificate; point it at a PEM file or unset it.`,
      ExitStatus.usage,
    );
  return tls.createSecureContext({ ca: pem });
}
