import type { RequestSigner } from "@smithy/types";
import { loadSigners, toSign } from "../../../../cli/traffic/wire/signer";

const request = toSign({
  method: "GET",
  host: "a.example.com",
  path: "/key",
  headers: { host: "a.example.com" },
});

async function authorization(signer: RequestSigner): Promise<string | undefined> {
  const { headers } = await signer.sign(request);
  return Object.entries(headers).find(([name]) => name.toLowerCase() === "authorization")?.[1];
}

test.each([
  ["native", "*"],
  ["JavaScript", "*"],
  ["JavaScript", "us-east-1"],
] as const)(
  "the %s signer for %s uses new credentials as soon as the old ones are replaced",
  async (kind, region) => {
    let key = "AKIDFIRST";
    const credentials = () => Promise.resolve({ accessKeyId: key, secretAccessKey: "secret" });
    const signer = (await loadSigners(credentials, kind)).for(region);
    expect(await authorization(signer)).toContain("Credential=AKIDFIRST/");
    key = "AKIDSECOND";
    expect(await authorization(signer)).toContain("Credential=AKIDSECOND/");
  },
);
