/** A server with the HTTP protocol of Terraform's state, with locks, on this machine. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface StateServer {
  readonly url: string;
  /** Method and path of each request. */
  readonly requests: string[];
  /** The user names and passwords of the requests. */
  readonly credentials: Set<string | undefined>;
  /** Who holds a lock, by path. */
  readonly locks: Map<string, string>;
  readonly states: Map<string, string>;
  close(): Promise<void>;
}

/** @param methods the methods that lock and unlock, and the ending of the path for both */
export async function startStateServer(
  methods: { readonly lock: string; readonly unlock: string; readonly ending: string } = {
    lock: "LOCK",
    unlock: "UNLOCK",
    ending: "",
  },
): Promise<StateServer> {
  const requests: string[] = [];
  const credentials = new Set<string | undefined>();
  const locks = new Map<string, string>();
  const states = new Map<string, string>();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { pathname } = new URL(request.url ?? "/", "http://localhost");
      const { method = "" } = request;
      requests.push(`${method} ${pathname}`);
      const basic = request.headers.authorization?.replace(/^Basic /, "");
      credentials.add(basic && Buffer.from(basic, "base64").toString());
      const answer = (status: number, text = ""): void => void response.writeHead(status).end(text);
      const isLock = pathname.endsWith(methods.ending) && [methods.lock, methods.unlock].includes(method);
      const path = isLock ? pathname.slice(0, pathname.length - methods.ending.length) : pathname;
      if (isLock && method === methods.lock) {
        const holder = locks.get(path);
        if (holder !== undefined) return answer(423, holder);
        locks.set(path, body);
        return answer(200);
      }
      if (isLock) {
        locks.delete(path);
        return answer(200);
      }
      if (method === "GET") return answer(states.has(path) ? 200 : 404, states.get(path));
      states.set(path, body);
      return answer(200);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    credentials,
    locks,
    states,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
