/**
 * The parts of AWS that a failover meets, in this process: a proxy that ends TLS for every AWS host, five control
 * Regions that each behave as a case says, and a journal that says what really happened.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { controlRegions } from "../../../../cli/access-point/control-regions";
import type { Behavior, Reply } from "./behavior";
import { accessPointBody, cut, errorBody, routesBody } from "./bodies";
import { answerData, type DataPlane } from "./data-plane";
import { account, members, routingOf, World, type Exchange } from "./world";

export interface Emulator {
  world: World;
  /** By control Region; a Region left out behaves as AWS documents. */
  behaviors: Record<string, Behavior>;
  data: DataPlane;
  /** When the faults began. */
  began: number;
  /** The host of every connection that was opened through the proxy. */
  connections: string[];
  readonly port: number;
  /** The environment of a process that uses it through its proxy. */
  readonly env: Record<string, string>;
  stop(): void;
}

export function certificate(folder: string): { key: string; cert: string; file: string } {
  const regions = [...new Set([...controlRegions, ...Object.keys(members)])];
  const names = [
    "*.mrap.accesspoint.s3-global.amazonaws.com",
    ...regions.flatMap((region) =>
      [
        `*.s3-control.${region}`,
        `sts.${region}`,
        `*.s3.${region}`,
        `s3.${region}`,
        `monitoring.${region}`,
      ].map((one) => `${one}.amazonaws.com`),
    ),
  ];
  const pem = execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"].concat(
      ["-subj", "/CN=emulator", "-addext", `subjectAltName=${names.map((one) => `DNS:${one}`).join()}`],
      ["-keyout", "-", "-out", "-"],
    ),
    { stdio: ["ignore", "pipe", "ignore"], encoding: "utf8" },
  );
  const file = join(folder, "ca.pem");
  writeFileSync(file, pem.slice(pem.indexOf("-----BEGIN CERTIFICATE")));
  return { key: pem, cert: pem, file };
}

/** @param directly serves AWS on port 443 of this host, for runs without a proxy. @default through a proxy */
export async function startEmulator({ directly = false } = {}): Promise<Emulator> {
  const folder = mkdtempSync(join(tmpdir(), "emulator-"));
  const { key, cert, file } = certificate(folder);
  const sockets = new Set<Socket>();
  const https = createHttps({ key, cert }, (request, response) => {
    void answer(emulator, request, response).catch(() => response.destroy());
  });
  https.on("tlsClientError", () => undefined);
  const proxy = createHttp();
  proxy.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  proxy.on("connect", (request: IncomingMessage, socket: Socket) => {
    const host = (request.url ?? "").replace(/:\d+$/, "");
    emulator.connections.push(host);
    const fault = connectionFault(emulator, host);
    if (fault === "silent") return;
    if (fault === "refused") return void socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (fault === "broken handshake") return void socket.end();
    https.emit("connection", socket);
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  if (directly) await new Promise<void>((done) => https.listen(443, "127.0.0.1", done));
  const { port } = proxy.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const emulator: Emulator = {
    world: new World("ap-south-1"),
    behaviors: {},
    data: {},
    began: Date.now(),
    connections: [],
    port,
    env: {
      PATH: process.env.PATH ?? "",
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_CA_BUNDLE: file,
      ...(!directly && { HTTPS_PROXY: url, https_proxy: url }),
      AWS_EC2_METADATA_DISABLED: "true",
    },
    stop() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      if (directly) https.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return emulator;
}

function controlRegionOf(host: string): string | undefined {
  return /\.s3-control\.([a-z0-9-]+)\.amazonaws\.com$/.exec(host)?.[1];
}

function connectionFault({ behaviors, data, began }: Emulator, host: string): Behavior["connection"] {
  const region = controlRegionOf(host);
  if (region === undefined) return data.connection?.(host);
  const { connection, connectionSeconds = Infinity } = behaviors[region] ?? {};
  return Date.now() - began < connectionSeconds * 1000 ? connection : undefined;
}

async function answer(emulator: Emulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const host = request.headers.host ?? "";
  const region = controlRegionOf(host);
  if (region === undefined) return answerData(emulator, host, request, body, response);
  if (connectionFault(emulator, host)) return void response.destroy();
  if (!(request.url ?? "").includes("/routes")) return named(emulator, region, response);
  await (request.method === "GET" ? read : submit)(emulator, region, body, response);
}

/** A name is looked up: us-west-2 alone knows. */
async function named({ data }: Emulator, region: string, response: ServerResponse): Promise<void> {
  if (data.nameLookup) await send(response, data.nameLookup);
  else if (region !== "us-west-2")
    await send(response, { status: 404, code: "NoSuchMultiRegionAccessPoint", message: "not here" });
  else await send(response, { status: 200 }, accessPointBody());
}

function faultOf<T extends { readonly seconds?: number }>(
  { behaviors, began }: Emulator,
  region: string,
  part: "read" | "submit",
): T | undefined {
  const one = behaviors[region]?.[part] as T | undefined;
  return Date.now() - began < (one?.seconds ?? Infinity) * 1000 ? one : undefined;
}

async function read(emulator: Emulator, region: string, _: string, response: ServerResponse): Promise<void> {
  const { world, behaviors } = emulator;
  const how = faultOf<NonNullable<Behavior["read"]>>(emulator, region, "read") ?? {};
  const exchange: Exchange = { region, kind: "read", at: Date.now() };
  world.exchanges.push(exchange);
  if (how.silent) return;
  if (behaviors[region]?.delaySeconds) await pause(behaviors[region].delaySeconds * 1000);
  if (how.reply) return send(response, how.reply, undefined, exchange);
  const routing = world.seenBy(region);
  const whole = routesBody(routing, how.odd);
  const complete = how.cut === undefined && (how.odd === undefined || how.odd === "namespace prefix");
  if (complete) Object.assign(exchange, { routing });
  await send(
    response,
    { status: 200 },
    how.cut === undefined ? whole : cut(whole, how.cut),
    exchange,
    complete,
  );
}

async function submit(
  emulator: Emulator,
  region: string,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const { world, behaviors } = emulator;
  const how = faultOf<NonNullable<Behavior["submit"]>>(emulator, region, "submit") ?? {};
  const routing = requested(body, world.at());
  const exchange: Exchange = { region, kind: "submit", at: Date.now(), routing };
  world.exchanges.push(exchange);
  if (how.meanwhile !== undefined) world.moveElsewhere(how.meanwhile);
  if (behaviors[region]?.delaySeconds) await pause(behaviors[region].delaySeconds * 1000);
  await how.held;
  const conflict: Reply = {
    status: 409,
    code: "OperationAborted",
    message: "A conflicting update is in progress.",
  };
  const taken = how.effectSeconds === "never" || world.submit(exchange, how.effectSeconds);
  if (how.repeated) {
    const second: Exchange = { ...exchange };
    if (!world.submit(second)) return send(response, conflict, undefined, exchange);
  }
  if (how.silent) return;
  if (how.delaySeconds) await pause(how.delaySeconds * 1000);
  if (how.broken) return void response.destroy();
  if (how.reply) return send(response, how.reply, undefined, exchange);
  await send(response, taken ? { status: 200 } : conflict, taken ? "" : undefined, exchange);
}

/** The routing that an update asks for: Regions left out keep their dial. */
function requested(body: string, now: string): string {
  const active = new Set(now.split(","));
  for (const [, route = ""] of body.matchAll(/<Route>([\s\S]*?)<\/Route>/g)) {
    const bucket = /<Bucket>([^<]*)</.exec(route)?.[1];
    const region = Object.keys(members).find((one) => members[one] === bucket);
    if (region === undefined) continue;
    if (route.includes(">100<")) active.add(region);
    else active.delete(region);
  }
  return routingOf(active);
}

export function send(
  response: ServerResponse,
  reply: Reply,
  body = errorBody(reply),
  exchange?: Exchange,
  complete = reply.status < 300 && (reply.form ?? "aws") === "aws",
): Promise<void> {
  const length = Buffer.byteLength(body);
  response.writeHead(reply.status, {
    "content-type": (reply.form ?? "aws") === "html" ? "text/html" : "application/xml",
    "content-length": length,
    ...(reply.location && { location: reply.location }),
  });
  return new Promise((done) => {
    response.on("close", () => done());
    response.end(body, () => {
      if (exchange && !response.destroyed)
        exchange.answered = { at: Date.now(), status: reply.status, complete };
      done();
    });
  });
}

export { account };
