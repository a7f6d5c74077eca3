import type { SeenVersion } from "../../../../cli/verify/canary/object-store";
import { Watch } from "../../../../cli/verify/canary/watch";

const version = (versionId: string): SeenVersion => ({ key: "k", versionId, marker: false });
const soon = (): number => performance.now() + 5000;

test("a version is found in the first listing that has it, and one listing serves everyone who waits", async () => {
  let listings = 0;
  const watch = new Watch(async () => (++listings < 3 ? [] : [version("1"), version("2")]));
  const [one, two] = await Promise.all([watch.arrival("1", soon()), watch.arrival("2", soon())]);
  expect([one?.version.versionId, two?.version.versionId]).toEqual(["1", "2"]);
  expect(listings).toBe(3);
  // It is known from then on.
  expect((await watch.arrival("1", 0))?.version.versionId).toBe("1");
  expect(listings).toBe(3);
});

test("a version that has not arrived in time is undefined, after at least one listing", async () => {
  let listings = 0;
  const watch = new Watch(async () => (listings++, []));
  expect(await watch.arrival("1", 0)).toBeUndefined();
  expect(listings).toBe(1);
});

test("a listing that fails is repeated, and its reason is kept", async () => {
  const denied = new Error("denied");
  const watch = new Watch(() => Promise.reject(denied));
  expect(await watch.arrival("1", performance.now() + 150)).toBeUndefined();
  expect(watch.problem).toBe(denied);
});

test("stop ends all waiting", async () => {
  const watch = new Watch(async () => []);
  const waiting = watch.arrival("1", soon());
  watch.stop();
  expect(await waiting).toBeUndefined();
});
