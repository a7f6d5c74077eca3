import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { S3Wire } from "../../../../cli/traffic/wire/client";

/** An S3 that accepts one access key and rejects all others as expired. */
let accepted = "key-1";
let requests: string[] = [];
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const name = /Credential=([^/]+)/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    requests.push(name);
    request.resume().on("end", () => {
      if (name === accepted) response.end("content");
      else response.writeHead(400).end("<Error><Code>ExpiredToken</Code><Message>expired</Message></Error>");
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

let wire: S3Wire;
let current: string;
let next: string;

beforeEach(async () => {
  [accepted, current, next, requests] = ["key-1", "key-1", "key-2", []];
  wire = await S3Wire.open({
    credentials: () => Promise.resolve({ accessKeyId: current, secretAccessKey: "x" }),
    renew: () => {
      const renewed = current !== next;
      current = next;
      return Promise.resolve(renewed);
    },
    connections: 1,
    timeoutMs: 5000,
    origin,
    signer: "JavaScript",
  });
});
afterEach(() => wire.close());

const get = () => wire.send({ method: "GET", region: "eu-west-1", host: "bucket.example", path: "/a" });

test("a request with expired credentials is sent again with new ones, and later requests use them", async () => {
  expect((await get()).status).toBe(200);
  accepted = "key-2";
  expect((await get()).status).toBe(200);
  expect((await get()).status).toBe(200);
  expect(requests).toEqual(["key-1", "key-1", "key-2", "key-2"]);
});

test("without new credentials, the request fails and is not sent again", async () => {
  [accepted, next] = ["key-2", "key-1"];
  await expect(get()).rejects.toMatchObject({ code: "ExpiredToken" });
  expect(requests).toEqual(["key-1"]);
});
