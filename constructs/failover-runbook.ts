import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { Fn, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { PropsError } from "./errors";
import { failoverDocument, type RoutedAccessPoint } from "./failover-document";
import { knownText } from "./known-text";
import { DOCUMENT_BYTES, ROUTES_REGIONS } from "./limits";
import { fitRoleName } from "./role-name";
import type { RoleOptions } from "./role-options";
import { limitSize } from "./size-limit";

export interface FailoverRunbookProps extends RoleOptions {
  /** The documents are named `NAME-failover`. */
  readonly name: string;
  /** The access point's name. @default the name of the documents without `-failover` */
  readonly accessPointName?: string;
  readonly accessPointArn: string;
  readonly accountId: string;
  /** The member buckets' names, keyed by Region. */
  readonly buckets: Readonly<Record<string, string>>;
  /** Other access points that fail over together with this one. @default none */
  readonly otherAccessPoints?: readonly RoutedAccessPoint[];
  /** The providers of two of {@link ROUTES_REGIONS}, keyed by Region. If one Region is down, the other has a copy. */
  readonly providers: ReadonlyMap<string, TerraformProvider>;
}

/**
 * A runbook that fails over without this project: an Automation document in two Regions that serve the routes API, and
 * a role that may read and change the routing of the access points in its props and nothing else.
 *
 * @example
 * new FailoverRunbook(stack, "runbook", {
 *   name: "photos",
 *   accessPointArn: accessPoint.arn,
 *   accountId: "123456789012",
 *   buckets: { "eu-west-1": "example-photos-eu-west-1", "us-east-1": "example-photos-us-east-1" },
 *   providers: new Map([
 *     ["us-west-2", providers.control],
 *     ["eu-west-1", providers.in("eu-west-1")],
 *   ]),
 * });
 */
export class FailoverRunbook extends Construct {
  readonly role: IamRole;
  readonly documents: readonly SsmDocument[];
  /** The documents' name. */
  readonly documentName: string;
  /** The Regions of the documents. */
  readonly regions: readonly string[];

  constructor(scope: Construct, id: string, props: FailoverRunbookProps) {
    super(scope, id);
    this.regions = [...props.providers.keys()];
    const unsupported = this.regions.filter(
      (region) => !(ROUTES_REGIONS as readonly string[]).includes(region),
    );
    if (unsupported.length > 0 || this.regions.length !== 2) {
      throw new PropsError(
        this,
        `'providers' should have two of ${ROUTES_REGIONS.join(", ")}, got ${this.regions.join(", ") || "none"}`,
      );
    }
    const trust = new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        {
          sid: "AutomationsOfThisAccountOnly",
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: ["ssm.amazonaws.com"] }],
          condition: [
            { test: "StringEquals", variable: "aws:SourceAccount", values: [props.accountId] },
            {
              test: "ArnLike",
              variable: "aws:SourceArn",
              values: [`arn:aws:ssm:*:${props.accountId}:automation-execution/*`],
            },
          ],
        },
      ],
    });
    const permissions = new DataAwsIamPolicyDocument(this, "Permissions", {
      statement: [
        {
          sid: "RouteThisAccessPoint",
          actions: ["s3:GetMultiRegionAccessPointRoutes", "s3:SubmitMultiRegionAccessPointRoutes"],
          resources: [props.accessPointArn, ...(props.otherAccessPoints ?? []).map(({ arn }) => arn)],
        },
      ],
    });
    this.role = new IamRole(this, "Role", {
      name: fitRoleName(`${props.name}-failover`),
      description: "Used by an Automation document to change the routing of a Multi-Region Access Point",
      path: props.path,
      permissionsBoundary: props.permissionsBoundary,
      assumeRolePolicy: trust.json,
    });
    new IamRolePolicy(this, "Policy", { name: "routing", role: this.role.id, policy: permissions.json });
    this.documentName = `${props.name}-failover`;
    const content = failoverDocument({
      ...props,
      name: props.accessPointName ?? props.name,
      roleArn: this.role.arn,
    });
    limitSize(this, {
      what: "the document of the runbook",
      maximum: DOCUMENT_BYTES,
      unit: "bytes",
      size: () => Buffer.byteLength(knownText(this, content)),
      causes: [{ prop: "buckets", value: Object.values(props.buckets), fix: "name fewer buckets" }],
    });
    this.documents = [...props.providers].map(
      ([region, provider]) =>
        new SsmDocument(this, region, {
          provider,
          name: this.documentName,
          documentType: "Automation",
          documentFormat: "JSON",
          content: Fn.jsonencode(content),
        }),
    );
  }
}
