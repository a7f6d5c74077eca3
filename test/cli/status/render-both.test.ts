/** `mrap status` during a change of Regions. */
import { compareRoutings, routingIsKnown } from "../../../cli/status/both";
import { renderStatuses, statusesJson } from "../../../cli/status/render-both";
import type { Status } from "../../../cli/status/status";
import { plain } from "../../../cli/text/paint";
import { snapshot } from "../watch/snapshot";

const [ireland, virginia, mumbai] = ["eu-west-1", "us-east-1", "ap-south-1"] as const;

/** The first Region is active. */
function of(name: string, ...regions: readonly string[]): Status {
  return { ...snapshot(regions, { environment: "photos" }).status, name };
}

const photos2 = of("photos-2", ireland, virginia, mumbai);
const photos = of("photos", ireland, virginia);
const moved = of("photos", virginia, ireland);
const shown = (status: Status, other: Parameters<typeof renderStatuses>[0]["other"]): string[] =>
  renderStatuses({ status, ...(other && { other }) }, { paint: plain, columns: 400 });

test("one access point is shown as before", () => {
  const alone = shown(photos, undefined);
  expect(alone.at(-1)).toBe("The routing of photos is: eu-west-1 active, us-east-1 passive.");
  expect(statusesJson({ status: photos })).not.toHaveProperty("otherAccessPoint");
  expect(compareRoutings({ status: photos })).toBeUndefined();
});

test("two that agree: both routings, each direction once, and that they agree", () => {
  const text = shown(photos2, photos);
  expect(text.slice(-3)).toEqual([
    "The routing of photos is: eu-west-1 active, us-east-1 passive.",
    "",
    "The routings of photos-2 and photos agree in every Region that both have.",
  ]);
  expect(text).toContain(
    "The routing of photos-2 is: eu-west-1 active, us-east-1 passive, ap-south-1 passive.",
  );
  expect(text.filter((line) => line.startsWith("eu-west-1>us-east-1"))).toHaveLength(1);
  expect(text.filter((line) => line === "No open alarms.")).toHaveLength(1);
});

test("two that differ: where, what it means, and the commands", () => {
  const statuses = { status: photos2, other: moved };
  const sentence =
    "The routings of photos-2 and photos differ: eu-west-1 is active in photos-2 and passive in photos, and us-east-1 is active in photos and passive in photos-2. Clients of the two may use different Regions. To give both the same routing, run mrap failover photos --to REGION, or mrap failback photos.";
  expect(shown(photos2, moved).at(-1)).toBe(`DIFFER  ${sentence}`);
  expect(statusesJson(statuses)).toMatchObject({
    name: "photos-2",
    otherAccessPoint: { name: "photos" },
    routingsDifferIn: [ireland, virginia],
    comparison: sentence,
  });
});

test("a new access point in which every Region is active: mrap routes apply", () => {
  const routes = "value" in photos2.routing ? photos2.routing.value : [];
  const fresh = {
    ...photos2,
    file: routes,
    routing: { value: routes.map((one) => ({ ...one, active: true })) },
  };
  expect(compareRoutings({ status: fresh, other: photos })?.text).toMatch(
    /To give both the same routing, run mrap routes apply photos\.$/,
  );
});

test("what is not known is not compared", () => {
  const unread = { ...photos, routing: { unreachable: "no answer" } };
  expect(compareRoutings({ status: photos2, other: unread })).toEqual({
    text: "Whether the routings of photos-2 and photos agree is not known.",
  });
  expect(routingIsKnown({ status: photos2, other: unread })).toBe(false);
  expect(statusesJson({ status: photos2, other: unread })).toMatchObject({ routingsDifferIn: null });
});

test("an access point that does not exist yet is named, and the other one is shown", () => {
  const absent = { name: "photos-2", why: "The account has no access point photos-2." };
  expect(shown(photos, absent).at(-1)).toBe("The account has no access point photos-2.");
  expect(routingIsKnown({ status: photos, other: absent })).toBe(true);
  expect(statusesJson({ status: photos, other: absent })).toMatchObject({
    name: "photos",
    otherAccessPoint: { name: "photos-2", unreachable: "The account has no access point photos-2." },
  });
});
