import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { startLocalAws } from "../../local-aws";
import { until } from "./support";

const root = path.join(__dirname, "..", "..");

/** True while a process runs; a dead child that nobody has waited for does not. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const status = `/proc/${pid}/status`;
    return !fs.existsSync(status) || !/^State:\s+Z/m.test(fs.readFileSync(status, "utf8"));
  } catch {
    return false;
  }
}

/** Starts a Node process that starts a local AWS, and reads what it prints about it. */
async function parentProcess(): Promise<{
  parent: ReturnType<typeof spawn>;
  pid: number;
  directory: string;
}> {
  const code = `require("./local-aws").startLocalAws().then(({ pid, directory }) => console.log(JSON.stringify({ pid, directory })))`;
  const parent = spawn(process.execPath, ["-r", "@swc-node/register", "-e", code], {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const line = await new Promise<string>((resolve) =>
    parent.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString())),
  );
  return { parent, ...(JSON.parse(line) as { pid: number; directory: string }) };
}

describe("start and stop", () => {
  it("leave no process and no file, and create a new authority each time", async () => {
    const first = await startLocalAws();
    const second = await startLocalAws();
    expect(isRunning(first.pid)).toBe(true);
    expect(fs.readFileSync(first.caFile, "utf8")).not.toBe(fs.readFileSync(second.caFile, "utf8"));
    await Promise.all([first.stop(), second.stop()]);
    expect([first.pid, second.pid].filter(isRunning)).toEqual([]);
    expect([first.directory, second.directory].filter((folder) => fs.existsSync(folder))).toEqual([]);
  });

  it.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)(
    "end the server if its parent ends by %s",
    async (signal) => {
      const { parent, pid, directory } = await parentProcess();
      expect(isRunning(pid)).toBe(true);
      parent.kill(signal);
      await until("the server is gone", () => !isRunning(pid));
      await until("its folder is gone", () => !fs.existsSync(directory));
    },
  );
});

describe("the address", () => {
  it("is on the loopback interface only", async () => {
    const aws = await startLocalAws();
    const other = Object.values(os.networkInterfaces())
      .flat()
      .find((entry) => entry && !entry.internal && entry.family === "IPv4");
    const host = other?.address ?? "127.0.0.2";
    const outcome = await new Promise((resolve) => {
      const socket = net.connect({ host, port: Number(new URL(aws.url).port) });
      socket.once("connect", () => resolve("connected"));
      socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    await aws.stop();
    expect(outcome).toBe("ECONNREFUSED");
  });
});

describe("requests", () => {
  it("use the real host names and few connections", async () => {
    const aws = await startLocalAws();
    try {
      const s3 = new S3Client(aws.clientConfig("ap-south-1"));
      const place = { LocationConstraint: "ap-south-1" } as const;
      await s3.send(new CreateBucketCommand({ Bucket: "plain", CreateBucketConfiguration: place }));
      const Key = "a/ö b+c%.txt";
      for (let round = 0; round < 5; round += 1)
        await s3.send(new PutObjectCommand({ Bucket: "plain", Key, Body: "hello" }));
      const got = await s3.send(new GetObjectCommand({ Bucket: "plain", Key }));
      expect(await got.Body?.transformToString()).toBe("hello");
      const requests = await aws.control.requests();
      expect(requests.at(-1)).toMatchObject({
        host: "plain.s3.ap-south-1.amazonaws.com",
        action: "s3:GetObject",
        bucket: "plain",
        key: Key,
        status: 200,
      });
      const agent = aws.clientConfig("ap-south-1").requestHandler.httpsAgent;
      expect(Object.values(agent.freeSockets).flat()).toHaveLength(1);
    } finally {
      await aws.stop();
    }
  });

  it("for a bucket in another Region are redirected", async () => {
    const aws = await startLocalAws();
    try {
      await new S3Client(aws.clientConfig("us-east-1")).send(
        new CreateBucketCommand({ Bucket: "elsewhere" }),
      );
      const s3 = new S3Client(aws.clientConfig("eu-west-1"));
      const call = s3.send(new PutObjectCommand({ Bucket: "elsewhere", Key: "k", Body: "1" }));
      await expect(call).rejects.toMatchObject({ name: "PermanentRedirect" });
    } finally {
      await aws.stop();
    }
  });
});
