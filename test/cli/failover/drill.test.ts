/** A drill under load: nobody stops writing while the traffic moves away and back. */
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { LocalAws } from "../../../local-aws";
import { until } from "../../local-aws/support";
import { mumbai, setStage, type Stage, virginia } from "../../support/command-line";
import type { DeployedEnvironment } from "../../support/live-environment";
import type { CommandLine } from "../../support/process";

let stage: Stage;
let aws: LocalAws;
let mrap: CommandLine;
let environment: DeployedEnvironment;

beforeAll(async () => {
  stage = await setStage("drill");
  ({ aws, mrap, environment } = stage);
});

afterAll(() => stage.stop());

test("every acknowledged write is in both buckets in the end", async () => {
  const acknowledged = new Map<string, string>();
  const servedBy = new Set<string>();
  let writing = true;
  const writer = async (number: number): Promise<void> => {
    const s3 = new S3Client(aws.clientConfig(number % 2 === 0 ? mumbai : virginia));
    for (let count = 0; writing && count < 2000; count++) {
      const Key = `writer-${number}/${count}`;
      const put = await s3.send(new PutObjectCommand({ Bucket: environment.arn, Key, Body: Key }));
      acknowledged.set(Key, put.VersionId ?? "");
    }
  };
  const writers = Promise.all([0, 1, 2].map(writer));
  const enough = async (more: number): Promise<void> => {
    const goal = acknowledged.size + more;
    await until(`${more} more writes`, () => acknowledged.size >= goal);
  };

  await enough(20);
  const away = await mrap.run(["failover", environment.file, "--to", virginia, "--yes", "--force"]);
  expect(away).toMatchObject({
    status: 0,
    last: "The routing of drill is now: us-east-1 active, ap-south-1 passive.",
  });
  await enough(20);
  const back = await mrap.run(["failback", environment.file, "--yes", "--force"]);
  expect(back).toMatchObject({
    status: 0,
    last: "The routing of drill is now: ap-south-1 active, us-east-1 passive.",
  });
  await enough(20);
  writing = false;
  await writers;

  await until("nothing waits to be replicated", async () => (await aws.control.pending()).length === 0);
  for (const bucket of Object.values(environment.buckets)) {
    const there = new Set(
      (await aws.control.ledger(bucket)).map(({ key, versionId }) => `${key} ${versionId}`),
    );
    const lost = [...acknowledged].filter(([key, version]) => !there.has(`${key} ${version}`));
    expect({ bucket, lost }).toEqual({ bucket, lost: [] });
  }
  for (const { key, servedBy: member } of await aws.control.requests())
    if (key?.startsWith("writer-") && member) servedBy.add(member.region);
  expect([...servedBy].sort()).toEqual([mumbai, virginia]);
  process.stdout.write(
    `${acknowledged.size} acknowledged writes during a failover and a failback, none lost\n`,
  );
});
