/** `mrap failover` as a process, against the local AWS. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateBucketCommand,
  GetBucketReplicationCommand,
  ListObjectsV2Command,
  PutBucketReplicationCommand,
} from "@aws-sdk/client-s3";
import { controlRegions } from "../../../cli/access-point/control-regions";
import type { RunRecord } from "../../../cli/failover/record";
import type { LocalAws } from "../../../local-aws";
import { mumbai, setStage, type Stage, virginia } from "../../support/command-line";
import { account, makeEnvironment, type DeployedEnvironment } from "../../support/live-environment";
import type { CommandLine, Result } from "../../support/process";

let stage: Stage;
let aws: LocalAws;
let mrap: CommandLine;
let environment: DeployedEnvironment;

beforeAll(async () => {
  stage = await setStage("shop");
  ({ aws, mrap, environment } = stage);
});

afterAll(() => stage.stop());

beforeEach(async () => {
  await aws.control.setFaults([]);
  await environment.route(mumbai);
});

const submits = async (): Promise<number> =>
  (await aws.control.requests()).filter(({ action }) => action === "s3:SubmitMultiRegionAccessPointRoutes")
    .length;
const records = (result: Result): RunRecord => JSON.parse(result.stdout) as RunRecord;

describe("failover", () => {
  test("with its preflight, the name typed, the wait and a canary", async () => {
    const result = await mrap.run(["failover", environment.file, "--to", virginia], { input: "shop\n" });
    expect(result).toMatchObject({ status: 0 });
    expect(result.last).toBe("The routing of shop is now: us-east-1 active, ap-south-1 passive.");
    expect(result.stdout).toContain(
      "Canary through the access point   written and read back, found in ap-south-1",
    );
    expect(result.stdout).toMatch(/The routing is confirmed by .*us-east-1.* Ctrl-C does no harm now\./);
    expect(result.stdout).toMatch(/found in [^\n]*us-east-1/);
    expect(result.stdout).not.toContain("\u001b");
    expect(await environment.active()).toEqual([virginia]);
    for (const [region, Bucket] of Object.entries(environment.buckets)) {
      const left = await environment
        .s3(region)
        .send(new ListObjectsV2Command({ Bucket, Prefix: "mrap-canary/" }));
      if (region === virginia) expect(left.Contents ?? []).toEqual([]);
    }
  });

  test("another name typed, or none, leaves the routing alone", async () => {
    for (const [input, why] of [
      ["shpo\n", "'shpo' is not shop."],
      ["", "No confirmation (--yes continues without)."],
    ] as const) {
      const result = await mrap.run(["failover", environment.file, "--to", virginia], { input });
      expect(result.status).toBe(1);
      expect(result.last).toContain(why);
      expect(result.last).toContain(
        "The routing of shop is unchanged: ap-south-1 active, us-east-1 passive.",
      );
    }
    expect(await environment.active()).toEqual([mumbai]);
  });

  test("--dry-run stops before the update", async () => {
    await aws.control.clearRequests();
    const result = await mrap.run(["failover", environment.file, "--to", virginia, "--dry-run"]);
    expect(result).toMatchObject({ status: 0 });
    expect(result.last).toBe(
      "Dry run, nothing was submitted. The routing of shop is unchanged: ap-south-1 active, us-east-1 passive.",
    );
    expect(await submits()).toBe(0);
  });

  test("what is active already: says so, and sends nothing", async () => {
    await aws.control.clearRequests();
    const result = await mrap.run(["failover", environment.file, "--to", mumbai, "--yes"]);
    expect(result).toMatchObject({ status: 0 });
    expect(result.last).toBe(
      "Nothing to do: the routing of shop is ap-south-1 active, us-east-1 passive already.",
    );
    expect(await submits()).toBe(0);
  });

  test("by name, alias and ARN, without any file", async () => {
    for (const [index, name] of ["shop", environment.alias, environment.arn].entries()) {
      const to = index % 2 === 0 ? virginia : mumbai;
      const result = await mrap.run(["failover", name, "--to", to, "--yes", "--force", "--no-wait"]);
      expect(result).toMatchObject({ status: 0 });
      expect(await environment.active()).toEqual([to]);
    }
  });

  test("one update makes the targets active and all others passive", async () => {
    await aws.control.clearRequests();
    const result = await mrap.run([
      "failover",
      "shop",
      "--to",
      virginia,
      "--to",
      mumbai,
      "--yes",
      "--force",
      "--no-wait",
    ]);
    expect(result).toMatchObject({ status: 0 });
    expect(await submits()).toBe(1);
    expect(await environment.active()).toEqual([mumbai, virginia]);
  });

  test("a red item stops the failover and names the fix; --force continues and records what it overrode", async () => {
    const Bucket = environment.buckets[virginia]!;
    const s3 = environment.s3(virginia);
    const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand({ Bucket }));
    const rules = (Status: "Enabled" | "Disabled") =>
      new PutBucketReplicationCommand({
        Bucket,
        ReplicationConfiguration: {
          Role: ReplicationConfiguration!.Role,
          Rules: ReplicationConfiguration!.Rules!.map((rule) => ({ ...rule, Status })),
        },
      });
    await s3.send(rules("Disabled"));
    const refused = await mrap.run(["failover", environment.file, "--to", virginia, "--yes"]);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toContain("STOP  Rules, us-east-1 to ap-south-1");
    expect(refused.stdout).toContain("-> enable it: deploy the environment");
    expect(refused.last).toBe(
      "Stopped by: Rules, us-east-1 to ap-south-1. In an emergency run mrap failover " +
        `${environment.file} --to us-east-1 --yes --force --no-wait. ` +
        "The routing of shop is unchanged: ap-south-1 active, us-east-1 passive.",
    );
    expect(await environment.active()).toEqual([mumbai]);

    const forced = await mrap.run([
      "failover",
      environment.file,
      "--to",
      virginia,
      "--yes",
      "--force",
      "--json",
    ]);
    await s3.send(rules("Enabled"));
    expect(forced.status).toBe(0);
    expect(records(forced)).toMatchObject({
      event: "ended",
      overridden: ["rules us-east-1 > ap-south-1"],
      caller: { account },
      from: { [mumbai]: "active", [virginia]: "passive" },
      to: { [mumbai]: "passive", [virginia]: "active" },
      routing: { [mumbai]: "passive", [virginia]: "active" },
      // The quickest to answer; on a busy machine that is any of the five.
      endpoint: expect.stringMatching(new RegExp(`^(${controlRegions.join("|")})$`)) as string,
      status: 0,
    });
    expect(records(forced).steps.map(({ step }) => step)).toEqual([
      "read the routing",
      "preflight",
      "update",
      "wait",
    ]);
  });

  test("a lost Region: what it publishes is not read, the rest is, and --force gets out of it", async () => {
    await aws.control.setFaults([
      { host: `*${mumbai}.amazonaws.com`, fault: "silent" },
      { host: `*.s3-control.us-west-2.amazonaws.com`, fault: "silent" },
    ]);
    const planned = await mrap.run(["failover", environment.file, "--to", virginia, "--yes"]);
    expect(planned.status).toBe(1);
    expect(planned.stdout).toMatch(/look {2}Failed, ap-south-1 to us-east-1 +unreachable/);
    expect(planned.stdout).toMatch(/STOP {2}Canary/);
    const forced = await mrap.run(["failover", environment.file, "--to", virginia, "--yes", "--force"]);
    expect(forced).toMatchObject({ status: 0 });
    expect(forced.stdout).toContain("; unreachable: us-west-2. Waiting for a canary object.");
    expect(await environment.active()).toEqual([virginia]);
  });

  test("records: two lines in a file, and an object in a bucket", async () => {
    await environment.s3(virginia).send(new CreateBucketCommand({ Bucket: "shop-records" }));
    const record = "s3://shop-records/runs";
    const result = await mrap.run([
      "failover",
      environment.file,
      "--to",
      virginia,
      "--yes",
      "--force",
      "--no-wait",
      "--record",
      record,
    ]);
    expect(result).toMatchObject({ status: 0 });
    const lines = readFileSync(join(mrap.folder, "state", "mrap", "runs.jsonl"), "utf8")
      .trim()
      .split("\n");
    const [submitting, ended] = lines.slice(-2).map((line) => JSON.parse(line) as RunRecord);
    expect(submitting).toMatchObject({
      event: "submitting",
      preflight: "skipped",
      overridden: ["preflight"],
    });
    expect(ended).toMatchObject({ event: "ended", run: submitting!.run, outcome: "accepted" });
    const list = await environment.s3(virginia).send(new ListObjectsV2Command({ Bucket: "shop-records" }));
    expect(list.Contents?.map(({ Key }) => Key)).toEqual([`runs/shop/${ended!.run}.jsonl`]);

    const lost = await mrap.run([
      "failover",
      environment.file,
      "--to",
      mumbai,
      "--yes",
      "--force",
      "--no-wait",
      "--record",
      "s3://no-such-bucket-here",
    ]);
    expect(lost.status).toBe(0);
    expect(lost.stderr).toContain("The record could not be written to s3://no-such-bucket-here/");
  });

  test("submitted, and no answer says what became of it: exit status 3", async () => {
    await aws.control.setFaults([{ host: "*.s3-control.*", fault: "no-answer", action: "s3:Submit*" }]);
    const args = ["failover", environment.file, "--to", virginia, "--yes", "--force", "--no-wait"];
    const result = await mrap.run([...args, "--request-timeout", "2"]);
    expect(result.status).toBe(3);
    expect(result.last).toMatch(
      /^The update was sent, and no answer says what became of it \(sent to .*\)\. It may still take effect: 5 of 5 control Regions report ap-south-1 active, us-east-1 passive\. Wait 2 minutes, then run mrap status /,
    );
  });
});

describe("credentials and proxy", () => {
  const flags = ["--to", virginia, "--yes", "--force", "--no-wait"];

  test("a profile's credentials, over the environment's", async () => {
    const file = join(mrap.folder, "credentials");
    writeFileSync(file, "[ops]\naws_access_key_id = AKIAOPSOPSOPSOPSOPS1\naws_secret_access_key = x\n");
    const env = { AWS_SHARED_CREDENTIALS_FILE: file, AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
    for (const [args, more] of [
      [["--profile", "ops"], {}],
      [[], { AWS_PROFILE: "ops" }],
    ] as const) {
      await environment.route(mumbai);
      const result = await mrap.run(["failover", environment.file, ...flags, ...args], {
        env: { ...env, ...more, XDG_STATE_HOME: join(mrap.folder, "profile") },
      });
      expect(result).toMatchObject({
        status: 0,
        stderr: `Looking for ${environment.file} …\nSubmitting …\n`,
      });
    }
  });

  test("what NO_PROXY exempts does not go to the proxy", async () => {
    await aws.control.clearRequests();
    const result = await mrap.run(["failover", environment.arn, ...flags], {
      env: { NO_PROXY: "amazonaws.com", no_proxy: "amazonaws.com" },
    });
    expect(result).toMatchObject({ status: 1 });
    const seen = (await aws.control.requests()).filter(({ userAgent }) => userAgent === "mrap");
    expect(seen).toEqual([]);
  });
});

describe("bad input", () => {
  const refused = async (args: string[], env: Record<string, string> = {}): Promise<Result> => {
    const result = await mrap.run(args, { env });
    expect(result.stdout + result.stderr).not.toMatch(/\n\s+at /);
    expect(await environment.active()).toEqual([mumbai]);
    return result;
  };
  const flags = ["--to", virginia, "--yes", "--force", "--no-wait"];

  test("an unknown environment", async () => {
    const result = await refused(["failover", "nowhere", ...flags]);
    expect(result.stderr + result.stdout).toContain("Unknown environment 'nowhere'");
    expect(result.status).toBe(2);
  });

  test("a Region that is no member: the members are listed", async () => {
    const result = await refused(["failover", environment.file, "--to", "eu-west-1", "--yes"]);
    expect(result.status).toBe(2);
    expect(result.stderr).toBe(
      `Looking for ${environment.file} …\n` +
        "eu-west-1 is not a member of shop, which has ap-south-1, us-east-1. Nothing was submitted.\n",
    );
  });

  test("no Region, an unknown option, seconds that are none", async () => {
    expect(await refused(["failover", environment.file])).toMatchObject({ status: 2 });
    expect(await refused(["failover", environment.file, "--too", virginia])).toMatchObject({ status: 2 });
    expect(await refused(["failover", environment.file, ...flags, "--timeout", "soon"])).toMatchObject({
      status: 2,
    });
  });

  test("an access point of one Region", async () => {
    const one = await makeEnvironment(aws, "single", { [mumbai]: "active" }).catch(() => undefined);
    const result = await refused(["failover", "single", "--to", mumbai, "--yes"]);
    one?.remove();
    expect(result.status).toBe(1);
    expect(result.stdout + result.stderr).toMatch(/only one Region/);
  });

  test("no credentials", async () => {
    const env = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_SESSION_TOKEN: "" };
    const result = await refused(["failover", environment.file, ...flags], env);
    expect(result.status).toBe(1);
    expect(result.stderr).toContain("There are no AWS credentials: set AWS_PROFILE (or --profile)");
  });

  test("a profile that is not there", async () => {
    const result = await refused(["failover", environment.file, ...flags, "--profile", "nobody"]);
    expect(result.status).toBe(1);
    expect(result.stderr).toContain("The AWS profile 'nobody' gives no credentials");
  });

  test("expired credentials", async () => {
    await aws.control.setFaults([{ host: "*", fault: "status", status: 400, code: "ExpiredToken" }]);
    const result = await mrap.run(["failover", environment.file, ...flags]);
    await aws.control.setFaults([]);
    expect(result.status).toBe(1);
    expect(result.stderr).toContain("Your AWS credentials have expired: sign in again");
    expect(await environment.active()).toEqual([mumbai]);
  });

  test("no permission: the action and the resource are named", async () => {
    for (const action of ["s3:GetMultiRegionAccessPointRoutes", "s3:SubmitMultiRegionAccessPointRoutes"]) {
      const hosts = ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1", "ap-southeast-2"];
      await aws.control.setFaults(
        hosts.map((region) => ({
          host: `${account}.s3-control.${region}.amazonaws.com`,
          fault: "status",
          status: 403,
          code: "AccessDenied",
          action,
        })),
      );
      const result = await refused(["failover", environment.file, ...flags]);
      expect(result.status).toBe(1);
      expect(result.stdout + result.stderr).toContain(
        `No permission: ${action} on ${environment.arn} is denied`,
      );
      if (action.includes("Submit"))
        expect(result.last).toContain(
          "The routing of shop is unchanged: ap-south-1 active, us-east-1 passive.",
        );
    }
  });

  test("a proxy that is not there, and an authority that cannot be read", async () => {
    const dead = await mrap.run(["failover", environment.file, ...flags], {
      env: { HTTPS_PROXY: "http://127.0.0.1:9" },
    });
    expect(dead.status).toBe(1);
    expect(dead.last).toContain("Nothing was submitted: the routing of shop is not known.");
    const unread = await refused(["failover", environment.file, ...flags], { AWS_CA_BUNDLE: "/no/such.pem" });
    expect(unread).toMatchObject({ status: 2 });
    expect(unread.stderr).toBe(
      `Looking for ${environment.file} …\nAWS_CA_BUNDLE names '/no/such.pem', but there is no such file; point it at a PEM file or unset it.\n`,
    );
    const untrusted = await refused(["failover", environment.file, ...flags], {
      AWS_CA_BUNDLE: "/etc/ssl/certs/ca-certificates.crt",
    });
    expect(untrusted.status).toBe(1);
  });
});

test("the help lists the exit statuses", async () => {
  const help = await mrap.run(["failover", "--help"]);
  expect(help.status).toBe(0);
  expect(help.stdout).toContain("3  Submitted, but not confirmed.");
});
