import { emptyProof, prove } from "../../../cli/regions/proof";
import type { Page, Version } from "../../../cli/adapters/aws/object-versions";
import { byKey, merged, onlyIn, type MergedKey } from "../../../cli/regions/versions";

const version = (key: string, versionId = "1", more: Partial<Version> = {}): Version => ({
  key,
  versionId,
  marker: false,
  etag: `"${versionId}"`,
  size: 10,
  modified: new Date(0),
  ...more,
});

async function* pages(...all: Page[]): AsyncGenerator<Page> {
  yield* all;
}

async function mergedKeys(...listings: Page[][]): Promise<MergedKey[]> {
  const found: MergedKey[] = [];
  for await (const key of merged(listings.map((one) => byKey(pages(...one))))) found.push(key);
  return found;
}

const shape = (keys: MergedKey[]) =>
  keys.map(
    ({ key, versions }) =>
      `${key}: ${versions.map((one) => one.map(({ versionId }) => versionId).join("+")).join(" | ")}`,
  );

test("listings are merged by key, and a key may continue on the next page", async () => {
  const left = [
    [version("a"), version("b", "1")],
    [version("b", "2"), version("d")],
  ];
  const right = [[version("b", "2"), version("c")], [], [version("e")]];
  expect(shape(await mergedKeys(left, right))).toEqual([
    "a: 1 | ",
    "b: 1+2 | 2",
    "c:  | 1",
    "d: 1 | ",
    "e:  | 1",
  ]);
});

test("keys are compared by their bytes in UTF-8, as S3 lists them", async () => {
  // In UTF-16, the first key would be the last one.
  const keys = ["\uFFFD", "\u{1F600}"];
  expect(shape(await mergedKeys([keys.map((key) => version(key))], [[version(keys[1]!)]]))).toEqual([
    "\uFFFD: 1 | ",
    "\u{1F600}: 1 | 1",
  ]);
});

test("delete markers stand beside the versions of their key", async () => {
  const page = [version("a", "1"), version("b", "1"), version("a", "2", { marker: true })];
  expect(shape(await mergedKeys([page]))).toEqual(["a: 1+2", "b: 1"]);
});

test("a listing that is out of order proves nothing", async () => {
  await expect(mergedKeys([[version("b")], [version("a")]])).rejects.toThrow(
    "the listing is out of order at a",
  );
});

test("a version is found by its ID, and an object from before versioning by its content", () => {
  const own = [
    version("a", "1"),
    version("a", "2"),
    version("a", "null", { etag: '"x"' }),
    version("a", "3", { marker: true }),
  ];
  expect(onlyIn(own, [[version("a", "2")], [version("a", "null", { etag: '"y"' })]])).toEqual([
    own[0],
    own[2],
  ]);
  expect(onlyIn(own, [own])).toEqual([]);
  // A delete marker with the same ID is no copy of the data.
  expect(onlyIn([own[0]!], [[version("a", "1", { marker: true })]])).toEqual([own[0]]);
});

test("the proof counts what it saw, and releases only versions that another bucket has", async () => {
  const own = [
    [version("a", "1"), version("a", "2"), version("b", "9", { marker: true })],
    [version("c", "1")],
  ];
  const proof = emptyProof();
  const released: string[] = [];
  for (const key of await mergedKeys(own, [[version("a", "1"), version("c", "1")]], []))
    released.push(...prove(proof, key).map((one) => `${one.key} ${one.versionId}`));
  expect(proof).toEqual({ versions: 3, markers: 1, bytes: 30, only: 1, examples: [own[0]![1]] });
  expect(released).toEqual(["a 1", "b 9", "c 1"]);
});
