import {
  ALLOWED_OBJECT_ACTIONS,
  LISTING_ACTION_PATTERNS,
  OBJECT_ACTION_PATTERNS,
} from "../../constructs/data-plane-actions";
// The actions whose resource is an object or a Multi-Region Access Point, as AWS lists them.
import actions from "./s3-actions.json";

const matches = (patterns: readonly string[], action: string) =>
  patterns.some((pattern) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(action));

test.each(actions.object)("%s is either denied or has a reason to be allowed", (action) => {
  expect(matches(OBJECT_ACTION_PATTERNS, action)).toBe(!(action in ALLOWED_OBJECT_ACTIONS));
});

test("every exception is an action on objects, with a reason", () => {
  for (const [action, reason] of Object.entries(ALLOWED_OBJECT_ACTIONS)) {
    expect(actions.object).toContain(action);
    expect(reason).toMatch(/\.$/);
  }
});

test("every pattern matches an action", () => {
  for (const pattern of OBJECT_ACTION_PATTERNS)
    expect(actions.object.some((action) => matches([pattern], action))).toBe(true);
});

test.each(actions.multiRegionAccessPoint)("%s is never denied", (action) => {
  expect(matches([...OBJECT_ACTION_PATTERNS, ...LISTING_ACTION_PATTERNS], action)).toBe(false);
});
