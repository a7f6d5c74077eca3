/** The lean client says on the wire what the SDK's client says. */
import { createServer, type Server } from "node:https";
import { execFileSync } from "node:child_process";
import {
  GetMultiRegionAccessPointCommand,
  GetMultiRegionAccessPointRoutesCommand,
  ListMultiRegionAccessPointsCommand,
  S3ControlClient,
  SubmitMultiRegionAccessPointRoutesCommand,
} from "@aws-sdk/client-s3-control";
import type { HttpRequest } from "@smithy/types";
import { describeAccessPoint, findByAlias } from "../../../../cli/adapters/aws/access-point";
import type { Aws } from "../../../../cli/adapters/aws/aws";
import { routesApi } from "../../../../cli/adapters/aws/routes-api";
import { sendSigned, type AwsRequest } from "../../../../cli/adapters/aws/signed-request";

const account = "123456789012";
const alias = "mfzwi23gnjvgw.mrap";
const arn = `arn:aws:s3::${account}:accesspoint/${alias}`;
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "token" };
const compared = [
  ":method",
  ":path",
  "host",
  "x-amz-account-id",
  "content-type",
  "content-length",
  "content-md5",
  "x-amz-content-sha256",
  "x-amz-security-token",
];

type Said = Record<string, string | undefined> & { body: string };

/** The request of the SDK's client. */
async function bySdk(send: (client: S3ControlClient) => Promise<unknown>): Promise<Said> {
  let said: Said | undefined;
  const handle = (request: HttpRequest): Promise<never> => {
    const query = Object.entries(request.query ?? {}).map(([key, value]) => `${key}=${String(value)}`);
    const path = request.path + (query.length > 0 ? `?${query.join("&")}` : "");
    said = { ...request.headers, ":method": request.method, ":path": path, body: String(request.body ?? "") };
    return Promise.reject(new Error("not sent"));
  };
  const client = new S3ControlClient({
    region: "us-west-2",
    credentials,
    maxAttempts: 1,
    requestHandler: { handle } as never,
  });
  await send(client).catch(() => undefined);
  if (said === undefined) throw new Error("the SDK sent nothing");
  return said;
}

/** The request of this project's client, sent to a server of its own through Node's client. */
async function byUs(use: (aws: Aws) => Promise<unknown>): Promise<Said> {
  let said: Said | undefined;
  const pem = execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-days",
      "1",
      "-subj",
      "/CN=x",
      "-keyout",
      "-",
      "-out",
      "-",
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const server: Server = createServer({ key: pem, cert: pem }, (request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      said = {
        ...(request.headers as Record<string, string>),
        ":method": request.method,
        ":path": request.url,
        body,
      };
      response.end("<x/>");
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  const { Agent } = await import("node:https");
  const agent = new Agent({ rejectUnauthorized: false });
  const lookup = agent.createConnection.bind(agent);
  Object.assign(agent, {
    createConnection: (options: object, done: () => void) =>
      lookup({ ...options, host: "127.0.0.1", port, servername: "x" }, done),
  });
  const aws = { send: (request: AwsRequest) => sendSigned(request, credentials, agent) } as Aws;
  await use(aws).catch(() => undefined);
  server.closeAllConnections();
  server.close();
  if (said === undefined) throw new Error("ours sent nothing");
  return said;
}

const routes = [
  { region: "ap-south-1", bucket: "bucket-a", active: false },
  { region: "us-east-1", bucket: "bucket-b", active: true },
];
const signal = new AbortController().signal;
const AccountId = account;

test.each<[string, (aws: Aws) => Promise<unknown>, (client: S3ControlClient) => Promise<unknown>]>([
  [
    "reading routes",
    (aws) => routesApi(aws, { account, arn }).read("us-west-2", signal),
    (client) => client.send(new GetMultiRegionAccessPointRoutesCommand({ AccountId, Mrap: arn })),
  ],
  [
    "submitting routes",
    (aws) => routesApi(aws, { account, arn }).submit("us-west-2", routes, signal),
    (client) =>
      client.send(
        new SubmitMultiRegionAccessPointRoutesCommand({
          AccountId,
          Mrap: arn,
          RouteUpdates: routes.map(({ bucket, active }) => ({
            Bucket: bucket,
            TrafficDialPercentage: active ? 100 : 0,
          })),
        }),
      ),
  ],
  [
    "an access point by its name",
    (aws) => describeAccessPoint(aws, account, "my-mrap", signal),
    (client) => client.send(new GetMultiRegionAccessPointCommand({ AccountId, Name: "my-mrap" })),
  ],
  [
    "an access point by its alias",
    (aws) => findByAlias(aws, account, alias, signal),
    (client) => client.send(new ListMultiRegionAccessPointsCommand({ AccountId })),
  ],
])("%s", async (_, ours, sdk) => {
  const [us, them] = [await byUs(ours), await bySdk(sdk)];
  for (const name of compared) expect({ name, value: us[name] }).toEqual({ name, value: them[name] });
  expect(us.body).toBe(them.body);
  // Signed is what the SDK signs, but for its own names.
  const signed = (said: Said): string[] =>
    (/SignedHeaders=([^,]+)/.exec(said.authorization ?? "")?.[1] ?? "")
      .split(";")
      .filter((one) => !/^amz-sdk|user-agent/.test(one));
  expect(signed(us)).toEqual(signed(them));
  expect(us.authorization).toContain(`/us-west-2/s3/aws4_request`);
});
