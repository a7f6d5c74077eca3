/** Everything a failover meets besides the control Regions: STS, CloudWatch, the buckets and the access point. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Behavior, Reply } from "./behavior";
import { send, type Emulator } from "./emulator";
import { account, arn, members } from "./world";

export interface DataPlane {
  /** Connection faults of hosts that are no control Region. */
  readonly connection?: (host: string) => Behavior["connection"];
  readonly nameLookup?: Reply;
  readonly sts?: Reply;
  /** Answers of CloudWatch and of the buckets, by host. */
  readonly reply?: (host: string, request: IncomingMessage) => Reply | undefined;
  /** Seconds that each answer of the data plane takes. */
  readonly delaySeconds?: number;
  /** Seconds until an object is in the other buckets. @default 60 */
  readonly replicationSeconds?: number;
  readonly listing?: Reply;
  readonly silentDelete?: boolean;
  /** Nothing can be written through the access point. */
  readonly canary?: Reply;
}

interface Stored {
  readonly at: number;
  readonly servedBy: string;
  readonly body: string;
}

const objects = new WeakMap<object, Map<string, Stored>>();

export async function answerData(
  emulator: Emulator,
  host: string,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const { data, world } = emulator;
  const stored = objects.get(world) ?? new Map<string, Stored>();
  objects.set(world, stored);
  const url = new URL(request.url ?? "/", "https://x");
  if (data.delaySeconds) await pause(data.delaySeconds * 1000);
  const special = data.reply?.(host, request);
  if (special)
    return host.startsWith("monitoring.") && (special.form ?? "aws") === "aws"
      ? send(response, special, JSON.stringify({ __type: special.code, message: special.message ?? "No." }))
      : send(response, special);
  if (host.startsWith("sts.")) {
    if (data.sts) return send(response, data.sts);
    const result = `<Arn>arn:aws:iam::${account}:user/operator</Arn><UserId>U</UserId><Account>${account}</Account>`;
    return xml(
      response,
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${result}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
    );
  }
  if (host.startsWith("monitoring.")) return metrics(request, body, response);
  const key = decodeURIComponent(url.pathname).replace(/^\//, "");
  if (host.includes(".accesspoint.s3-global.")) {
    if (data.canary) return send(response, data.canary);
    if (request.method === "PUT")
      stored.set(key, { at: Date.now(), servedBy: world.at().split(",")[0]!, body });
    if (request.method === "DELETE" && data.silentDelete) return;
    const found = stored.get(key);
    if (request.method === "GET")
      return found ? xml(response, found.body) : send(response, { status: 404, code: "NoSuchKey" });
    return send(response, { status: request.method === "DELETE" ? 204 : 200 }, "");
  }
  const region = Object.keys(members).find((one) => host.startsWith(`${members[one]}.`));
  if (region === undefined) return send(response, { status: 404, code: "NoSuchBucket" });
  await bucket(data, stored, region, url, request, response);
}

async function bucket(
  { listing, replicationSeconds = 60 }: DataPlane,
  stored: Map<string, Stored>,
  region: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const query = url.searchParams;
  if (query.has("versioning"))
    return xml(response, "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
  if (query.has("replication")) {
    const rules = Object.entries(members)
      .filter(([other]) => other !== region)
      .map(
        ([other, name]) =>
          `<Rule><ID>to-${other}</ID><Status>Enabled</Status><Destination><Bucket>arn:aws:s3:::${name}</Bucket>` +
          `<Metrics><Status>Enabled</Status></Metrics></Destination></Rule>`,
      );
    return xml(
      response,
      `<ReplicationConfiguration><Role>r</Role>${rules.join("")}</ReplicationConfiguration>`,
    );
  }
  if (query.has("policy")) {
    const statement = { Condition: { StringEquals: { "s3:DataAccessPointArn": arn } } };
    return xml(response, JSON.stringify({ Statement: [statement] }));
  }
  if (query.has("versions")) {
    if (listing) return send(response, listing);
    const found = stored.get(query.get("prefix") ?? "");
    const here = found && (found.servedBy === region || Date.now() - found.at >= replicationSeconds * 1000);
    const version = here
      ? `<Version><Key>${query.get("prefix")}</Key><VersionId>v</VersionId></Version>`
      : "";
    return xml(
      response,
      `<ListVersionsResult><Name>b</Name><IsTruncated>false</IsTruncated>${version}</ListVersionsResult>`,
    );
  }
  if (request.method === "HEAD") {
    const found = stored.get(decodeURIComponent(url.pathname).replace(/^\//, ""));
    response.writeHead(found ? 200 : 404, {
      ...(found && { "x-amz-replication-status": found.servedBy === region ? "PENDING" : "REPLICA" }),
    });
    return void response.end();
  }
  return send(response, { status: 200 }, "");
}

function metrics(request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
  const target = String(request.headers["x-amz-target"] ?? "")
    .split(".")
    .at(-1);
  const now = Math.floor(Date.now() / 1000) - 30;
  const queries =
    (JSON.parse(body || "{}") as { MetricDataQueries?: Array<{ Id: string }> }).MetricDataQueries ?? [];
  const answers: Record<string, unknown> = {
    GetMetricData: {
      MetricDataResults: queries.map(({ Id }) => ({
        Id,
        Timestamps: [now],
        Values: [0],
        StatusCode: "Complete",
      })),
    },
    DescribeAlarms: { MetricAlarms: [], CompositeAlarms: [] },
    ListMetrics: { Metrics: [] },
  };
  response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
  response.end(JSON.stringify(answers[target ?? ""] ?? {}));
  return Promise.resolve();
}

function xml(response: ServerResponse, body: string): Promise<void> {
  return send(response, { status: 200 }, body);
}
