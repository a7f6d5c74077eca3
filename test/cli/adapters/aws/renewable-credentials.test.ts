import type { AwsCredentialIdentity } from "@smithy/types";
import { RenewableCredentials } from "../../../../cli/adapters/aws/renewable-credentials";

let now = 0;
let elapsed = 0;
beforeEach(() => {
  now = Date.parse("2026-01-01T00:00:00Z");
  elapsed = 100_000;
  jest.spyOn(Date, "now").mockImplementation(() => now);
  jest.spyOn(performance, "now").mockImplementation(() => elapsed);
});
afterEach(() => jest.restoreAllMocks());

function pass(seconds: number): void {
  now += seconds * 1000;
  elapsed += seconds * 1000;
}

/** A provider that numbers its credentials. They are valid for some seconds, or without an expiration. */
function numbered(seconds?: number) {
  let count = 0;
  let failing = false;
  const provider = (): Promise<AwsCredentialIdentity> => {
    if (failing) return Promise.reject(new Error("not signed in"));
    count += 1;
    const expiration = seconds === undefined ? {} : { expiration: new Date(now + seconds * 1000) };
    return Promise.resolve({ accessKeyId: `key-${count}`, secretAccessKey: "x", ...expiration });
  };
  return { provider, fail: (yes: boolean) => (failing = yes) };
}

const key = async (credentials: RenewableCredentials) => (await credentials.get()).accessKeyId;

test("credentials are fetched again a minute before they expire, for as long as the command runs", async () => {
  const credentials = new RenewableCredentials(numbered(3600).provider);
  expect(await key(credentials)).toBe("key-1");
  pass(3500);
  expect(await key(credentials)).toBe("key-1");
  pass(50);
  expect(await key(credentials)).toBe("key-2");
  pass(3550);
  expect(await key(credentials)).toBe("key-3");
});

test("if they cannot be fetched again, the previous ones are used until they expire", async () => {
  const { provider, fail } = numbered(3600);
  const credentials = new RenewableCredentials(provider);
  await credentials.get();
  fail(true);
  pass(3550);
  expect(await key(credentials)).toBe("key-1");
  pass(60);
  await expect(credentials.get()).rejects.toThrow("not signed in");
  // The user signs in again while the command runs.
  fail(false);
  expect(await key(credentials)).toBe("key-2");
});

test("credentials without an expiration are fetched again when AWS rejects them", async () => {
  const credentials = new RenewableCredentials(numbered().provider);
  expect(await key(credentials)).toBe("key-1");
  pass(7200);
  const sentAt = performance.now();
  expect(await key(credentials)).toBe("key-1");
  pass(1);
  expect(await credentials.renew(sentAt)).toBe(true);
  expect(await key(credentials)).toBe("key-2");
});

test("requests that fail together fetch the credentials once", async () => {
  const credentials = new RenewableCredentials(numbered().provider);
  await credentials.get();
  pass(10);
  const sentAt = performance.now();
  pass(1);
  expect(await Promise.all([1, 2, 3].map(() => credentials.renew(sentAt)))).toEqual([true, true, true]);
  expect(await key(credentials)).toBe("key-2");
});

test("a provider without other credentials is asked every five seconds at most", async () => {
  let asked = 0;
  const credentials = new RenewableCredentials(() => {
    asked += 1;
    return Promise.resolve({ accessKeyId: "only", secretAccessKey: "x" });
  });
  await credentials.get();
  for (let second = 0; second < 10; second += 1) {
    pass(1);
    expect(await credentials.renew(performance.now())).toBe(false);
  }
  expect(asked).toBe(3);
});
