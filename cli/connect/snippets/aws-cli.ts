import { clientRegion, EXAMPLE_KEY, type SnippetKind } from "../snippet";

export const awsCli: SnippetKind = {
  title: "AWS CLI v2",
  usesIdentityPolicy: true,
  snippet({ connection, access }) {
    const write = access === "write";
    return {
      language: "bash",
      file: "access-point.sh",
      install: "aws --version # 2.2.35 or newer",
      installLanguage: "bash",
      code: `#!/usr/bin/env bash
set -euo pipefail

bucket="${connection.arn}"
# The AWS CLI needs a Region. Requests to the access point do not use it.
export AWS_REGION="\${AWS_REGION:-${clientRegion(connection)}}"

${write ? `echo Hello > ${EXAMPLE_KEY}\naws s3api put-object --bucket "$bucket" --key ${EXAMPLE_KEY} --body ${EXAMPLE_KEY}\n` : ""}aws s3api get-object --bucket "$bucket" --key ${EXAMPLE_KEY} downloaded-${EXAMPLE_KEY}
aws s3 ls "s3://$bucket"
`,
      notes: [
        "AWS CLI v2 contains SigV4A.",
        "In the commands of aws s3, write the ARN after s3://. Without s3:// the ARN is taken for a local path.",
      ],
    };
  },
};
