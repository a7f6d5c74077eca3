/** A deployed environment and a caller without a permission, a recipient that did not confirm, and a run that is ended early. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalAws } from "../../../../local-aws";
import { keyOf, type CheckResult } from "../../../../cli/checks/check";
import { copyCommandLine, type CommandLine, type RunOptions } from "../../../support/process";
import { MUMBAI, role, VIRGINIA } from "./fault";

interface Deployed {
  readonly aws: LocalAws;
  /** The environment file. */
  readonly file: string;
  /** Runs every check in this process, without canary objects. */
  verify(): Promise<CheckResult[]>;
}

const administrator = role("faults-administrator");
const buckets = ["faults-in-mumbai", "faults-in-virginia"];

export function conditions(deployed: () => Deployed): void {
  let mrap: CommandLine;
  beforeAll(() => {
    const { aws } = deployed();
    mrap = copyCommandLine(aws.childEnv({ NODE_PATH: join(__dirname, "../../../../node_modules") }));
  });
  afterAll(() => mrap.remove());
  afterEach(() => deployed().aws.control.setFaults([]));

  const json = async (args: readonly string[], options?: RunOptions) => {
    const { stdout, stderr, status } = await mrap.run(
      ["verify", deployed().file, "--json", ...args],
      options,
    );
    if (stdout === "") throw new Error(stderr);
    const { checks, notes, leftBehind } = JSON.parse(stdout) as {
      checks: (CheckResult & { key: string })[];
      notes: string[];
      leftBehind: unknown;
    };
    return { status, notes, leftBehind, get: (key: string) => checks.find((one) => one.key === key) };
  };

  test("a denied call makes checks not known: none becomes an error, and the others go on", async () => {
    const stack = deployed();
    const { aws } = stack;
    await aws.control.clearRequests();
    const before = await stack.verify();
    const actions = (await aws.control.requests()).map(({ action }) => action ?? "");
    // AWS does not deny GetCallerIdentity. The objects are requested to see the denial itself.
    const reads = [...new Set(actions)].filter(
      (one) => one !== "" && !/^sts:|^s3:(Get|Put)Object$/.test(one),
    );
    expect(reads.length).toBeGreaterThan(25);
    const byService = new Map<string, string[]>();
    for (const action of reads) {
      const service = action.split(":")[0]!;
      byService.set(service, [...(byService.get(service) ?? []), action]);
    }
    const rounds = Math.max(...[...byService.values()].map(({ length }) => length));
    const wrong: string[] = [];
    // One action of each service at a time: the checks of different services do not ask for each other.
    for (let round = 0; round < rounds; round++) {
      const denied = [...byService.values()].flatMap((actions) => actions[round] ?? []);
      await aws.control.setFaults(
        denied.map((action) => ({ host: "*", action, fault: "status", status: 403, code: "AccessDenied" })),
      );
      const results = await stack.verify();
      const changed = results.filter((one, index) => one.level !== before[index]!.level);
      for (const one of changed) {
        const isKnown = one.level === "not known" && one.fix !== undefined;
        // S3 answers HeadBucket alike if the bucket belongs to somebody else.
        const isOwner = denied.includes("s3:ListBucket") && one.id === "bucket";
        if (!isKnown && !isOwner && one.because.length === 0)
          wrong.push(`${denied.join(", ")}: ${one.level} ${keyOf(one)}: ${one.text}`);
      }
      if (changed.length === 0) wrong.push(`${denied.join(", ")}: no check notices`);
    }
    expect(wrong).toEqual([]);
  }, 480_000);

  test("one denied call: the command names it, continues, and exits with status 3", async () => {
    const fault = { host: `${buckets[0]}.s3.*`, action: "s3:GetBucketVersioning", fault: "status" } as const;
    await deployed().aws.control.setFaults([{ ...fault, status: 403, code: "AccessDenied" }]);
    const { status, get } = await json(["--as", administrator]);
    expect(get(`bucket-versioning ${MUMBAI}`)).toMatchObject({
      level: "not known",
      text: `No permission: s3:GetBucketVersioning on arn:aws:s3:::${buckets[0]} is denied; allow it to your role, or use another one.`,
      fix: "Allow s3:GetBucketVersioning to your role, or use another role.",
    });
    expect(get(`bucket-versioning ${VIRGINIA}`)?.level).toBe("ok");
    expect(get(`replication ${MUMBAI} to ${VIRGINIA}`)?.level).toBe("ok");
    expect(status).toBe(3);
  }, 180_000);

  test("an email address that did not confirm is a warning with the way to confirm", async () => {
    const { control } = deployed().aws;
    await control.setPendingSubscriptions(["ops@example.com"]);
    const { status, get } = await json(["--as", administrator]).finally(() =>
      control.setPendingSubscriptions([]),
    );
    expect(get(`topic-subscriptions ${MUMBAI} faults-alerts`)).toMatchObject({
      level: "warning",
      text: `ops@example.com did not confirm the subscription to the topic faults-alerts in ${MUMBAI}.`,
      fix: "Open the link in the email from AWS Notifications. If it has expired, subscribe the address again.",
    });
    expect(status).toBe(0);
  }, 180_000);

  test("in the VPC, the host name resolves to the endpoint; elsewhere, that is not known", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mrap-dns-"));
    const resolver = async (addresses: readonly string[]) => {
      // The resolver of a VPC answers with the private addresses of the endpoint.
      const preload = join(folder, `resolver-${addresses.length}.js`);
      const answer = JSON.stringify(addresses.map((address) => ({ address, family: 4 })));
      writeFileSync(
        preload,
        `const dns = require("node:dns/promises"); const real = dns.lookup; dns.lookup = (name, ...more) => /accesspoint/.test(name) ? Promise.resolve(${answer}) : real(name, ...more);`,
      );
      return json(["--read-only"], { env: { NODE_OPTIONS: `--require ${preload}` } });
    };
    try {
      const interfaces = await privateAddresses(deployed().aws);
      expect(interfaces.length).toBeGreaterThan(0);
      expect((await resolver(interfaces.slice(0, 1))).get("endpoint-dns")).toMatchObject({
        level: "ok",
        text: expect.stringMatching(
          /^\S+\.mrap\.accesspoint\.s3-global\.amazonaws\.com resolves to the endpoint vpce-\w+ in ap-south-1\.$/,
        ),
      });
      expect((await resolver(["10.250.0.1", "10.250.0.2"])).get("endpoint-dns")).toMatchObject({
        level: "not known",
        text: expect.stringContaining(
          "resolves to private addresses (10.250.0.1, 10.250.0.2) that are not of an endpoint of this environment.",
        ),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 180_000);

  test("--as with a role that cannot be assumed, or that is none: nothing is written", async () => {
    const { control } = deployed().aws;
    await control.clearRequests();
    await control.setFaults([
      { host: "sts.*", action: "sts:AssumeRole", fault: "status", status: 403, code: "AccessDenied" },
    ]);
    const run = (as: string) => mrap.run(["verify", deployed().file, "--as", as]);
    expect(await run(administrator)).toMatchObject({
      status: 1,
      stdout: "",
      stderr: `No permission: sts:AssumeRole on ${administrator} is denied; allow it to your role, or use another one.\n`,
    });
    expect(await run("storage-admin")).toMatchObject({
      status: 2,
      stdout: "",
      stderr:
        "'storage-admin' is not the ARN of a role, such as arn:aws:iam::123456789012:role/storage-admin.\n",
    });
    const writes = (await control.requests()).filter(({ action }) => /:(Put|Delete)/.test(action ?? ""));
    expect(writes).toEqual([]);
  }, 180_000);

  describe("ended in the middle", () => {
    /** Starts a run whose objects do not arrive, and sends the signal once they are written. */
    async function interrupted(signal: NodeJS.Signals, args: readonly string[]) {
      const { aws, file } = deployed();
      await aws.control.setReplication({ pausedDestinations: [MUMBAI, VIRGINIA] });
      await aws.control.clearRequests();
      const { child, result } = mrap.start(["verify", file, "--json", ...args]);
      for (;;) {
        const written = (await aws.control.requests()).filter(
          ({ action, status = 0 }) => action === "s3:DeleteObject" && status < 300,
        );
        // The last write of each canary object is a delete marker.
        if (written.length >= (args.length > 0 ? 3 : 1)) break;
        await new Promise((done) => setTimeout(done, 50));
      }
      child.kill(signal);
      return result.finally(() => aws.control.setReplication({ pausedDestinations: [] }));
    }
    const remaining = async (): Promise<number> => {
      const ledgers = await Promise.all(buckets.map((one) => deployed().aws.control.ledger(one)));
      return ledgers.flat().filter(({ key }) => key.startsWith("mrap-canary/verify-")).length;
    };

    test.each(["SIGINT", "SIGTERM"] as const)(
      "by %s: an administrator deletes every version",
      async (signal) => {
        const before = await remaining();
        const { status, stdout } = await interrupted(signal, ["--as", administrator]);
        const { interrupted: ended, leftBehind, checks } = JSON.parse(stdout);
        expect({ status, ended, leftBehind }).toEqual({ status: 3, ended: true, leftBehind: null });
        expect(
          checks.find(({ key }: { key: string }) => key === `replication ${MUMBAI} to ${VIRGINIA}`),
        ).toMatchObject({
          level: "not known",
          text: "The check was stopped before it had an answer.",
        });
        expect(await remaining()).toBe(before);
      },
      60_000,
    );

    test("by Ctrl-C: the command reports to any other caller what remains", async () => {
      const { stdout, status } = await interrupted("SIGINT", []);
      const { notes, leftBehind } = JSON.parse(stdout);
      expect(status).toBe(3);
      expect(notes[0]).toMatch(
        /^Canary objects remain below mrap-canary\/verify-\S+ in faults-in-mumbai \(2 versions, 2 delete markers\)/,
      );
      expect(notes[1]).toMatch(/^The lifecycle rules delete the noncurrent versions from \d{4}-\d\d-\d\d on/);
      expect(leftBehind.prefix).toMatch(/^mrap-canary\/verify-/);
    }, 180_000);
  });
}

/** The private addresses of an endpoint in Mumbai. */
async function privateAddresses(aws: LocalAws): Promise<string[]> {
  const { DescribeNetworkInterfacesCommand, DescribeVpcEndpointsCommand, EC2Client } =
    await import("@aws-sdk/client-ec2");
  const ec2 = new EC2Client(aws.clientConfig(MUMBAI));
  const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({}));
  const NetworkInterfaceIds = VpcEndpoints.flatMap((one) => one.NetworkInterfaceIds ?? []);
  const { NetworkInterfaces = [] } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds }),
  );
  return NetworkInterfaces.flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []);
}
