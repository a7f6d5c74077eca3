import { clientRegion, EXAMPLE_KEY, type SnippetKind } from "../snippet";

export const python: SnippetKind = {
  title: "AWS SDK for Python (boto3)",
  usesIdentityPolicy: true,
  snippet({ connection, access }) {
    const write = access === "write";
    return {
      language: "python",
      file: "access_point.py",
      install: 'pip install "boto3[crt]"',
      installLanguage: "bash",
      code: `import boto3

BUCKET = "${connection.arn}"
KEY = "${EXAMPLE_KEY}"
# The client needs a Region. Requests to the access point do not use it.
s3 = boto3.client("s3", region_name="${clientRegion(connection)}")

${write ? `s3.put_object(Bucket=BUCKET, Key=KEY, Body=b"Hello")\n` : ""}print(s3.get_object(Bucket=BUCKET, Key=KEY)["Body"].read().decode())
`,
      notes: [
        "boto3 signs with SigV4A only if the package awscrt is installed, which boto3[crt] includes. Without it, requests to the access point fail with MissingDependencyException.",
      ],
    };
  },
};
