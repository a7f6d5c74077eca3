import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { Fn, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { PropsError } from "./errors";
import { failoverDocument } from "./failover-document";
import { ROUTES_REGIONS } from "./limits";
import { fittingRoleName } from "./replication-role";

export interface FailoverRunbookProps {
  /** The access point's name; the document is called `NAME-failover`. */
  readonly name: string;
  readonly accessPointArn: string;
  readonly accountId: string;
  /** The access point's Regions. */
  readonly members: readonly string[];
  /** Where the document is put, by Region: two of {@link ROUTES_REGIONS}, so that the loss of one leaves one. */
  readonly providers: ReadonlyMap<string, TerraformProvider>;
}

/**
 * A failover without this project installed: an Automation document in two control Regions, with a role that may
 * read and change the routing of this one access point and nothing else.
 */
export class FailoverRunbook extends Construct {
  readonly role: IamRole;
  readonly documents: readonly SsmDocument[];

  constructor(scope: Construct, id: string, props: FailoverRunbookProps) {
    super(scope, id);
    const strangers = [...props.providers.keys()].filter(
      (region) => !(ROUTES_REGIONS as readonly string[]).includes(region),
    );
    if (strangers.length > 0 || props.providers.size !== 2) {
      throw new PropsError(
        this,
        `a runbook is put into two of ${ROUTES_REGIONS.join(", ")}, got ${[...props.providers.keys()].join(", ") || "none"}`,
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
          resources: [props.accessPointArn],
        },
      ],
    });
    this.role = new IamRole(this, "Role", {
      name: fittingRoleName(`${props.name}-failover`),
      description: "An Automation document moves the traffic of a Multi-Region Access Point",
      assumeRolePolicy: trust.json,
    });
    new IamRolePolicy(this, "Policy", { name: "routing", role: this.role.id, policy: permissions.json });
    this.documents = [...props.providers].map(
      ([region, provider]) =>
        new SsmDocument(this, region, {
          provider,
          name: `${props.name}-failover`,
          documentType: "Automation",
          documentFormat: "JSON",
          content: Fn.jsonencode(failoverDocument({ ...props, roleArn: this.role.arn })),
        }),
    );
  }
}
