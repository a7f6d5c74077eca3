/** `mrap presign` as a process. The URLs work on the local AWS, which does not verify the signature. */
import { readFileSync, writeFileSync } from "node:fs";
import * as https from "node:https";
import { join } from "node:path";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { HttpsProxyAgent } from "https-proxy-agent";
import { mumbai, setStage, type Stage } from "../../support/command-line";
import { verifyUrl } from "./sigv4a";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage("pictures");
});
afterAll(() => stage.stop());

const presign = (args: readonly string[], env: Record<string, string> = {}) =>
  stage.mrap.run(["presign", ...args], { env });

/** Uses a URL like a browser or curl: without credentials. */
function use(url: string, method = "GET", body = ""): Promise<{ status?: number; body: string }> {
  const agent = new HttpsProxyAgent(stage.aws.url);
  const ca = readFileSync(stage.aws.caFile);
  return new Promise((resolve, reject) => {
    const request = https.request(url, { method, agent, ca }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => (text += piece));
      response.on("end", () =>
        resolve({ ...(response.statusCode && { status: response.statusCode }), body: text }),
      );
    });
    request.on("error", reject).end(body);
  });
}

const credentials = (): [string, string] => {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = stage.aws.env;
  return [AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY];
};

test("an upload and a download work through the access point, with valid signatures", async () => {
  const { environment } = stage;
  const key = "cats/tom & jerry+1.txt";
  const put = await presign([environment.file, key, "--method", "put", "--expires", "7d"]);
  expect(put).toMatchObject({ status: 0, stderr: "" });
  const upload = put.stdout.trimEnd();
  expect(verifyUrl("PUT", upload, ...credentials()).valid).toBe(true);
  expect(new URL(upload).searchParams.get("X-Amz-Expires")).toBe("604800");
  expect(await use(upload, "PUT", "Meow")).toMatchObject({ status: 200 });
  const stored = await environment
    .s3(mumbai)
    .send(new GetObjectCommand({ Bucket: environment.buckets[mumbai], Key: key }));
  expect(await stored.Body?.transformToString()).toBe("Meow");

  const get = await presign([environment.file, key]);
  const download = get.stdout.trimEnd();
  expect(verifyUrl("GET", download, ...credentials()).valid).toBe(true);
  expect(new URL(download).searchParams.get("X-Amz-Expires")).toBe("3600");
  expect(await use(download)).toEqual({ status: 200, body: "Meow" });
});

test("an ARN or an alias needs no request to AWS", async () => {
  const { arn, alias } = stage.environment;
  const nowhere = { HTTPS_PROXY: "http://127.0.0.1:1", https_proxy: "http://127.0.0.1:1" };
  for (const name of [arn, alias]) {
    const { status, stdout } = await presign([name, "a.txt"], nowhere);
    expect(status).toBe(0);
    expect(new URL(stdout).host).toBe(`${alias}.accesspoint.s3-global.amazonaws.com`);
  }
});

test("the JSON says until when the URL is valid", async () => {
  const before = Math.floor(Date.now() / 1000) * 1000;
  const { stdout } = await presign([stage.environment.arn, "a.txt", "--expires", "15m", "--json"]);
  const found = JSON.parse(stdout) as Record<string, string>;
  expect(found).toMatchObject({ method: "GET", key: "a.txt", temporaryCredentials: false });
  const expires = Date.parse(found.expiresAt!);
  expect(expires).toBeGreaterThanOrEqual(before + 900_000);
  expect(expires).toBeLessThanOrEqual(Date.now() + 900_000);
});

test("warns if temporary credentials end the URL earlier", async () => {
  const { arn } = stage.environment;
  expect(await presign([arn, "a.txt"], { AWS_SESSION_TOKEN: "token" })).toMatchObject({
    status: 0,
    stderr: "Your credentials are temporary. The URL stops working when they expire, which may be earlier.\n",
  });
  const config = join(stage.mrap.folder, "config");
  const expiration = new Date(Date.now() + 120_000).toISOString().replace(/\.\d{3}/, "");
  const answer = {
    Version: 1,
    AccessKeyId: "A",
    SecretAccessKey: "s",
    SessionToken: "t",
    Expiration: expiration,
  };
  writeFileSync(join(stage.mrap.folder, "answer.json"), JSON.stringify(answer));
  writeFileSync(
    config,
    `[profile short]\ncredential_process = cat ${join(stage.mrap.folder, "answer.json")}\n`,
  );
  const { status, stderr } = await presign([arn, "a.txt", "--profile", "short"], { AWS_CONFIG_FILE: config });
  expect(status).toBe(0);
  expect(stderr).toMatch(
    new RegExp(
      `^The URL stops working at ${expiration}, when your credentials expire\\. It is signed until \\S+Z\\.\n$`,
    ),
  );
});

test("says that the URL works only from the VPCs of the environment", async () => {
  const file = join(stage.mrap.folder, "pictures.yaml");
  const text = readFileSync(stage.environment.file, "utf8").replace(
    "    routing: active\n",
    "    routing: active\n    network: {vpc: default}\n",
  );
  writeFileSync(file, `${text}access: {onlyFromEndpoints: true}\n`);
  expect(await presign([file, "a.txt"])).toMatchObject({
    status: 0,
    stderr:
      "The URL works only from the VPCs of the environment, because access.onlyFromEndpoints is true.\n",
  });
});

test.each([
  [
    ["a.txt", "--expires", "8d"],
    "--expires accepts 1s to 7d, and got '8d'. AWS rejects URLs that are valid for longer than seven days.\n",
  ],
  [
    ["a.txt", "--expires", "soon"],
    "--expires accepts a number with s, m, h or d, such as 15m or 7d, and got 'soon'.\n",
  ],
  [[""], "The key is empty. Name the object, for example reports/2026.csv.\n"],
])("rejects %j", async (args, stderr) => {
  expect(await presign([stage.environment.file, ...args])).toMatchObject({ status: 2, stdout: "", stderr });
});
