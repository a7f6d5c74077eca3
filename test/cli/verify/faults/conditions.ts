/** A run of mrap verify that is ended early, on a deployed environment. */
import { join } from "node:path";
import type { LocalAws } from "../../../../local-aws";
import { copyCommandLine, type CommandLine } from "../../../support/process";
import { MUMBAI, role, VIRGINIA } from "./fault";

interface Deployed {
  readonly aws: LocalAws;
  /** The environment file. */
  readonly file: string;
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

    test("by Ctrl-C: any other caller is told what remains", async () => {
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
