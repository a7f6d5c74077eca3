/** Runs one measurement of bench/traffic.ts in a separate process and prints the result as JSON. */
import { Aws } from "../cli/adapters/aws/aws";
import { Bodies } from "../cli/traffic/load/body";
import { S3Wire } from "../cli/traffic/wire/client";
import { runLoad } from "../cli/traffic/load/load";
import { RequestLog } from "../cli/traffic/load/log";
import { Objects } from "../cli/traffic/load/objects";
import type { Operation } from "../cli/traffic/load/operations";
import { Sender } from "../cli/traffic/load/send";
import { ServedBy } from "../cli/traffic/result/served-by";
import { loadSigners, toSign, type SignerKind } from "../cli/traffic/wire/signer";
import { summarize } from "../cli/traffic/result/summarize";
import { Turns } from "../cli/traffic/load/turns";

interface Task {
  readonly puts?: {
    readonly alias: string;
    readonly warming: number;
    readonly count: number;
    readonly signer: SignerKind;
  };
  readonly signatures?: { readonly count: number; readonly signer: SignerKind };
  readonly load?: {
    readonly rate: number;
    readonly seconds: number;
    readonly grace: number;
    readonly concurrency: number;
    readonly origin: string;
  };
}

const aws = new Aws();
const credentials = () => aws.credentials();
const objects = (): Objects => new Objects("bench/", new Bodies("bench", 1024), [{ bytes: 1024, share: 1 }]);

/** CPU time of each PUT in microseconds. The requests are sequential, as in boto3. */
async function putsCpu({ alias, warming, count, signer }: NonNullable<Task["puts"]>): Promise<number> {
  const wire = await S3Wire.open({ credentials, connections: 1, timeoutMs: 30_000, signer });
  const host = `${alias}.accesspoint.s3-global.amazonaws.com`;
  const sender = new Sender(wire, host, objects(), () => performance.now());
  const put = async (): Promise<void> => {
    const sent = await sender.send("put");
    if (sent?.failure) throw sent.failure;
  };
  for (let warm = 0; warm < warming; warm++) await put();
  const before = process.cpuUsage();
  for (let number = 0; number < count; number++) await put();
  const { user, system } = process.cpuUsage(before);
  await wire.close();
  return (user + system) / count;
}

async function signaturesASecond({ count, signer }: NonNullable<Task["signatures"]>): Promise<number> {
  const one = (await loadSigners(credentials, signer)).for("*");
  const request = toSign({
    method: "PUT",
    host: "a.mrap.accesspoint.s3-global.amazonaws.com",
    path: "/bench/000000001",
    headers: { host: "a.mrap.accesspoint.s3-global.amazonaws.com", "x-amz-content-sha256": "0".repeat(64) },
  });
  for (let warm = 0; warm < 200; warm++) await one.sign(request);
  const began = performance.now();
  for (let number = 0; number < count; number++) await one.sign(request);
  return (count / (performance.now() - began)) * 1000;
}

async function loadOnSink({ rate, seconds, grace, concurrency, origin }: NonNullable<Task["load"]>) {
  const wire = await S3Wire.open({ credentials, connections: concurrency, timeoutMs: 30_000, origin });
  const log = new RequestLog();
  const began = performance.now();
  const sender = new Sender(
    wire,
    "a.mrap.accesspoint.s3-global.amazonaws.com",
    objects(),
    () => performance.now() - began,
  );
  await sender.send("put");
  // Half of the requests write, as in the default mix. The sink stores no objects that could be read.
  const mix: Array<{ item: Operation; share: number }> = [
    { item: "put", share: 1 },
    { item: "head", share: 1 },
  ];
  const outcome = await runLoad({
    rate,
    durationMs: seconds * 1000,
    graceMs: grace * 1000,
    concurrency,
    operations: new Turns(mix),
    send: (operation) => sender.send(operation),
    log,
    signal: new AbortController().signal,
    beganMs: began,
  });
  const { total, within5ms } = summarize(log, new ServedBy([], []), []);
  if (total.failed > 0) throw new Error(`${total.failed} requests to the sink failed`);
  await wire.close();
  const peak = process.resourceUsage().maxRSS / 1024;
  return { peak, sent: total.sent, seconds: outcome.sendingMs / 1000, within5ms };
}

async function main({ puts, signatures, load }: Task): Promise<unknown> {
  if (puts) return putsCpu(puts);
  if (signatures) return signaturesASecond(signatures);
  if (load) return loadOnSink(load);
  throw new Error("nothing to measure");
}

void main(JSON.parse(process.argv[2] ?? "{}") as Task).then((result) => {
  process.stdout.write(JSON.stringify(result), () => process.exit(0));
});
