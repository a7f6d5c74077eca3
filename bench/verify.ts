/** Measures `mrap verify` with 17 Regions, which is 272 directions. */
import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { startLocalAws } from "../local-aws";
import { MEMBER_REGIONS } from "../environment/rules/regions";
import { ACCESS_POINT_REGIONS } from "../constructs/limits";
import { account, makeEnvironment } from "../test/support/live-environment";
import type { Figure } from "./measure";

const LIMIT_SECONDS = 60;
const ROLE = "storage-admin";

export async function run(): Promise<Figure[]> {
  const aws = await startLocalAws();
  const regions = MEMBER_REGIONS.slice(0, ACCESS_POINT_REGIONS.maximum);
  const routing = Object.fromEntries(regions.map((region) => [region, "active" as const]));
  const environment = await makeEnvironment(aws, "bench-verify", routing);
  try {
    const role = `arn:aws:iam::${account}:role/${ROLE}`;
    appendFileSync(environment.file, `access:\n  administrators: ["${role}"]\n`);
    await new IAMClient(aws.clientConfig("us-east-1")).send(
      new CreateRoleCommand({
        RoleName: ROLE,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole" }],
        }),
      }),
    );
    const began = performance.now();
    // Most resources of the stack do not exist, so the status is 1. The directions do not depend on them.
    const args = [join(__dirname, "..", "bin", "mrap"), "verify", environment.file, "--as", role, "--json"];
    const { stdout, stderr } = spawnSync(process.execPath, args, { env: aws.childEnv(), encoding: "utf8" });
    if (stdout === "") throw new Error(stderr);
    const value = (performance.now() - began) / 1000;
    const { checks } = JSON.parse(stdout) as { checks: { id: string; level: string }[] };
    const proved = checks.filter(({ id, level }) => id === "replication" && level === "ok").length;
    const expected = regions.length * (regions.length - 1);
    return [
      {
        name: `verify of ${regions.length} Regions, in seconds`,
        value,
        limit: LIMIT_SECONDS,
        pass: value <= LIMIT_SECONDS && proved === expected,
        detail: `${proved} of ${expected} directions proved, ${checks.length} checks`,
      },
    ];
  } finally {
    environment.remove();
    await aws.stop();
  }
}
