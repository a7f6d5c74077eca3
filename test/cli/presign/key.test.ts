import { checkKey } from "../../../cli/presign/key";

test.each(["a", "a/b", "...", "a/.b/..c", "x".repeat(1024)])("accepts %j", (key) => {
  expect(() => checkKey(key)).not.toThrow();
});

test.each(["..", "a/../b", "./a", "a/."])("rejects the segment in %j", (key) => {
  const segment = key.split("/").find((one) => /^\.\.?$/.test(one))!;
  expect(() => checkKey(key)).toThrow(
    `The key '${key}' contains the segment '${segment}', which browsers and most clients remove from a URL. Use a key without it.`,
  );
});

test("rejects a key that S3 rejects", () => {
  expect(() => checkKey("é".repeat(513))).toThrow(
    "The key has 1026 bytes, and S3 allows 1024. Use a shorter key.",
  );
  expect(() => checkKey("")).toThrow("The key is empty.");
});
