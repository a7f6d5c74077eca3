import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  DefaultTokenResolver,
  StringConcat,
  TerraformElement,
  TerraformStack,
  Token,
  Tokenization,
} from "cdktf";
import type { IConstruct } from "constructs";

/** Stands for a value that only Terraform knows. It is longer than most names and ARNs. */
const UNKNOWN_VALUE = "x".repeat(80);

const ACCOUNT = "0".repeat(12);

/** Values of generated identifiers have a fixed length. */
const FIXED: Readonly<Record<string, string>> = {
  "aws_caller_identity.account_id": ACCOUNT,
  "aws_kms_key.arn": `arn:aws:kms:ap-northeast-1:${ACCOUNT}:key/${"0".repeat(36)}`,
  "aws_s3control_multi_region_access_point.arn": `arn:aws:s3::${ACCOUNT}:accesspoint/${"x".repeat(13)}.mrap`,
  "aws_vpc_endpoint.id": `vpce-${"0".repeat(17)}`,
};

/**
 * Returns a value as JSON, with text of the right length in place of each reference to a bucket, a role or another
 * resource whose ARN or id can be derived. Any other reference counts as 80 characters. The size of the result is the
 * size of the value that Terraform sends to AWS.
 */
export function knownText(scope: IConstruct, value: unknown): string {
  const stack = TerraformStack.of(scope);
  const text = JSON.stringify(
    Tokenization.resolve(value, {
      scope,
      resolver: new DefaultTokenResolver(new StringConcat()),
      preparing: false,
    }),
  );
  if (!text.includes("${")) return text;
  const elements = resourcesOf(stack);
  return text.replace(/(\$?)\$\{([^}]*)\}/g, (whole, escaped: string, reference: string) => {
    // Terraform sends "$${" as "${".
    if (escaped !== "") return whole.slice(1);
    const dot = reference.lastIndexOf(".");
    const element = elements.get(reference.slice(0, dot).replace(/^data\./, ""));
    return (element && attribute(element, reference.slice(dot + 1))) ?? UNKNOWN_VALUE;
  });
}

interface Known {
  /** The number of constructs when the stack was read. */
  readonly constructs: number;
  readonly resources: ReadonlyMap<string, Resource>;
}

const known = new WeakMap<TerraformStack, Known>();

/** The resources of a stack by type and label. They are kept until the stack grows, because labels are slow to allocate. */
function resourcesOf(stack: TerraformStack): ReadonlyMap<string, Resource> {
  const all = stack.node.findAll();
  const before = known.get(stack);
  if (before?.constructs === all.length) return before.resources;
  const resources = new Map<string, Resource>();
  for (const node of all)
    if (isResource(node)) resources.set(`${node.terraformResourceType}.${node.friendlyUniqueId}`, node);
  known.set(stack, { constructs: all.length, resources });
  return resources;
}

/** A resource or a data source. */
type Resource = TerraformElement & { readonly terraformResourceType: string };

function isResource(node: IConstruct): node is Resource {
  return TerraformElement.isTerraformElement(node) && "terraformResourceType" in node;
}

function attribute(element: Resource, name: string): string | undefined {
  const key = `${element.terraformResourceType}.${name}`;
  switch (key) {
    case "aws_s3_bucket.arn":
      return literalOf((element as unknown as S3Bucket).bucketInput, (bucket) => `arn:aws:s3:::${bucket}`);
    case "aws_s3_bucket.id":
      return literalOf((element as unknown as S3Bucket).bucketInput, (bucket) => bucket);
    case "aws_iam_role.arn": {
      const { nameInput, pathInput = "/" } = element as unknown as IamRole;
      return literalOf(nameInput, (role) => `arn:aws:iam::${ACCOUNT}:role${pathInput}${role}`);
    }
    default:
      return FIXED[key];
  }
}

function literalOf(input: string | undefined, text: (input: string) => string): string | undefined {
  return input === undefined || Token.isUnresolved(input) ? undefined : text(input);
}
