/** The sentences of the checks, for every answer. broken.long.test.ts has them from a real command. */
import { ServiceError } from "../../../../cli/adapters/aws/errors";
import type { CheckOutcome } from "../../../../cli/checks/check";
import { keyOutcome } from "../../../../cli/checks/key-state";
import { adoptedOutcome, bucketOutcome, logBucketOutcome } from "../../../../cli/doctor/checks/buckets";
import { assumeRoleOutcome, credentialsOutcome, expiryOutcome } from "../../../../cli/doctor/checks/caller";
import { endedOutcome } from "../../../../cli/doctor/checks/ended-access-point";
import { namesOutcome } from "../../../../cli/doctor/checks/names";
import {
  existingEndpointOutcome,
  securityGroupsOutcome,
  subnetsOutcome,
  vpcOutcome,
} from "../../../../cli/doctor/checks/network-outcomes";
import { decisionsOutcome, principalOf, unknownOutcome } from "../../../../cli/doctor/checks/permissions";
import { quotaOutcome } from "../../../../cli/doctor/checks/quotas";
import {
  accessPointOutcome,
  adoptedOutcome as adoptedAccessPointOutcome,
  deniedOutcome,
  regionOutcome,
} from "../../../../cli/doctor/checks/regions";
import { protectionOutcome, stateBucketOutcome } from "../../../../cli/doctor/checks/state-bucket";
import {
  cdkOutcome,
  nodeOutcome,
  providerOutcome,
  terraformOutcome,
} from "../../../../cli/doctor/checks/tools";
import { publishOutcome, topicKeyOutcome } from "../../../../cli/doctor/checks/topics";
import { isAdopted } from "../../../../cli/doctor/examination";
import { UserError } from "../../../../cli/errors";
import { Unreachable } from "../../../../cli/live/unreadable";
import { line } from "../../verify/checks/outcomes";

const arn = "arn:aws:iam::123456789012:role/deployer";
const text = (outcome: CheckOutcome | undefined): string => (outcome ? line(outcome) : "none");

describe("names of buckets", () => {
  const of = (...[owner, own, member]: [Parameters<typeof bucketOutcome>[2], boolean?, boolean?]) =>
    text(bucketOutcome("photos", "eu-west-1", owner, { own, member: member ?? false }));
  test("free, or the environment's own", () => {
    expect(of("free")).toBe("ok: The bucket name photos is free.");
    expect(of("ours", true)).toBe("ok: The bucket photos is deployed by this environment.");
    expect(of("ours", undefined, true)).toBe(
      "ok: The bucket photos is a member of the deployed access point.",
    );
  });
  test("the account's own, without the state", () => {
    expect(of("ours", false)).toBe(
      "error: The account has the bucket photos, and Terraform's state does not have it. A deploy would try to create it and fail. | Choose another name for the bucket, or delete the bucket if it is no longer used.",
    );
    expect(of("ours")).toMatch(
      /^not known: The account has the bucket photos\. Whether this environment deployed it is not known/,
    );
  });
  test("somebody else's, or in another Region", () => {
    expect(of("taken")).toMatch(/^error: The bucket name photos is taken by another account/);
    expect(of("elsewhere")).toMatch(/^error: The bucket photos exists in another Region than eu-west-1\./);
  });
  test("a bucket to restore is in the state of Terraform", () => {
    const restored = (owner: Parameters<typeof adoptedOutcome>[2], isOwn?: boolean) =>
      text(adoptedOutcome("photos", "eu-west-1", owner, isOwn, true));
    expect(restored("ours", true)).toBe("ok: The adopted bucket photos is in Terraform's state.");
    expect(restored("ours", false)).toBe(
      "error: The bucket photos is not in Terraform's state, so its adoption has ended or was never deployed. With adopt: restore, a deploy would try to create it and fail. | Write adopt: forget if the adoption has ended, or adopt: true to begin one.",
    );
    expect(restored("ours")).toContain("not known: The bucket photos exists in eu-west-1.");
    expect(restored("free")).toContain("Terraform never creates an adopted bucket.");
  });
  test("a bucket to adopt exists", () => {
    const adopted = (owner: Parameters<typeof adoptedOutcome>[2], isOwn?: boolean) =>
      text(adoptedOutcome("photos", "eu-west-1", owner, isOwn));
    expect(adopted("ours", false)).toBe(
      "ok: The bucket photos exists in eu-west-1, and the account owns it. A deploy imports it.",
    );
    expect(adopted("ours", true)).toBe("ok: The adopted bucket photos is in Terraform's state.");
    expect(adopted("free")).toBe(
      "error: The bucket photos, which the environment adopts, does not exist. | Correct the name, or remove adopt: Terraform then creates the bucket.",
    );
    expect(adopted("elsewhere")).toBe(
      "error: The bucket photos, which the environment adopts, is not in eu-west-1. | Write it under its Region in the environment file, or name a bucket in eu-west-1.",
    );
    expect(adopted("taken")).toBe(
      "error: The bucket photos, which the environment adopts, belongs to another account, or s3:ListBucket on it is denied to you. | Use credentials of the account that owns the bucket, or name another bucket.",
    );
  });
  test("only the member of an adopting Region is adopted, and not its bucket for job reports", () => {
    const regions = {
      "eu-west-1": { bucket: "photos", adopt: true },
      "us-east-1": { bucket: "pictures", adopt: false },
    } as unknown as Parameters<typeof isAdopted>[0]["regions"];
    const adopted = (region: string, bucket: string, type = "aws_s3_bucket") =>
      isAdopted({ regions }, { type, region, body: { bucket } });
    expect(adopted("eu-west-1", "photos")).toBe(true);
    expect(adopted("eu-west-1", "photos-jobs")).toBe(false);
    expect(adopted("eu-west-1", "photos", "aws_s3_bucket_policy")).toBe(false);
    expect(adopted("us-east-1", "pictures")).toBe(false);
  });
  test("a bucket for access logs must exist, in the Region, in the account", () => {
    const logs = (owner: Parameters<typeof logBucketOutcome>[2]) =>
      text(logBucketOutcome("logs", "eu-west-1", owner));
    expect(logs("ours")).toBe("ok: The bucket logs exists in eu-west-1, and the account owns it.");
    expect(logs("free")).toBe(
      "error: The bucket logs for access logs does not exist. | Create it, or correct accessLogs in the environment file.",
    );
    expect(logs("elsewhere")).toMatch(
      /^error: The bucket logs for access logs exists in another Region than eu-west-1\. S3 delivers/,
    );
    expect(logs("taken")).toMatch(
      /^error: The bucket logs for access logs belongs to another account, or your role lacks/,
    );
  });
});

describe("credentials", () => {
  test("AWS rejects them, or cannot be asked", () => {
    expect(text(credentialsOutcome(new UserError("Sign in.")))).toBe(
      "error: Sign in. | Sign in, or name a profile with --profile. Then run the command again.",
    );
    expect(text(credentialsOutcome(new Unreachable("No Region answers.", undefined)))).toBe(
      "not known: No Region answers. | Check the connection to AWS, then run the command again.",
    );
    expect(text(credentialsOutcome(new Error("boom")))).toMatch(/^not known: /);
  });
  test("they expire within the hour, or later, or never", () => {
    const now = new Date("2026-11-26T09:00:00Z");
    const at = (expiration?: string) =>
      text(
        expiryOutcome(
          { accessKeyId: "a", secretAccessKey: "b", ...(expiration && { expiration: new Date(expiration) }) },
          now,
        ),
      );
    expect(at()).toBe("ok: The credentials name no time at which they expire.");
    expect(at("2026-11-26T10:00:00Z")).toBe("ok: The credentials expire at 2026-11-26T10:00:00.000Z.");
    expect(at("2026-11-26T09:59:59Z")).toBe(
      "warning: The credentials expire at 2026-11-26T09:59:59.000Z, in 60 minutes. A deploy may take longer. | Sign in again before the deploy.",
    );
    expect(at("2026-11-26T09:01:00Z")).toMatch(/in 1 minute\. A deploy/);
    expect(at("2026-11-26T08:00:00Z")).toMatch(/in 0 minutes\. A deploy/);
  });
});

test("the role of the providers", () => {
  const of = (exists: boolean | undefined, denied?: string, role = arn) =>
    text(assumeRoleOutcome(role, "123456789012", { exists, denied }));
  expect(of(true)).toBe(
    `ok: The caller can assume ${arn}. The other checks are made with the caller's permissions.`,
  );
  expect(of(undefined)).toMatch(/^ok: /);
  expect(of(false)).toBe(
    `error: Terraform's providers assume ${arn}, which does not exist. | Correct assumeRole in the environment file, or create the role.`,
  );
  expect(of(true, "No permission.")).toBe(
    `error: Terraform's providers assume ${arn}, and the caller cannot. No permission. | Allow sts:AssumeRole on the role to the caller, and name the caller in the trust policy of the role.`,
  );
  expect(of(undefined, undefined, "arn:aws:iam::210987654321:role/deployer")).toMatch(
    /^not known: The caller can assume .*, which is in another account\. The other checks describe the account 123456789012\./,
  );
});

test.each([
  [undefined, "error: The key k does not exist. | Correct its ARN in the environment file."],
  [{}, "ok: The key k is enabled."],
  [{ KeyState: "Disabled" }, "error: The key k is disabled. | Enable the key, or name another one."],
  [
    { KeyState: "PendingDeletion" },
    "error: The key k is pending deletion. | Cancel the deletion of the key and enable it, or name another key.",
  ],
  [
    { KeyState: "Unavailable" },
    "error: The key k cannot be used: its state is Unavailable. | Name another key.",
  ],
  [
    { KeyUsage: "SIGN_VERIFY", KeySpec: "ECC_NIST_P256" },
    "error: The key k is not a symmetric encryption key: its usage is SIGN_VERIFY and its type is ECC_NIST_P256. | Name a symmetric encryption key.",
  ],
  [
    { KeySpec: "RSA_2048" },
    "error: The key k is not a symmetric encryption key: its usage is ENCRYPT_DECRYPT and its type is RSA_2048. | Name a symmetric encryption key.",
  ],
])("a key %j", (found, expected) => {
  expect(text(keyOutcome("k", found))).toBe(expected);
});

describe("names of resources", () => {
  const role = { noun: "role", deploy: "fails" } as const;
  const of = (existing: [string, boolean | undefined][], names = ["a", "b"]) =>
    text(
      namesOutcome(
        role,
        names,
        existing.map(([name, own]) => ({ name, own })),
      ),
    );
  test("none, own and foreign ones", () => {
    expect(of([])).toBe("ok: None of the 2 roles exists.");
    expect(of([], ["a"])).toBe("ok: No role is named a.");
    expect(
      of([
        ["a", true],
        ["b", true],
      ]),
    ).toBe("ok: This environment deployed the roles a and b.");
    expect(of([["a", true]])).toBe(
      "ok: This environment deployed 1 of the 2 roles. The other names are free.",
    );
    expect(
      of([
        ["a", true],
        ["b", false],
      ]),
    ).toBe(
      "error: The role b exists, and Terraform's state does not have it. A deploy would fail. | Choose another name for the access point, or delete the role if it is no longer used.",
    );
    expect(
      of([
        ["a", false],
        ["b", false],
      ]),
    ).toBe(
      "error: The roles a and b exist, and Terraform's state does not have them. A deploy would fail. | Choose another name for the access point, or delete the roles if they are no longer used.",
    );
  });
  test("if the state is not known, so is whose they are", () => {
    expect(of([["a", undefined]])).toMatch(
      /^not known: The role a exists\. Whether this environment deployed it is not known/,
    );
  });
  test("a key alias has a plural", () => {
    expect(text(namesOutcome({ noun: "key alias", deploy: "fails" }, ["a", "b"], []))).toBe(
      "ok: None of the 2 key aliases exists.",
    );
  });
});

describe("the network", () => {
  const zones = ["eu-west-1a", "eu-west-1b"];
  const subnet = (id: string, zone = "eu-west-1a", more = {}) => ({
    id,
    vpc: "vpc-1",
    zone,
    ipv6Only: false,
    ...more,
  });
  const subnets = (
    found: ReturnType<typeof subnet>[],
    named: string[] = [],
    of: string[] | undefined = zones,
  ) => text(subnetsOutcome({ vpc: "vpc-1", region: "eu-west-1", named, found, zones: of }));
  test("a missing default VPC names the command that creates one", () => {
    expect(text(vpcOutcome("default", "eu-west-1", undefined))).toBe(
      "error: eu-west-1 has no default VPC. | Name a VPC in network.vpc, or run aws ec2 create-default-vpc --region eu-west-1.",
    );
    expect(text(vpcOutcome("default", "eu-west-1", "vpc-1"))).toBe(
      "ok: The default VPC of eu-west-1 is vpc-1.",
    );
  });
  test("subnets", () => {
    expect(subnets([subnet("a"), subnet("b", "eu-west-1c")])).toBe(
      "ok: vpc-1 has subnets in eu-west-1a, where the endpoint service is.",
    );
    expect(subnets([subnet("a", "eu-west-1a", { ipv6Only: true })])).toMatch(
      /^error: vpc-1 has no subnet with IPv4 in a zone/,
    );
    expect(subnets([subnet("a")], ["a", "b", "c"])).toMatch(
      /^error: The subnets b and c do not exist in eu-west-1\./,
    );
    expect(subnets([subnet("a", "eu-west-1a", { ipv6Only: true })], ["a"])).toMatch(
      /^error: The subnet a has no IPv4 addresses\./,
    );
    expect(
      subnetsOutcome({ vpc: "vpc-1", region: "eu-west-1", named: [], found: [], zones: undefined }).text,
    ).toMatch(/^eu-west-1 does not offer the endpoint service/);
  });
  test("an existing endpoint that is not available yet", () => {
    const service = "com.amazonaws.s3-global.accesspoint";
    const endpoint = {
      id: "vpce-1",
      vpc: "vpc-1",
      type: "Interface",
      service,
      privateDns: true,
      state: "pendingAcceptance",
    };
    expect(text(existingEndpointOutcome("vpce-1", "eu-west-1", endpoint))).toMatch(
      /^error: The state of the VPC endpoint vpce-1 is pendingAcceptance\./,
    );
    expect(existingEndpointOutcome("vpce-1", "eu-west-1", { ...endpoint, state: "available" }).level).toBe(
      "ok",
    );
  });
  test("security groups", () => {
    const group = { id: "sg-1", name: "a", vpc: "vpc-2" };
    expect(text(securityGroupsOutcome("vpc-1", ["sg-1"], []))).toMatch(
      /^error: The security group sg-1 does not exist\./,
    );
    expect(text(securityGroupsOutcome("vpc-1", ["sg-1"], [group]))).toMatch(
      /^error: The security group sg-1 is in vpc-2, and the endpoint is in vpc-1\./,
    );
    expect(securityGroupsOutcome("vpc-2", ["sg-1"], [group]).level).toBe("ok");
  });
});

describe("permissions", () => {
  const decision = (action: string, more = {}) => ({
    action,
    decision: "allowed",
    byOrganization: true,
    ...more,
  });
  const of = (...decisions: ReturnType<typeof decision>[]) =>
    text(decisionsOutcome(arn, ["s3:A", "s3:B"], decisions));
  test("allowed, denied, and denied by the organization", () => {
    expect(of(decision("s3:A"), decision("s3:B"))).toBe(
      `ok: The policies of ${arn} allow the 2 actions that a deploy needs.`,
    );
    expect(of(decision("s3:A"), decision("s3:B", { decision: "implicitDeny" }))).toBe(
      `error: The policies of ${arn} do not allow s3:B. | Allow these actions to the role that deploys, or use another role.`,
    );
    expect(of(decision("s3:A", { byOrganization: false }), decision("s3:B"))).toBe(
      `error: A policy of the organization denies s3:A to ${arn}. | Ask the owner of the organization to allow it.`,
    );
  });
  test("not known: a condition key without a value, or an action without a decision", () => {
    const unclear = `not known: Whether ${arn} may do this depends on conditions that a simulation does not know: s3:B. | Compare the policies of the role with the list.`;
    expect(
      of(decision("s3:A"), decision("s3:B", { decision: "implicitDeny", missingKeys: ["aws:SourceVpc"] })),
    ).toBe(unclear);
    expect(of(decision("s3:A"))).toBe(unclear);
    expect(text(unknownOutcome(arn, ["s3:A"], "No permission."))).toBe(
      `not known: Whether ${arn} may do this is not known: s3:A. No permission. | Allow iam:SimulatePrincipalPolicy and iam:GetRole to your role, or compare its policies with the list.`,
    );
  });
  test("the principal of a session is its role, with its path", async () => {
    const named = (name: string) => Promise.resolve(`arn:aws:iam::123456789012:role/teams/${name}`);
    const session = { account: "123456789012", arn: "arn:aws:sts::123456789012:assumed-role/deployer/jane" };
    expect(await principalOf(session, named)).toBe("arn:aws:iam::123456789012:role/teams/deployer");
    const user = { account: "123456789012", arn: "arn:aws:iam::123456789012:user/jane" };
    expect(await principalOf(user, named)).toBe(user.arn);
  });
});

test("quotas", () => {
  const of = (wanted: number, used: number, quota: number, exact = true) =>
    text(quotaOutcome("roles", wanted, { used, quota }, exact));
  expect(of(4, 10, 1000)).toBe("ok: The account has 10 of 1000 roles, and a deploy creates 4.");
  expect(of(4, 997, 1000)).toBe(
    "error: The account has 997 of 1000 roles, and a deploy creates 4. That is 1 too many. | Delete roles that are no longer used, or request a higher quota in Service Quotas.",
  );
  expect(of(4, 990, 1000)).toMatch(/^warning: .* 6 remain\./);
  expect(of(0, 999, 1000)).toMatch(/^ok: /);
  expect(of(4, 997, 1000, false)).toMatch(
    /^not known: The account has 997 of 1000 roles, and a deploy creates at most 4\./,
  );
});

describe("Regions and the access point", () => {
  test("opt-in statuses", () => {
    expect(text(regionOutcome("ap-east-1", "opted-in"))).toBe("ok: ap-east-1 is enabled in the account.");
    expect(text(regionOutcome("ap-east-1", "not-opted-in"))).toMatch(
      /^error: ap-east-1 is not enabled in the account\. \| Enable it in the account settings/,
    );
    expect(text(regionOutcome("ap-east-1", "enabling"))).toMatch(
      /^not known: AWS reports the opt-in status enabling/,
    );
    expect(text(regionOutcome("cn-north-1", undefined))).toMatch(
      /^error: cn-north-1 is not a Region of the account's partition\./,
    );
  });
  test("a denial names its policy if AWS does", () => {
    const denied = (message: string) =>
      text(deniedOutcome(new ServiceError(403, "AccessDenied", message), "s3:List"));
    expect(denied("… with an explicit deny in a service control policy")).toMatch(
      /^error: A service control policy of the organization denies s3:List in us-west-2\./,
    );
    expect(denied("… with an explicit deny in an identity-based policy")).toMatch(
      /^error: A Deny statement denies s3:List in us-west-2\./,
    );
    expect(denied("no")).toBe("none");
  });
  test("an access point of the name", () => {
    const found = {
      name: "photos",
      alias: "m.mrap",
      status: "READY",
      buckets: ["a", "b"],
    } as unknown as Parameters<typeof accessPointOutcome>[2];
    const of = (own: boolean | undefined, more = {}, buckets = ["b", "a"]) =>
      text(accessPointOutcome("photos", buckets, { ...found!, ...more }, own));
    expect(of(true)).toBe("ok: The access point photos is deployed and READY.");
    expect(of(false)).toMatch(
      /^error: The account has an access point named photos, and Terraform's state does not have it\./,
    );
    expect(of(undefined)).toMatch(/^not known: An access point named photos exists with the same buckets\./);
    expect(of(true, { status: "CREATING" })).toMatch(
      /^warning: The access point photos exists, and its status is CREATING\./,
    );
    expect(of(true, {}, ["a", "c"])).toMatch(
      /^error: The access point photos exists with the buckets a and b, and the environment file has a and c\./,
    );
    const adopted = (one: typeof found | undefined, buckets = ["b", "a"]) =>
      text(adoptedAccessPointOutcome("photos", buckets, one));
    expect(adopted(found)).toBe("ok: The access point photos exists and is READY. A deploy imports it.");
    expect(adopted(undefined)).toMatch(
      /^error: The account has no access point named photos, which the environment adopts\./,
    );
    expect(adopted(found, ["a", "c"])).toMatch(
      /^error: The access point photos exists with the buckets a and b/,
    );
  });
});

describe("the state bucket", () => {
  const state = { bucket: "state", region: "eu-central-1" } as Parameters<typeof stateBucketOutcome>[0];
  test("whose it is", () => {
    expect(text(stateBucketOutcome(state, "photos", "free"))).toBe(
      "error: The state bucket state does not exist. | Run mrap state create photos.",
    );
    expect(text(stateBucketOutcome(state, "photos", "elsewhere"))).toMatch(
      /^error: The state bucket state exists in another Region than eu-central-1\./,
    );
    expect(text(stateBucketOutcome(state, "photos", "taken"))).toMatch(
      /^error: The state bucket state belongs to another account, or your role lacks/,
    );
    expect(stateBucketOutcome(state, "photos", "ours").level).toBe("ok");
  });
  test("what protects it", () => {
    const of = (parts: Partial<Parameters<typeof protectionOutcome>[2]>) =>
      text(protectionOutcome(state, "photos", { there: [], missing: [], unknown: [], ...parts }));
    expect(of({ missing: ["versioning"], unknown: [{ is: "encryption", why: "Denied." }] })).toBe(
      "warning: The state bucket state lacks: versioning. | Run mrap state create photos, which adds only what is missing.",
    );
    expect(of({ unknown: [{ is: "encryption", why: "Denied." }] })).toMatch(
      /^not known: Not known of the state bucket state: encryption\. Denied\./,
    );
    expect(of({ noBucket: true })).toMatch(/^not known: The state bucket state does not exist\./);
    expect(of({})).toMatch(/^ok: The state bucket state has versioning, encryption/);
  });
});

describe("tools", () => {
  test("Node.js, Terraform and the provider", () => {
    expect(text(nodeOutcome("18.20.0"))).toMatch(/^error: Node\.js 18\.20\.0 is not supported/);
    expect(text(terraformOutcome("terraform", { failed: "it reports no version" }))).toMatch(
      /^not known: The version of terraform is not known/,
    );
    expect(text(providerOutcome("# empty"))).toMatch(/^warning: The lock file has no AWS provider\./);
    expect(
      text(providerOutcome('provider "registry.opentofu.org/hashicorp/aws" {\n  version = "5.100.0"\n}\n')),
    ).toBe("ok: The lock file pins the AWS provider 5.100.0.");
  });
  test("the CDK, its bindings and its command line", () => {
    const of = (installed: Record<string, string>) => text(cdkOutcome(new Map(Object.entries(installed))));
    const sound = { cdktf: "0.21.0", "@cdktf/provider-aws": "21.22.1", "cdktf-cli": "0.21.0" };
    expect(of(sound)).toMatch(/^ok: cdktf 0\.21\.0 and @cdktf\/provider-aws 21\.22\.1 are supported/);
    expect(of({})).toMatch(/^error: This folder has neither cdktf nor cdktn in node_modules\./);
    expect(of({ ...sound, cdktf: "0.20.0" })).toMatch(/^error: cdktf 0\.20\.0 is not >=0\.21\.0 <0\.22\./);
    expect(of({ cdktf: "0.21.0" })).toMatch(/^error: @cdktf\/provider-aws is not installed\./);
    expect(of({ ...sound, "cdktf-cli": "0.20.0" })).toMatch(
      /^warning: cdktf-cli is version 0\.20\.0, and cdktf is version 0\.21\.0\./,
    );
    expect(of({ cdktn: "0.24.0", "@cdktn/provider-aws": "25.7.0" })).toMatch(
      /^warning: cdktn 0\.24\.0 and .* are supported, and cdktn-cli is not/,
    );
  });
});

describe("topics", () => {
  const service = (grant: "yes" | "no" | "unclear", name = "CloudWatch") => ({
    name,
    service: `${name.toLowerCase()}.amazonaws.com`,
    grant,
  });
  test("who may publish", () => {
    expect(text(publishOutcome([]))).toMatch(/^ok: Nothing of the environment publishes to the topic/);
    expect(text(publishOutcome([service("yes"), service("yes", "EventBridge")]))).toBe(
      "ok: The policy of the topic lets CloudWatch and EventBridge publish.",
    );
    expect(text(publishOutcome([service("no"), service("no", "EventBridge")]))).toMatch(
      /^error: .* does not let CloudWatch and EventBridge publish, so the topic receives nothing from them\./,
    );
    expect(text(publishOutcome([service("unclear")]))).toMatch(
      /^not known: Whether CloudWatch may publish depends on a condition/,
    );
  });
  test("who may use the key", () => {
    expect(text(topicKeyOutcome("alias/aws/sns", undefined, []))).toMatch(
      /^error: The topic is encrypted with the AWS managed key of SNS\./,
    );
    expect(text(topicKeyOutcome("k", { KeyState: "Disabled" }, []))).toMatch(
      /^error: The key k is disabled\./,
    );
    expect(text(topicKeyOutcome("k", {}, [service("no")]))).toMatch(
      /^error: The policy of the key k does not let CloudWatch use the key/,
    );
    expect(text(topicKeyOutcome("k", {}, [service("unclear")]))).toMatch(
      /^not known: Whether CloudWatch may use the key k depends/,
    );
    expect(text(topicKeyOutcome("k", {}, [service("yes")]))).toBe(
      "ok: The key k is enabled, and its policy lets CloudWatch use it.",
    );
  });
});

describe("the access point at the end of an adoption", () => {
  const of = (end: "restore" | "forget", more: Partial<Parameters<typeof endedOutcome>[2]>): string =>
    text(endedOutcome(end, "photos", { exists: true, adopted: false, own: true, ...more }));
  test.each([
    [of("restore", { exists: false }), "ok: The account has no access point named photos."],
    [of("restore", {}), "ok: The access point photos exists. A deploy deletes it."],
    [
      of("restore", { own: false }),
      "warning: The access point photos exists, and Terraform's state does not have it. A deploy does not delete it. | If it is the access point of this environment, use the state with which it was deployed.",
    ],
    [
      of("restore", { own: undefined }),
      "not known: The access point photos exists. Whether a deploy deletes it is not known, because Terraform's state cannot be read. | Use credentials that can read the state of Terraform.",
    ],
    [
      of("restore", { adopted: true }),
      "ok: The adopted access point photos exists. A deploy forgets it, and changes nothing in it.",
    ],
    [
      of("forget", { adopted: true, own: false }),
      "ok: The adopted access point photos exists, and Terraform's state does not have it.",
    ],
    [
      of("forget", {}),
      "error: The buckets are members of the access point photos, which is in Terraform's state. A deploy would leave them the policy of the environment. | Write adopt: restore for every adopted bucket, and deploy it. Then write adopt: forget.",
    ],
  ])("%s", (actual, expected) => expect(actual).toBe(expected));
});
