/** Measures a request of `mrap traffic`, in turns with boto3 and against a local sink. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { startLocalAws, type LocalAws } from "../local-aws";
import { makeEnvironment, type DeployedEnvironment } from "../test/support/live-environment";
import { atLeast, atMost, median, type Figure } from "./measure";

const rounds = 5;
/** Warm-up requests, which are not counted. */
const puts = 1000;
const warming = 100;

export async function run(): Promise<Figure[]> {
  const aws = await startLocalAws();
  const environment = await makeEnvironment(aws, "bench-traffic", {
    "ap-south-1": "active",
    "us-east-1": "passive",
  });
  try {
    const figures = againstBoto3(aws, environment);
    await aws.stop();
    return [...figures, ...signatures(), await flatMemory(), await punctual()];
  } finally {
    environment.remove();
    await aws.stop();
  }
}

/** CPU time of the client for each PUT of 1 KiB. Both clients take turns on the same local AWS. */
function againstBoto3(aws: LocalAws, environment: DeployedEnvironment): Figure[] {
  const boto3: number[] = [];
  const ours = { native: [] as number[], JavaScript: [] as number[] };
  const python = process.env["MRAP_PYTHON"] || "python3";
  for (let round = 0; round < rounds; round++) {
    const bucket = environment.buckets["ap-south-1"]!;
    const text = execFileSync(python, ["-c", boto3Puts(bucket, round)], {
      env: aws.childEnv(),
      encoding: "utf8",
    });
    boto3.push(Number(text));
    for (const signer of ["native", "JavaScript"] as const)
      ours[signer].push(
        worker<number>({ puts: { alias: environment.alias, warming, count: puts, signer } }, aws.childEnv()),
      );
  }
  const base = median(boto3);
  return (["native", "JavaScript"] as const).map((signer) => {
    const each = median(ours[signer]);
    const detail = `${each.toFixed(0)} us with SigV4A against ${base.toFixed(0)} us of boto3's put_object, medians of ${rounds}`;
    return atMost(
      `CPU for a 1 KiB PUT, ${signer} signer, to boto3`,
      each / base,
      // The signer in JavaScript does not reach 0.5: most of its time is the arithmetic of the signature.
      signer === "native" ? 0.5 : 0.85,
      detail,
    );
  });
}

const boto3Puts = (bucket: string, round: number): string => `
import boto3, resource
s3 = boto3.client("s3", region_name="ap-south-1")
body = bytes(1024)
put = lambda i: s3.put_object(Bucket="${bucket}", Key=f"boto3-${round}-{i}", Body=body)
for i in range(${warming}): put(i)
cpu = lambda: (lambda used: used.ru_utime + used.ru_stime)(resource.getrusage(resource.RUSAGE_SELF))
began = cpu()
for i in range(${puts}): put(i)
print((cpu() - began) / ${puts} * 1e6)
`;

function signatures(): Figure[] {
  const rate = (signer: string, count: number): number => worker({ signatures: { signer, count } });
  const [native, pure] = [rate("native", 20_000), rate("JavaScript", 3000)];
  return [
    atLeast("SigV4A signatures a second, native", native, 5000, "one after another, on a busy machine too"),
    atLeast(
      "SigV4A signatures a second, JavaScript",
      pure,
      700,
      `the native signer makes ${(native / pure).toFixed(1)} times as many`,
    ),
  ];
}

async function flatMemory(): Promise<Figure> {
  const { peak, sent, seconds } = await againstSink<Load>({
    rate: 20_000,
    seconds: 10,
    grace: 600,
    concurrency: 64,
  });
  const detail = `peak of the process over ${sent} requests signed and sent to a sink on loopback, in ${seconds.toFixed(0)} s`;
  if (sent !== 200_000) throw new Error(`the sink got ${sent} requests, not 200000`);
  return atMost("MiB of a run of 200,000 requests", peak, 300, detail);
}

async function punctual(): Promise<Figure> {
  const { within5ms, sent } = await againstSink<Load>({ rate: 500, seconds: 20, grace: 20, concurrency: 64 });
  return atLeast(
    "% sent within 5 ms of their time, at 500 a second",
    within5ms * 100,
    99,
    `of ${sent}, to a sink on loopback`,
  );
}

interface Load {
  readonly peak: number;
  readonly sent: number;
  readonly seconds: number;
  readonly within5ms: number;
}

/** The sink runs in a separate process, because its CPU time is not measured. */
async function againstSink<T>(load: object): Promise<T> {
  const sink = spawn(process.execPath, ["-e", sinkSource], { stdio: ["pipe", "pipe", "inherit"] });
  try {
    const port = await new Promise<string>((resolve) =>
      sink.stdout.once("data", (text) => resolve(String(text).trim())),
    );
    return worker<T>({ load: { ...load, origin: `http://127.0.0.1:${port}` } });
  } finally {
    sink.kill();
  }
}

const sinkSource = `
const server = require("node:http").createServer((request, response) => {
  request.resume();
  request.on("end", () => response.writeHead(200, { "x-amz-version-id": "v", "content-length": 0 }).end());
});
server.keepAliveTimeout = 60000;
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit());
`;

let bundle: string | undefined;

/** Bundles the worker like the command line, because a transpiler would add its own memory. */
function bundleWorker(): string {
  const folder = mkdtempSync(join(tmpdir(), "bench-traffic-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, "worker.js");
  buildSync({
    entryPoints: [join(__dirname, "traffic-worker.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "warning",
  });
  return outfile;
}

/** Runs one measurement in a new process and returns its result. */
function worker<T>(task: object, env: Record<string, string> = process.env as Record<string, string>): T {
  bundle ??= bundleWorker();
  const args = [bundle, JSON.stringify(task)];
  const quiet = {
    NODE_PATH: join(__dirname, "..", "node_modules"),
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
    ...env,
  };
  const text = execFileSync(process.execPath, args, {
    env: quiet,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(text) as T;
}
