/** Every command that connects names one cause once if nothing can be reached, however many requests failed for it. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setStage, type Stage } from "../support/command-line";

let stage: Stage;
let withState: string;
const proxies: Server[] = [];

beforeAll(async () => {
  const regions = ["ap-southeast-2", "us-east-1", "eu-central-1", "ca-central-1"];
  stage = await setStage("shop", Object.fromEntries(regions.map((region) => [region, "active" as const])));
  withState = join(stage.mrap.folder, "with-state.yaml");
  const yaml = readFileSync(stage.environment.file, "utf8");
  writeFileSync(withState, yaml.replace("state: local", "state: { bucket: some-state, region: eu-west-1 }"));
});

afterAll(async () => {
  for (const one of proxies) one.close();
  await stage.stop();
});

/** A proxy that answers every CONNECT with a status. */
async function proxyThatAnswers(status: number): Promise<string> {
  const server = createServer().on("connect", (_, socket) =>
    socket.on("error", () => undefined).end(`HTTP/1.1 ${status} No\r\n\r\n`),
  );
  proxies.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closedPort(): Promise<string> {
  const address = await proxyThatAnswers(500);
  await new Promise((done) => proxies.pop()!.close(done));
  return address;
}

const through = (host: string): Record<string, string> => ({
  HTTPS_PROXY: `http://${host}`,
  https_proxy: `http://${host}`,
});

type Cause = { readonly env: Record<string, string>; readonly says: string };

const causes: Record<string, () => Promise<Cause>> = {
  "a proxy that refuses connections": async () => {
    const host = await closedPort();
    return { env: through(host), says: `The proxy at ${host} refuses connections.` };
  },
  "a proxy that requires credentials": async () => {
    const host = await proxyThatAnswers(407);
    return {
      env: through(host),
      says: `The proxy at ${host} requires credentials (407); write them into HTTPS_PROXY.`,
    };
  },
  "a certificate authority that is not trusted": () =>
    Promise.resolve({
      env: { AWS_CA_BUNDLE: "", NODE_EXTRA_CA_CERTS: "" },
      says: "The server's certificate is not trusted (unable to verify the first certificate); AWS_CA_BUNDLE names the authorities to trust.",
    }),
};

const commands: Record<string, () => string[]> = {
  status: () => ["status", stage.environment.file],
  "status of an ARN": () => ["status", stage.environment.arn],
  "status of a name": () => ["status", "some-name"],
  watch: () => ["watch", stage.environment.file, "--once"],
  failover: () => ["failover", stage.environment.file, "--to", "us-east-1", "--yes"],
  failback: () => ["failback", stage.environment.file, "--yes"],
  "routes apply": () => ["routes", "apply", stage.environment.file],
  traffic: () => ["traffic", stage.environment.file, "--duration", "1s"],
  "state create": () => ["state", "create", withState],
};

describe.each(Object.keys(causes))("%s", (name) => {
  let cause: Cause;
  beforeAll(async () => {
    cause = await causes[name]!();
  });

  test.each(Object.keys(commands))("%s names it once", async (command) => {
    const { status, stdout, stderr } = await stage.mrap.run(commands[command]!(), { env: cause.env });
    const text = `${stdout}${stderr}`.replace(/\s+/g, " ");
    expect(text.split(cause.says)).toHaveLength(2);
    // Nothing else is said about the connection, and no table repeats that nothing was read.
    expect(text.replace(cause.says, "")).not.toMatch(/proxy|certificate|No answer|cannot be read/);
    expect(text.match(/unreachable/g)?.length ?? 0).toBeLessThanOrEqual(2);
    expect(status).toBe(1);
  });
});

test("a proxy that cannot reach AWS is named once by status, and each control Region once by failover", async () => {
  const env = through(await proxyThatAnswers(503));
  const { stdout } = await stage.mrap.run(["status", stage.environment.file], { env });
  expect(stdout).toBe(
    "shop  status unreachable\nunreachable  The proxy cannot reach AWS (503).\nThe routing of shop is not known.\n",
  );
  const failover = await stage.mrap.run(commands.failover!(), { env });
  expect(failover.stderr.match(/cannot reach/g)).toHaveLength(1);
});

test("JSON has the cause in the field nothingRead", async () => {
  const { env, says } = await causes["a proxy that refuses connections"]!();
  const { stdout } = await stage.mrap.run(["status", stage.environment.file, "--json"], { env });
  expect(JSON.parse(stdout)).toMatchObject({ nothingRead: says });
  const reached = await stage.mrap.run(["status", stage.environment.file, "--json"]);
  expect(JSON.parse(reached.stdout)).toMatchObject({ nothingRead: null });
});
