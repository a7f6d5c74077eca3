import { hclList } from "../hcl-list";
import { identityPolicy, type PolicyStatement } from "../identity-policy";
import { identifier, type SnippetKind } from "../snippet";

export const terraform: SnippetKind = {
  title: "Terraform, for the role of an application",
  usesIdentityPolicy: false,
  snippet({ connection, access }) {
    const label = identifier(connection.name);
    const { Statement } = identityPolicy(connection, access);
    return {
      language: "hcl",
      file: "access-point.tf",
      install: "terraform init",
      installLanguage: "bash",
      code: `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "role" {
  description = "Name of the IAM role of the application."
  type        = string
}

data "aws_iam_policy_document" "${label}" {
${Statement.map(statement).join("\n")}}

resource "aws_iam_role_policy" "${label}" {
  name   = "${connection.name}-${access}"
  role   = var.role
  policy = data.aws_iam_policy_document.${label}.json
}

output "${label}_arn" {
  description = "Clients use it in place of a bucket name."
  value       = "${connection.arn}"
}
`,
      notes: [
        "The S3 backend of Terraform does not accept the ARN of a Multi-Region Access Point as its bucket (hashicorp/terraform issue 32080).",
      ],
    };
  },
};

function statement({ Sid, Action, Resource, Condition }: PolicyStatement): string {
  const conditions = Object.entries(Condition ?? {}).flatMap(([test, values]) =>
    Object.entries(values).map(
      ([variable, value]) => `
    condition {
      test     = "${test}"
      variable = "${variable}"
      values   = ["${value}"]
    }
`,
    ),
  );
  return `  statement {
    sid = "${Sid}"

    actions = ${hclList(Action, 4)}

    resources = ${hclList(Resource, 4)}
${conditions.join("")}  }
`;
}
