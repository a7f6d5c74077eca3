import {
  CreateBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type Fault, type LocalAws, startLocalAws } from "../../../local-aws";
import { versionedBucket } from "../../support/buckets";
import { accessPoint, errorOf } from "../support";

let aws: LocalAws;
const host = "*.us-east-1.amazonaws.com";

beforeAll(async () => {
  aws = await startLocalAws();
});
afterAll(() => aws.stop());
beforeEach(() => aws.control.reset());

/** A client without retries and without connections of earlier tests. */
function client(region = "us-east-1"): S3Client {
  const config = aws.clientConfig(region);
  config.requestHandler.httpsAgent.destroy();
  return new S3Client({ ...config, maxAttempts: 1 });
}

async function outcome(s3: S3Client, signal?: AbortSignal): Promise<string> {
  try {
    await s3.send(new ListBucketsCommand({}), { abortSignal: signal });
  } catch (error) {
    // Under jest the SDK takes Node's errors for foreign ones: their code is only left in the text.
    const { name, message } = error as Error;
    return `${name} ${message}`;
  }
  return "no error";
}

describe("faults", () => {
  it.each<[Fault["fault"], RegExp]>([
    ["refuse", /ECONNREFUSED/],
    ["wrong-certificate", /does not match certificate's altnames/],
    ["untrusted-certificate", /unable to verify|unable to get/],
    ["tls-abort", /disconnected before secure TLS|ECONNRESET/],
    ["status", /^SlowDown/],
    ["lose-answer", /ECONNRESET|socket hang up/],
  ])("%s ends in %s, in its Region only", async (fault, error) => {
    await aws.control.setFaults([{ host: "s3.us-east-1.amazonaws.com", fault }]);
    expect(await outcome(client())).toMatch(error);
    expect(await outcome(client("eu-west-1"))).toBe("no error");
    await aws.control.setFaults([]);
    expect(await outcome(client())).toBe("no error");
  });

  it.each<[Fault["fault"]]>([["silent"], ["no-answer"]])("%s never answers", async (fault) => {
    await aws.control.setFaults([{ host: "s3.us-east-1.amazonaws.com", fault }]);
    const started = Date.now();
    expect(await outcome(client(), AbortSignal.timeout(300))).toMatch(/Abort|Timeout/);
    expect(Date.now() - started).toBeGreaterThan(250);
    const events = (await aws.control.requests()).map((request) => request.event);
    expect(events).toContain(fault);
  });

  it("slow delays the answer, as often as its count says", async () => {
    await aws.control.setFaults([
      { host: "s3.us-east-1.amazonaws.com", fault: "slow", seconds: 1, count: 1 },
    ]);
    const s3 = client();
    const times: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      const started = Date.now();
      await outcome(s3);
      times.push(Date.now() - started);
    }
    expect(times[0]).toBeGreaterThanOrEqual(990);
    expect(times[1]).toBeLessThan(900);
  });

  it("status affects the named action only", async () => {
    const s3 = client();
    await s3.send(new CreateBucketCommand({ Bucket: "target" }));
    await aws.control.setFaults([
      { host, fault: "status", status: 500, code: "InternalError", action: "s3:Put*" },
    ]);
    expect(await errorOf(s3.send(new PutObjectCommand({ Bucket: "target", Key: "k", Body: "1" })))).toBe(
      "InternalError 500",
    );
    expect(await outcome(s3)).toBe("no error");
  });

  it("lose-answer lets the request take effect", async () => {
    const s3 = client();
    await s3.send(new CreateBucketCommand({ Bucket: "target" }));
    await aws.control.setFaults([{ host: "target.s3.*", fault: "lose-answer", count: 1 }]);
    expect(await errorOf(s3.send(new PutObjectCommand({ Bucket: "target", Key: "k", Body: "1" })))).not.toBe(
      "no error",
    );
    expect(await errorOf(s3.send(new HeadObjectCommand({ Bucket: "target", Key: "k" })))).toBe("no error");
  });

  it("break open connections", async () => {
    const s3 = client();
    expect(await outcome(s3)).toBe("no error");
    await aws.control.setFaults([{ host: "s3.us-east-1.amazonaws.com", fault: "refuse" }]);
    expect(await outcome(s3)).toMatch(/ECONN|socket hang up/);
  });

  it("of a member bucket make the access point answer 503", async () => {
    await versionedBucket(aws, "us-east-1", "member-us");
    await versionedBucket(aws, "ap-south-1", "member-ap");
    const point = await accessPoint(aws, "orders", ["member-us", "member-ap"]);
    await aws.control.setFaults([{ host, fault: "refuse" }]);
    const put = (region: string): Promise<string> =>
      errorOf(client(region).send(new PutObjectCommand({ Bucket: point.arn, Key: "k", Body: "1" })));
    expect(await put("us-east-1")).toBe("ServiceUnavailable 503");
    expect(await put("ap-south-1")).toBe("no error");
  });

  it("that cannot be applied are rejected with a reason", async () => {
    await expect(aws.control.setFaults([{ host, fault: "explode" as "slow" }])).rejects.toThrow(
      "fault should be one of lose-answer, no-answer, refuse, silent, slow, status, tls-abort, untrusted-certificate, wrong-certificate, got 'explode'",
    );
    await expect(aws.control.setReplication({ speed: 1 } as never)).rejects.toThrow(
      "replication has no setting speed",
    );
  });
});
