/** Connections that the system really refuses: no proxy in between, and nobody who listens. */
import { connect } from "node:net";
import { join } from "node:path";

/** The environment in which these hosts refuse every connection of a `mrap` process. */
export function refusing(hosts: readonly string[]): Record<string, string> {
  if (hosts.length === 0) return {};
  const direct = ["127.0.0.1", "localhost", ...hosts].join(",");
  return {
    NO_PROXY: direct,
    no_proxy: direct,
    REFUSED_NAMES: hosts.join(","),
    NODE_OPTIONS: `--require ${join(__dirname, "refused-names.js")}`,
  };
}

/** @throws where something listens on this machine's port 443: its connections would not be refused */
export async function expectNobodyListens(): Promise<void> {
  const outcome = await new Promise<string | undefined>((done) => {
    const socket = connect(443, "127.0.0.1", () => done("connected"));
    socket.once("error", (error: NodeJS.ErrnoException) => done(error.code));
    socket.once("close", () => socket.destroy());
  });
  if (outcome !== "ECONNREFUSED")
    throw new Error(`127.0.0.1:443 should refuse connections for this test, but: ${outcome}`);
}
