import { renderStatus } from "../../../cli/status/render";
import { statusJson } from "../../../cli/status/json";
import type { Status } from "../../../cli/status/status";
import { plain } from "../../../cli/text/paint";
import { ALL_REGIONS } from "../../support/environment";
import { direction, point, snapshot } from "../watch/snapshot";

const [mumbai, virginia] = ["ap-south-1", "us-east-1"] as const;
const two = [mumbai, virginia];
const { status } = snapshot(two, { environment: "environments/shop.yaml" });
const routes = "value" in status.routing ? status.routing.value : [];
const everywhere = { value: routes.map((route) => ({ ...route, active: true })) };

const shown = (one: Status, columns = 100): string[] => renderStatus(one, { paint: plain, columns });

test("a new access point: status recommends routes apply, which is safe, and not failback", () => {
  const text = shown({ ...status, routing: everywhere }, 400).join("\n");
  expect(text).toContain(
    "NEXT  Every Region is active, as in a new access point, although us-east-1 is passive in the environment file: run mrap routes apply environments/shop.yaml to set the initial routing.",
  );
  expect(text).not.toContain("failback");
  expect(statusJson({ ...status, routing: everywhere })).toMatchObject({ awaitsInitialRouting: true });
});

test("after a failover, status recommends failback", () => {
  const moved = { value: routes.map((route) => ({ ...route, active: route.region === virginia })) };
  const text = shown({ ...status, routing: moved }, 400).join("\n");
  expect(text).toContain(
    "The routing differs from the environment file in ap-south-1, us-east-1: run mrap failback environments/shop.yaml to return to it.",
  );
  expect(text).not.toContain("routes apply");
  expect(statusJson({ ...status, routing: moved })).toMatchObject({ awaitsInitialRouting: false });
});

test("the routing of the file, in which every Region is active, needs nothing", () => {
  const file = everywhere.value;
  const text = shown({ ...status, routing: everywhere, file }, 400).join("\n");
  expect(text).not.toMatch(/routes apply|failback/);
});

test("active is strong; what the preflight stops at is red, with the limit in words", () => {
  const painted: string[] = [];
  const lines = renderStatus(
    {
      ...status,
      observations: {
        ...status.observations,
        members: [
          status.observations.members[0]!,
          { ...status.observations.members[1]!, versioning: { value: "Suspended" } },
        ],
        directions: [
          direction(mumbai, virginia, {
            latency: { value: point(1300) },
            pendingBytes: { value: point(2 ** 31) },
            failedOperations: { value: point(4) },
          }),
          direction(virginia, mumbai, { rules: { value: [] }, failedOperations: { value: point(4, 7200) } }),
        ],
      },
    },
    {
      columns: 200,
      paint: (style, text) => {
        painted.push(`${style} ${text}`);
        return text;
      },
    },
  );
  expect(painted).toEqual([
    "strong active",
    "red suspended",
    "red 22 min",
    "red 3, 2 GiB",
    "red 4",
    "red none",
    "amber 4",
    "red STOP  ",
    "red STOP  ",
    "red LIMIT ",
  ]);
  const text = lines.join(" ").replace(/\s+/g, " ");
  expect(text).toContain(
    "STOP us-east-1: the versioning of shop-us-east-1 is suspended. The preflight refuses every failover.",
  );
  expect(text).toContain(
    "STOP us-east-1>ap-south-1: there is no replication rule. The preflight refuses a failover between these Regions.",
  );
  expect(lines).toContain(
    "LIMIT ap-south-1>us-east-1: the latency of 22 min is over the limit of 15 min, and 2 GiB pending are over the limit of 1 GiB, and 4 failed operations reach the limit of 1. The preflight refuses a failover in this direction.".slice(
      0,
      lines.find((line) => line.startsWith("LIMIT"))!.length,
    ),
  );
});

test.each([40, 80, 100, 200])("at %d columns, no line is longer and no name is lost", (columns) => {
  const long = `bucket-${"x".repeat(56)}`;
  const many = snapshot(ALL_REGIONS, { arn: `arn:aws:s3::123456789012:accesspoint/${"a".repeat(13)}.mrap` });
  const members = many.status.observations.members.map((member) => ({ ...member, bucket: long }));
  const lines = shown(
    { ...many.status, alias: "aaaaaaaaaaaaa.mrap", observations: { ...many.status.observations, members } },
    columns,
  );
  expect(lines.filter((line) => line.length > columns)).toEqual([]);
  const text = lines.join("").replace(/\s/g, "");
  expect(text.split(long.slice(0, 10)).length - 1).toBe(17);
  expect(text).not.toContain("…");
});
