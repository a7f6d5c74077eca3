import * as https from "node:https";
import type { LocalAws } from "../../local-aws";
import { credentials } from "../../local-aws/credentials";

/** A call in the query protocol, for services whose client is not installed. */
export function rawCall(
  aws: LocalAws,
  service: string,
  region: string,
  body: string,
): Promise<{ status: number; text: string }> {
  const scope = `${credentials.accessKeyId}/20260101/${region}/${service}/aws4_request`;
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        host: `${service}.${region}.amazonaws.com`,
        method: "POST",
        path: "/",
        agent: aws.clientConfig(region).requestHandler.httpsAgent,
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
        },
      },
      (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    request.once("error", reject);
    request.end(body);
  });
}
