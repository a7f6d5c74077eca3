import { clientRegion, EXAMPLE_KEY, type SnippetKind } from "../snippet";

export const javascript: SnippetKind = {
  title: "AWS SDK for JavaScript v3",
  usesIdentityPolicy: true,
  snippet({ connection, access }) {
    const write = access === "write";
    return {
      language: "js",
      file: "access-point.mjs",
      install: "npm install @aws-sdk/client-s3 @aws-sdk/signature-v4a",
      installLanguage: "bash",
      code: `// Registers SigV4A, which requests to a Multi-Region Access Point need.
import "@aws-sdk/signature-v4a";
import { GetObjectCommand, ${write ? "PutObjectCommand, " : ""}S3Client } from "@aws-sdk/client-s3";

const Bucket = "${connection.arn}";
const Key = "${EXAMPLE_KEY}";
// The client needs a Region. Requests to the access point do not use it.
const s3 = new S3Client({ region: "${clientRegion(connection)}" });

${write ? `await s3.send(new PutObjectCommand({ Bucket, Key, Body: "Hello" }));\n` : ""}const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
console.log(await Body.transformToString());
`,
      notes: [
        "Install @aws-sdk/signature-v4-crt in place of @aws-sdk/signature-v4a to sign faster, or to presign URLs with the SDK: the JavaScript signer cannot presign.",
      ],
    };
  },
};
