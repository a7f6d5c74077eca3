/** A failover during a change of Regions, as processes: both access points, and every way in which only one is changed. */
import { join } from "node:path";
import type { LocalAws } from "../../../local-aws";
import { startLocalAws } from "../../../local-aws";
import { account } from "../../support/live-environment";
import { copyCommandLine, type CommandLine } from "../../support/process";
import { ireland, makeChange, mumbai, virginia, type Change } from "../../support/two-access-points";

const Submit = "s3:SubmitMultiRegionAccessPointRoutes";
const emergency = ["--yes", "--force", "--no-wait", "--request-timeout", "2"];
jest.setTimeout(120_000);
let aws: LocalAws;
let mrap: CommandLine;
let change: Change;

beforeAll(async () => {
  aws = await startLocalAws();
  mrap = copyCommandLine(aws.childEnv({ NODE_PATH: join(__dirname, "../../../node_modules") }));
  change = await makeChange(aws);
});

afterAll(async () => {
  mrap.remove();
  change.photos.remove();
  await aws.stop();
});

beforeEach(async () => {
  await aws.control.setFaults([]);
  await change.photos.route(ireland);
  await change.photos2.route(ireland);
  await aws.control.clearRequests();
});

const host = (region: string): string => `${account}.s3-control.${region}.amazonaws.com`;
const active = (): Promise<string[][]> => Promise.all([change.photos.active(), change.photos2.active()]);
const both = (photos: string, photos2: string): string =>
  `photos: ${photos}. photos-2: ${photos2.replace(" active, ", ` active, ${mumbai} passive, `)}.`;
const [inIreland, inVirginia] = [
  `${ireland} active, ${virginia} passive`,
  `${virginia} active, ${ireland} passive`,
];

test("with preflight, wait and canary: the same Region becomes active in both", async () => {
  const result = await mrap.run(["failover", change.file, "--to", virginia], { input: "photos-2\n" });
  expect(result.last).toBe(`Both access points have the requested routing. ${both(inVirginia, inVirginia)}`);
  expect(result.stderr).toContain(
    "This makes eu-west-1 passive, us-east-1 active in photos and photos-2. Type photos-2 to continue: ",
  );
  expect(result.status).toBe(0);
  expect(await active()).toEqual([[virginia], [virginia]]);
});

test("by the name of either access point, in the project's folder", async () => {
  for (const name of ["photos", "photos-2"]) {
    await Promise.all([change.photos.route(ireland), change.photos2.route(ireland)]);
    const result = await mrap.run(["failover", name, "--to", virginia, ...emergency], {
      env: { MRAP_ENVIRONMENTS: change.folder },
    });
    expect(result).toMatchObject({ status: 0 });
    expect(await active()).toEqual([[virginia], [virginia]]);
  }
});

test("a Region of one access point only is refused; --access-point changes that one, with a warning", async () => {
  const refused = await mrap.run(["failover", change.file, "--to", mumbai, ...emergency]);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain(
    `ap-south-1 is a member of photos-2, and not of photos, which has eu-west-1, us-east-1. Nothing was submitted, because the access points would route differently. Choose from eu-west-1, us-east-1, which both have. To change photos-2 alone, run: mrap failover ${change.file} --to ap-south-1 --access-point photos-2`,
  );
  expect(await active()).toEqual([[ireland], [ireland]]);
  const alone = await mrap.run([
    "failover",
    change.file,
    "--to",
    mumbai,
    "--access-point",
    "photos-2",
    ...emergency,
  ]);
  expect(alone).toMatchObject({ status: 0 });
  expect(alone.stderr).toContain(
    "Only photos-2 is changed. photos keeps its routing, so clients of the two access points may use different Regions.",
  );
  expect(await active()).toEqual([[ireland], [mumbai]]);
  const status = await mrap.run(["status", change.file]);
  expect(status.stdout.replace(/\s+/g, " ")).toContain(
    "DIFFER The routings of photos-2 and photos differ: eu-west-1 is active in photos and passive in photos-2.",
  );
});

test("kill -9 between the two updates: the same command finishes the change", async () => {
  const { child, result } = mrap.start(["failover", change.file, "--to", virginia, ...emergency]);
  let killed = false;
  child.stderr!.on("data", (text: string) => {
    if (!killed && text.includes("photos-2: Submitting")) {
      killed = true;
      child.kill("SIGKILL");
    }
  });
  await result;
  expect(killed).toBe(true);
  // The second update may have left the process before it was killed.
  const [photos, photos2] = await active();
  expect(photos).toEqual([virginia]);
  await change.photos2.route(ireland);
  expect(photos2).toHaveLength(1);
  const status = await mrap.run(["status", change.file, "--json"]);
  expect(JSON.parse(status.stdout)).toMatchObject({ routingsDifferIn: [ireland, virginia] });
  const again = await mrap.run(["failover", change.file, "--to", virginia, "--yes", "--no-wait"]);
  expect(again.last).toBe(`Both access points have the requested routing. ${both(inVirginia, inVirginia)}`);
  expect(again.stdout).toContain("photos: Nothing to do: ");
  expect(await active()).toEqual([[virginia], [virginia]]);
});

test.each([ireland, virginia, "us-west-2"])(
  "the control Region %s silent: both are changed",
  async (lost) => {
    await aws.control.setFaults([{ host: host(lost), fault: "silent" }]);
    const result = await mrap.run(["failover", change.file, "--to", virginia, ...emergency]);
    expect(result.last).toContain("Both access points have the requested routing.");
    expect(result.status).toBe(0);
    expect(await active()).toEqual([[virginia], [virginia]]);
  },
);

test("AWS denies the update of the first access point: the second one is not sent", async () => {
  await aws.control.setFaults([
    { host: "*.s3-control.*", fault: "status", status: 403, code: "AccessDenied", action: Submit },
  ]);
  const result = await mrap.run(["failover", change.file, "--to", virginia, ...emergency]);
  expect(result.status).toBe(1);
  expect(result.last).toBe(`This run changed neither access point. ${both(inIreland, inIreland)}`);
  expect(result.stdout).toContain("photos-2: Nothing was submitted.");
  expect(await active()).toEqual([[ireland], [ireland]]);
});

test("AWS denies the update of the second one: the first one is changed, and the last line says how to finish", async () => {
  const { child, result } = mrap.start(["failover", change.file, "--to", virginia, ...emergency]);
  let set: Promise<void> | undefined;
  child.stderr!.on("data", (text: string) => {
    if (text.includes("photos: Submitting"))
      set ??= (async () => {
        // The fault begins when the first update has arrived.
        while ((await change.photos.active()).join() !== virginia);
        await aws.control.setFaults([
          { host: "*.s3-control.*", fault: "status", status: 403, code: "AccessDenied", action: Submit },
        ]);
      })();
  });
  const { status, last } = await result;
  await set;
  const [photos, photos2] = await active();
  expect(photos).toEqual([virginia]);
  // The second update may have been faster than the fault.
  expect({ status, last: last.replace(/ The routings.*To finish/, " … To finish") }).toEqual(
    photos2!.join() === virginia
      ? { status: 0, last: `Both access points have the requested routing. ${both(inVirginia, inVirginia)}` }
      : {
          status: 3,
          last: `photos was changed. photos-2 was not changed by this run. ${both(inVirginia, inIreland)} … To finish, run: mrap failover ${change.file} --to us-east-1 --force`,
        },
  );
});

test("another operator changes one of them while the name is asked: neither is changed", async () => {
  const { child, result } = mrap.start(["failover", change.file, "--to", virginia, "--force", "--no-wait"], {
    input: null,
  });
  let answered: Promise<void> | undefined;
  child.stderr!.on("data", (text: string) => {
    if (text.includes("Type photos-2 to continue"))
      answered ??= change.photos2.route(mumbai).then(() => void child.stdin!.end("photos-2\n"));
  });
  const { status, last, stdout } = await result;
  await answered;
  expect(status).toBe(1);
  expect(stdout).toContain("photos: The routing of the other access point was changed meanwhile.");
  expect(last).toBe(
    `This run changed neither access point. photos: ${inIreland}. photos-2: ap-south-1 active, eu-west-1 passive, us-east-1 passive. The routings of photos and photos-2 differ: eu-west-1 is active in photos and passive in photos-2. Clients of the two may use different Regions. To give both the same routing, run: mrap failover ${change.file} --to us-east-1 --force`,
  );
  expect(await active()).toEqual([[ireland], [mumbai]]);
});

describe("mrap verify", () => {
  interface Shown {
    readonly key: string;
    readonly accessPoint: string | null;
    readonly level: string;
    readonly text: string;
  }
  const verified = async (...more: string[]): Promise<(key: string) => Shown> => {
    const { stdout, stderr } = await mrap.run(["verify", change.file, "--json", "--timeout", "5", ...more]);
    if (stdout === "") throw new Error(stderr);
    const { accessPoints, checks } = JSON.parse(stdout) as { accessPoints: object[]; checks: Shown[] };
    expect(accessPoints).toEqual([
      { name: "photos-2", alias: change.photos2.alias },
      { name: "photos", alias: change.photos.alias },
    ]);
    return (key) => checks.find((one) => one.key === key)!;
  };

  test("checks both access points, and writes an object through each", async () => {
    const check = await verified();
    expect(check("access-point")).toMatchObject({
      level: "ok",
      accessPoint: "photos-2",
      text: `photos-2 is READY. Its alias is ${change.photos2.alias}.`,
    });
    expect(check("access-point photos")).toMatchObject({
      level: "ok",
      accessPoint: "photos",
      text: `photos is READY. Its alias is ${change.photos.alias}.`,
    });
    for (const key of ["canary", "canary photos"])
      expect(check(key)).toMatchObject({
        level: "ok",
        text: `An object was written through the access point and read back. ${ireland} served the write.`,
      });
    expect(check("routing-of-both")).toMatchObject({
      level: "ok",
      text: `photos-2 and photos agree on the Regions that both have: ${ireland} active.`,
    });
  });

  test("reports a different routing, and an access point that is not READY", async () => {
    await change.photos2.route(virginia);
    await aws.control.setAccessPointStatus("photos", "INCONSISTENT_ACROSS_REGIONS");
    const check = await verified("--read-only");
    await aws.control.setAccessPointStatus("photos", "READY");
    expect(check("routing-of-both")).toMatchObject({
      level: "warning",
      text: `The routings of photos-2 and photos differ: ${virginia} is active in photos-2 and passive in photos, and ${ireland} is active in photos and passive in photos-2.`,
    });
    expect(check("access-point photos")).toMatchObject({
      level: "error",
      text: "photos is INCONSISTENT_ACROSS_REGIONS.",
    });
  });
});
