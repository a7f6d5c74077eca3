import { clientRegion, identifier, type SnippetKind } from "../snippet";

export const spark: SnippetKind = {
  title: "Apache Spark with Apache Iceberg",
  usesIdentityPolicy: true,
  snippet({ connection, access }) {
    const catalog = `spark.sql.catalog.${identifier(connection.name)}`;
    const first = connection.members[0]?.bucket ?? "";
    const settings: [string, string][] = [
      [catalog, "org.apache.iceberg.spark.SparkCatalog"],
      [`${catalog}.type`, "glue"],
      [`${catalog}.io-impl`, "org.apache.iceberg.aws.s3.S3FileIO"],
      [`${catalog}.warehouse`, `s3://${first}/warehouse`],
      ...connection.members.map(({ bucket }): [string, string] => [
        `${catalog}.s3.access-points.${bucket}`,
        connection.arn,
      ]),
    ];
    return {
      language: "bash",
      file: "access-point-spark.sh",
      install: "spark-sql --version # Spark 3.5 with Scala 2.12",
      installLanguage: "bash",
      code: `#!/usr/bin/env bash
set -euo pipefail

packages="org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.10.0"
# The bundle contains SigV4A, which requests to a Multi-Region Access Point need.
packages="$packages,org.apache.iceberg:iceberg-aws-bundle:1.10.0"
# The client needs a Region. Requests to the access point do not use it.
export AWS_REGION="\${AWS_REGION:-${clientRegion(connection)}}"

spark-sql --packages "$packages" \\
${settings.map(([key, value]) => `  --conf "${key}=${value}"`).join(" \\\n")}
`,
      notes: [
        "S3FileIO sends every request for these buckets through the access point. Table metadata contains bucket names, so all clients need these settings.",
        "iceberg-aws-bundle 1.6.0 does not contain SigV4A (apache/iceberg issue 10967). Use a newer version.",
        "The example uses AWS Glue as its catalog. The role also needs permissions for the catalog.",
        ...(access === "write"
          ? [
              "A commit is visible in the catalog before its files have replicated. Route to one active Region if other Regions must not read too early.",
            ]
          : []),
      ],
    };
  },
};
