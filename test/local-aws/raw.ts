import * as http from "node:http";
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
  return post(aws, service, region, { "content-type": "application/x-www-form-urlencoded" }, body);
}

function post(
  aws: LocalAws,
  service: string,
  region: string,
  type: Record<string, string>,
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
          ...type,
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

/** A call in the JSON protocol, for services whose client is not installed. */
export function jsonCall(
  aws: LocalAws,
  service: string,
  region: string,
  target: string,
  body: object,
): Promise<{ status: number; text: string }> {
  const type = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
  return post(aws, service, region, type, JSON.stringify(body));
}

/** The status of a GET over plain HTTP, sent to the proxy as a forward proxy takes it. */
export function plainGet(aws: LocalAws, url: string): Promise<number | undefined> {
  const scope = `${credentials.accessKeyId}/20260101/us-east-1/s3/aws4_request`;
  const { hostname, port } = new URL(aws.url);
  const headers = {
    host: new URL(url).host,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
  };
  return new Promise((resolve, reject) => {
    http
      .get({ hostname, port, path: url, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
      .once("error", reject);
  });
}
