import { App, TerraformOutput } from "cdktf";
import fc from "fast-check";
import type { EncryptionKey } from "../../constructs/encryption-key";
import { ReplicationMesh, type ReplicationMeshProps } from "../../constructs/replication";
import { oversizesIn } from "../../constructs/size-limit";
import { messageOf, PlainStack, synthPlain } from "../support/synth";

const REGIONS = Array.from({ length: 17 }, (_, index) => `xx-region-${index + 1}`);

const make = (regions: readonly string[], props: Partial<ReplicationMeshProps> = {}) =>
  synthPlain(regions, (stack) => {
    new ReplicationMesh(stack, "mesh", { buckets: stack.buckets(), ...props });
  });

const TWO = ["eu-west-1", "us-east-1"];

test("a rule sets every argument that would otherwise appear as a change in each plan", () => {
  const mesh = make(TWO).resources("aws_s3_bucket_replication_configuration");
  expect(mesh["mesh/eu-west-1/Configuration"]).toEqual({
    bucket: "${aws_s3_bucket.eu-west-1/Resource.id}",
    provider: "aws.eu_west_1",
    role: "${aws_iam_role.mesh/eu-west-1/replication/Role.arn}",
    depends_on: [
      "aws_s3_bucket_versioning.eu-west-1/Versioning",
      "aws_s3_bucket_versioning.us-east-1/Versioning",
      "aws_iam_role_policy.mesh/eu-west-1/replication/Policy",
    ],
    rule: [
      {
        id: "to-us-east-1",
        priority: 1,
        status: "Enabled",
        filter: {},
        delete_marker_replication: { status: "Enabled" },
        source_selection_criteria: { replica_modifications: { status: "Enabled" } },
        destination: {
          bucket: "${aws_s3_bucket.us-east-1/Resource.arn}",
          metrics: { status: "Enabled", event_threshold: { minutes: 15 } },
          replication_time: { status: "Enabled", time: { minutes: 15 } },
        },
      },
    ],
  });
});

test("every bucket replicates to every other bucket once, for any number of Regions", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 17 }), (count) => {
      const regions = REGIONS.slice(0, count);
      const configurations = make(regions).resources("aws_s3_bucket_replication_configuration");
      const directions = regions.flatMap((region) =>
        configurations[`mesh/${region}/Configuration`]!.rule.map(
          (rule: any) => `${region} ${rule.destination.bucket}`,
        ),
      );
      expect(directions).toHaveLength(count * (count - 1));
      expect(new Set(directions).size).toBe(directions.length);
      for (const region of regions) {
        const { rule, depends_on } = configurations[`mesh/${region}/Configuration`]!;
        expect(new Set(rule.map((r: any) => r.priority)).size).toBe(count - 1);
        expect(new Set(rule.map((r: any) => r.id)).size).toBe(count - 1);
        for (const other of regions)
          expect(depends_on).toContain(`aws_s3_bucket_versioning.${other}/Versioning`);
      }
    }),
    { numRuns: 6, examples: [[2], [17]] },
  );
});

test("each prefix has a rule to each other bucket, with a unique id and priority", () => {
  const rules = make(["eu-west-1", "us-east-1", "us-west-2"], { prefixes: ["logs/", "data/"] }).resources(
    "aws_s3_bucket_replication_configuration",
  )["mesh/us-east-1/Configuration"]!.rule;
  expect(rules.map((rule: any) => [rule.id, rule.priority, rule.filter.prefix])).toEqual([
    ["to-eu-west-1-1", 1, "logs/"],
    ["to-eu-west-1-2", 2, "data/"],
    ["to-us-west-2-1", 3, "logs/"],
    ["to-us-west-2-2", 4, "data/"],
  ]);
});

test("disabled features are set to Disabled, and the metrics stay on without RTC", () => {
  const [rule] = make(TWO, {
    timeControl: false,
    deleteMarkers: false,
    replicaModifications: false,
  }).resources("aws_s3_bucket_replication_configuration")["mesh/eu-west-1/Configuration"]!.rule;
  expect(rule.destination).toEqual({
    bucket: "${aws_s3_bucket.us-east-1/Resource.arn}",
    metrics: { status: "Enabled" },
  });
  expect(rule.delete_marker_replication).toEqual({ status: "Disabled" });
  expect(rule.source_selection_criteria.replica_modifications).toEqual({ status: "Disabled" });
});

test("a role is named after the prefix and the source's Region", () => {
  const roles = make(TWO, { roleNamePrefix: "my-new-mrap1" }).resources("aws_iam_role");
  expect(Object.values(roles).map((role) => role.name)).toEqual([
    "my-new-mrap1-replication-eu-west-1",
    "my-new-mrap1-replication-us-east-1",
  ]);
});

describe("rejects", () => {
  const errorOf = (
    regions: readonly string[],
    props: (stack: PlainStack) => Partial<ReplicationMeshProps>,
  ) => {
    const stack = new PlainStack(new App(), regions);
    return messageOf(() => new ReplicationMesh(stack, "mesh", { buckets: [], ...props(stack) }));
  };

  test("one bucket", () => {
    expect(errorOf(TWO, (stack) => ({ buckets: [stack.bucket("eu-west-1")] }))).toBe(
      "'buckets' should have at least 2 buckets, got 1 (at plain/mesh)",
    );
  });

  test("two buckets in one Region", () => {
    expect(
      errorOf(TWO, (stack) => {
        const bucket = stack.bucket("eu-west-1");
        return { buckets: [bucket, bucket] };
      }),
    ).toBe("'buckets' should be in different Regions, got two in 'eu-west-1' (at plain/mesh)");
  });

  test("more rules than a configuration may have", () => {
    const prefixes = Array.from({ length: 501 }, (_, index) => `${index}/`);
    expect(
      errorOf(["eu-west-1", "us-east-1", "us-west-2"], (stack) => ({ buckets: stack.buckets(), prefixes })),
    ).toBe(
      "'prefixes' should result in at most 1000 rules for each bucket, got 1002 (501 prefixes, 2 destinations) (at plain/mesh)",
    );
  });
});

test("rejects more prefixes than a replication configuration has room for", () => {
  const oversizes = (count: number) => {
    const stack = new PlainStack(new App(), TWO);
    const prefixes = Array.from({ length: count }, (_, index) => `${index}${'"'.repeat(1020)}`);
    new ReplicationMesh(stack, "mesh", { buckets: stack.buckets(), prefixes });
    return oversizesIn(stack);
  };
  const tooLarge = {
    what: "the replication configuration",
    size: 2_559_918,
    maximum: 2_097_152,
    unit: "bytes",
    prop: "prefixes",
    fix: "write fewer or shorter prefixes",
  };
  expect(oversizes(450)).toEqual([tooLarge, tooLarge]);
  expect(oversizes(350)).toEqual([]);
});

describe("with KMS keys", () => {
  const arn = (region: string) => `arn:aws:kms:${region}:123456789012:key/of-${region}`;
  const encrypted = (keys: (region: string) => EncryptionKey | undefined) =>
    synthPlain(TWO, (stack) => {
      const buckets = TWO.map((region) => stack.bucket(region, { encryptionKey: keys(region) }));
      new ReplicationMesh(stack, "mesh", { buckets });
    });

  test("a rule selects objects with SSE-KMS and names the key of the destination", () => {
    const mesh = encrypted((region) => ({ arn: arn(region) }));
    const [rule] = mesh.resources("aws_s3_bucket_replication_configuration")["mesh/eu-west-1/Configuration"]!
      .rule;
    expect(rule.source_selection_criteria.sse_kms_encrypted_objects).toEqual({ status: "Enabled" });
    expect(rule.destination.encryption_configuration).toEqual({ replica_kms_key_id: arn("us-east-1") });
  });

  test("the role uses each key only through S3, in the Region and for the bucket of the key", () => {
    const statements = encrypted((region) => ({ arn: arn(region) })).statements(
      "mesh/eu-west-1/replication/Permissions",
    );
    const throughS3 = (region: string) => [
      { test: "StringEquals", variable: "kms:ViaService", values: [`s3.${region}.amazonaws.com`] },
      {
        test: "StringEquals",
        variable: "kms:EncryptionContext:aws:s3:arn",
        values: [`\${aws_s3_bucket.${region}/Resource.arn}`],
      },
    ];
    expect(Object.values(statements).filter(({ actions }) => String(actions).includes("kms:"))).toEqual([
      {
        sid: "DecryptSourceObjects",
        actions: ["kms:Decrypt"],
        resources: [arn("eu-west-1")],
        condition: throughS3("eu-west-1"),
      },
      {
        sid: "EncryptReplicasInUsEast1",
        actions: ["kms:Encrypt", "kms:Decrypt"],
        resources: [arn("us-east-1")],
        condition: throughS3("us-east-1"),
      },
    ]);
  });

  test("the policy of each key gets the role of its bucket and the roles of the other buckets", () => {
    const role = (region: string) => `\${aws_iam_role.mesh/${region}/replication/Role.arn}`;
    const stack = synthPlain(TWO, (plain) => {
      const buckets = TWO.map((region) => {
        const key: EncryptionKey = {
          arn: arn(region),
          allowReplication: ({ source, destinations }) =>
            void new TerraformOutput(plain, region + "-key", { value: [source, ...destinations] }),
        };
        return plain.bucket(region, { encryptionKey: key });
      });
      new ReplicationMesh(plain, "mesh", { buckets });
    });
    expect(stack.json.output).toMatchObject({
      "eu-west-1-key": { value: [role("eu-west-1"), role("us-east-1")] },
      "us-east-1-key": { value: [role("us-east-1"), role("eu-west-1")] },
    });
  });

  test("every default encryption changes after every replication configuration", () => {
    const mesh = encrypted((region) => ({ arn: arn(region) }));
    for (const one of Object.values(mesh.resources("aws_s3_bucket_server_side_encryption_configuration"))) {
      expect(one.depends_on).toEqual(
        TWO.map((region) => `aws_s3_bucket_replication_configuration.mesh/${region}/Configuration`),
      );
    }
    const retired = encrypted((region) => ({ arn: arn(region), retired: true }));
    for (const one of Object.values(retired.resources("aws_s3_bucket_server_side_encryption_configuration")))
      expect(one).not.toHaveProperty("depends_on");
  });

  test("rejects keys for some of the buckets", () => {
    expect(
      messageOf(() => encrypted((region) => (region === "us-east-1" ? { arn: arn(region) } : undefined))),
    ).toBe("'buckets' should all have an encryptionKey or none, got none in 'eu-west-1' (at plain/mesh)");
  });

  test("17 Regions fit into the policy of a role", () => {
    const keys = (region: string) => ({ arn: arn(region) });
    expect(() =>
      synthPlain(REGIONS, (stack) => {
        const buckets = REGIONS.map((region) =>
          stack.bucket(region, { bucket: `${"b".repeat(45)}-${region}`, encryptionKey: keys(region) }),
        );
        new ReplicationMesh(stack, "mesh", { buckets });
      }),
    ).not.toThrow();
  });
});
