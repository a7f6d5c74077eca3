import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { notReverted, refuseToForgetMembers } from "../../../cli/plan/ending";
import { planJson, planText } from "../../../cli/plan/render";
import { adoptedText } from "../../../environment/adopted";
import { readEnvironmentFiles, type LoadedEnvironment } from "../../../environment/load";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "mrap-ending-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An environment of two recorded buckets. */
function loaded(adopt: string): LoadedEnvironment {
  const file = join(folder, "photos.yaml");
  const member = (region: string) => `  ${region}: { bucket: in-${region}, adopt: ${adopt} }\n`;
  writeFileSync(
    file,
    `name: photos\nregions:\n${member("eu-west-1")}${member("us-east-1")}state: local\naccessLogs: { us-east-1: new-logs }\n`,
  );
  writeFileSync(
    join(folder, "photos.adopted.yaml"),
    adoptedText({
      buckets: {
        "in-eu-west-1": { region: "eu-west-1", versioning: "Enabled" },
        "in-us-east-1": { region: "us-east-1", logging: { bucket: "old-logs", prefix: "" } },
      },
    }),
  );
  const { environments, problems } = readEnvironmentFiles([file]);
  expect(problems).toEqual([]);
  return environments[0]!;
}

const deployed = { deployed: { name: "photos" } } as unknown as Parameters<typeof refuseToForgetMembers>[1];

test("the end of an adoption names what it does not revert", () => {
  const left = [
    "Versioning of in-us-east-1 remains enabled (before: never enabled).",
    "Objects that the buckets replicated to each other remain in both.",
  ];
  expect(notReverted(loaded("restore"))).toEqual(left);
  expect(notReverted(loaded("true"))).toEqual([]);
  const result = { name: "photos", changes: [], stateKeys: [], notReverted: left };
  expect(planText(result, false)).toBe(
    `The buckets get back their earlier configuration. Not reverted:\n  - ${left.join("\n  - ")}\n\nTerraform was not asked for a plan. Nothing was changed.`,
  );
  expect(planJson(result)).toMatchObject({ notReverted: left });
});

test("members are not forgotten before they are restored", () => {
  expect(() => refuseToForgetMembers(loaded("forget"), deployed)).toThrow(
    "The buckets of photos are still members of the access point photos. With adopt: forget, they would keep the policy of the environment, which can deny every object request without the access point. Write adopt: restore for every adopted bucket, and deploy it. Then write adopt: forget.",
  );
  expect(() => refuseToForgetMembers(loaded("forget"), {})).not.toThrow();
  expect(() => refuseToForgetMembers(loaded("restore"), deployed)).not.toThrow();
});
