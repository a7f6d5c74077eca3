/** `mrap failback` as a process, against the local AWS. */
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { LocalAws } from "../../../local-aws";
import { mumbai, setStage, type Stage, virginia } from "../../support/command-line";
import type { DeployedEnvironment } from "../../support/live-environment";
import type { CommandLine } from "../../support/process";

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

describe("failback", () => {
  test("returns to the file's routing", async () => {
    await environment.route(virginia);
    const result = await mrap.run(["failback", environment.file, "--yes", "--force"]);
    expect(result).toMatchObject({ status: 0 });
    expect(result.last).toBe("The routing of shop is now: ap-south-1 active, us-east-1 passive.");
  });

  test("refuses while objects still wait in the other direction, unless forced", async () => {
    await environment.route(virginia);
    await aws.control.setReplication({ pausedDestinations: [mumbai] });
    const put = new PutObjectCommand({
      Bucket: environment.buckets[virginia],
      Key: "late.txt",
      Body: "late",
    });
    await environment.s3(virginia).send(put);
    await aws.control.flushMetrics();
    const refused = await mrap.run(["failback", environment.file, "--yes"]);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toMatch(/STOP {2}Waiting, us-east-1 to ap-south-1 +\d+ operations/);
    expect(await environment.active()).toEqual([virginia]);
    const forced = await mrap.run(["failback", environment.file, "--yes", "--force"]);
    await aws.control.setReplication({ pausedDestinations: [] });
    expect(forced.status).toBe(0);
    expect(forced.stdout).toContain("Overridden by --force: lag us-east-1 > ap-south-1");
  });

  test("--wait-for-replication waits for replication to catch up, then continues", async () => {
    await environment.route(virginia);
    await aws.control.setReplication({ pausedDestinations: [mumbai] });
    const put = new PutObjectCommand({
      Bucket: environment.buckets[virginia],
      Key: "later.txt",
      Body: "late",
    });
    await environment.s3(virginia).send(put);
    await aws.control.flushMetrics();
    const late = await mrap.run(["failback", environment.file, "--yes", "--wait-for-replication", "1"]);
    expect(late.status).toBe(1);
    expect(late.last).toMatch(
      /^Stopped by: Waiting, us-east-1 to ap-south-1\. In an emergency run mrap failback /,
    );
    const { child, result } = mrap.start([
      "failback",
      environment.file,
      "--yes",
      "--wait-for-replication",
      "60",
    ]);
    child.stderr!.on("data", (text: string) => {
      if (text.includes("Waiting, us-east-1 to ap-south-1: "))
        void aws.control.setReplication({ pausedDestinations: [] });
    });
    const { status, last } = await result;
    expect(status).toBe(0);
    expect(last).toBe("The routing of shop is now: ap-south-1 active, us-east-1 passive.");
  });

  test("without a file there is nothing to return to", async () => {
    const result = await mrap.run(["failback", environment.arn, "--yes"]);
    expect(result.status).toBe(2);
    expect(result.stderr).toContain("mrap failover --to REGION");
  });
});
