import * as http from "node:http";
import * as https from "node:https";
import type { Duplex } from "node:stream";

export interface ProxyAgentOptions {
  /** The proxy's URL, http://HOST:PORT. */
  readonly proxy: string;
  /** The certificate authority of the hosts behind it, in PEM. */
  readonly ca: string;
  /** The Region of the client. A Multi-Region Access Point routes by it. */
  readonly clientRegion?: string;
}

type SocketCallback = (error: Error | null, socket: Duplex) => void;

/** An https agent that reaches every host through a CONNECT proxy and keeps the TLS connections. */
export class ProxyAgent extends https.Agent {
  constructor(private readonly proxyOptions: ProxyAgentOptions) {
    super({ keepAlive: true, maxSockets: 64, ca: proxyOptions.ca });
  }

  /** Node calls this for each new connection and pools the socket that the callback receives. */
  override createConnection(options: https.RequestOptions, callback?: SocketCallback): undefined {
    const { proxy, clientRegion } = this.proxyOptions;
    const target = `${options.host}:${options.port ?? 443}`;
    const token = clientRegion && Buffer.from(`${clientRegion}:`).toString("base64");
    // Node omits the socket after an error, which its type does not say.
    const fail = (callback as ((error: Error) => void) | undefined) ?? (() => undefined);
    const request = http.request({
      host: new URL(proxy).hostname,
      port: new URL(proxy).port,
      method: "CONNECT",
      path: target,
      agent: false,
      headers: { host: target, ...(token && { "proxy-authorization": `Basic ${token}` }) },
    });
    request.once("connect", (response, socket) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        fail(connectionRefused(target, response.statusCode));
        return;
      }
      // The pool must receive the TLS socket, which the parent class creates over ours.
      callback?.(null, super.createConnection({ ...options, socket } as https.RequestOptions) as Duplex);
    });
    request.once("error", fail);
    request.end();
    return undefined;
  }
}

function connectionRefused(target: string, status: number | undefined): Error {
  return Object.assign(new Error(`connect ECONNREFUSED ${target} (the proxy answered ${status})`), {
    code: "ECONNREFUSED",
  });
}
