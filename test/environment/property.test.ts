import fc from "fast-check";
import { stringify } from "yaml";
import { EnvironmentError } from "../../environment/load";
import { keyPaths } from "../../environment/keys";
import { MEMBER_REGIONS } from "../../environment/rules/regions";
import { load, removeFolders } from "./support";

afterEach(removeFolders);

// Generating from patterns is slow, so ids are generated from numbers.
const account = fc.integer({ min: 1 }).map((number) => String(number).padStart(12, "0"));
const principal = fc.oneof(
  fc
    .tuple(account, fc.stringMatching(/^[A-Za-z0-9+=,.@_-]{1,20}$/))
    .map(([id, name]) => `arn:aws:iam::${id}:role/team/${name}`),
  account.map((id) => `arn:aws:iam::${id}:root`),
);
const hex = fc.nat().map((number) => number.toString(16).padStart(17, "0"));
const cidr = fc.tuple(fc.nat({ max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 })).map(([number, bits]) => {
  const first = bits === 0 ? 0 : number - (number % 2 ** (32 - bits));
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${bits}`;
});
const client = fc.oneof(
  cidr,
  hex.map((id) => `sg-${id}`),
);
const network = fc.record(
  {
    vpc: fc.oneof(
      fc.constant("default"),
      hex.map((id) => `vpc-${id}`),
    ),
    subnets: fc.uniqueArray(
      hex.map((id) => `subnet-${id}`),
      { maxLength: 3 },
    ),
    clients: fc.uniqueArray(client, { maxLength: 3 }),
  },
  { requiredKeys: ["vpc"] },
);
const list = (item: fc.Arbitrary<string>) => fc.uniqueArray(item, { maxLength: 3 });

const regions = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...MEMBER_REGIONS), { minLength: 2, maxLength: 17 }),
    fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/),
    fc.array(fc.record({ routing: fc.constantFrom("active", "passive"), network }, { requiredKeys: [] }), {
      minLength: 17,
      maxLength: 17,
    }),
  )
  .map(([names, start, details]) =>
    Object.fromEntries(
      names.map((name, index) => [
        name,
        {
          bucket: `b${start}-in-${name}`,
          ...inRegion(details[index], index),
          ...(index === 0 ? { routing: "active" } : {}),
        },
      ]),
    ),
  );

/** The same Region with ids of its own: an id exists in one Region only. */
function inRegion<T>(region: T, index: number): T {
  const start = index.toString(16).padStart(2, "0");
  return JSON.parse(
    (JSON.stringify(region) ?? "{}").replace(/"(vpc|subnet|sg)-../g, (_, kind) => `"${kind}-${start}`),
  ) as T;
}

const topic = fc.nat({ max: 16 });

/** A complete valid environment. */
const environment = fc
  .record(
    {
      name: fc
        .stringMatching(/^[a-z0-9][-a-z0-9]{1,48}[a-z0-9]$/)
        .filter((name) => !/^(aws|amazon|amzn|sg-)/.test(name)),
      regions,
      state: fc.oneof(
        fc.constant("local"),
        fc.record(
          {
            bucket: fc.constant("my.state"),
            region: fc.constantFrom(...MEMBER_REGIONS),
            key: fc.constant("a/b"),
          },
          { requiredKeys: ["bucket", "region"] },
        ),
      ),
      replication: fc.record(
        { timeControl: fc.boolean(), prefixes: list(fc.stringMatching(/^[a-z]{3}\/$/)) },
        { requiredKeys: [] },
      ),
      lifecycle: fc.record({ abortIncompleteUploadsAfterDays: fc.integer({ min: 1, max: 3650 }) }),
      access: fc.record(
        { readers: list(principal), administrators: list(principal), onlyThroughAccessPoint: fc.boolean() },
        { requiredKeys: [] },
      ),
      monitoring: fc.record({ topic, latencySeconds: fc.nat() }),
      protect: fc.boolean(),
      tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.stringMatching(/^[a-z0-9 .:/=+@_-]{0,20}$/), {
        maxKeys: 5,
      }),
    },
    { requiredKeys: ["name", "regions", "state"] },
  )
  .map(({ monitoring, ...rest }) => {
    if (monitoring === undefined) return rest;
    const names = Object.keys(rest.regions);
    const region = names[monitoring.topic % names.length] ?? "";
    const notify = ["ops@example.com", `arn:aws:sns:${region}:210987654321:ops`];
    return { ...rest, monitoring: { notify, latencySeconds: monitoring.latencySeconds } };
  });

test("loads any valid environment of 2 to 17 Regions", () => {
  const sizes = new Set<number>();
  fc.assert(
    fc.property(environment, (data) => {
      const loaded = load(stringify(data));
      sizes.add(Object.keys(loaded.regions).length);
      expect(Object.keys(loaded.regions)).toEqual(Object.keys(data.regions));
      expect(loaded).toMatchObject({ name: data.name, tags: data.tags ?? {} });
    }),
    { numRuns: 200 },
  );
  expect(sizes.size).toBeGreaterThan(5);
});

type Step = {
  readonly at: number;
  readonly how: "delete" | "rename" | "replace" | "duplicate";
  readonly value: unknown;
};

/** Values of every kind, from near misses to garbage. */
const garbage = fc.oneof(
  fc.anything({
    maxDepth: 2,
    withBigInt: false,
    withDate: false,
    withMap: false,
    withSet: false,
    withTypedArray: false,
    withNullPrototype: true,
  }),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "",
    " ",
    "*",
    "arn:",
    "arn:aws:iam::1:role/x",
    "10.0.0.0",
    "::",
    "true",
    "null",
    "\u001b[31m",
    "toString",
    "constructor",
  ),
  fc.double(),
);
const step: fc.Arbitrary<Step> = fc.record({
  at: fc.nat(),
  how: fc.constantFrom("delete", "rename", "replace", "duplicate"),
  value: garbage,
});

/** Every place of a value below the root. */
function places(
  value: unknown,
  parents: [holder: Record<string, unknown>, key: string][] = [],
): typeof parents {
  if (typeof value !== "object" || value === null) return parents;
  for (const [key, child] of Object.entries(value)) {
    parents.push([value as Record<string, unknown>, key]);
    places(child, parents);
  }
  return parents;
}

function mutate(root: Record<string, unknown>, { at, how, value }: Step): void {
  const all = places(root);
  const place = all[at % Math.max(1, all.length)];
  if (place === undefined) return;
  const [holder, key] = place;
  if (how === "delete") delete holder[key];
  else if (how === "replace") holder[key] = value;
  else if (how === "duplicate") holder[`${key}x`] = holder[key];
  else {
    holder[key.slice(1) || "x"] = holder[key];
    delete holder[key];
  }
}

/** Loads the text, which must succeed or throw a readable report. */
function loadOrReport(text: string): "loaded" | "reported" {
  try {
    load(text);
    return "loaded";
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    // The report quotes what the user wrote, so only the program's own words are checked.
    const own = error.problems.flatMap(({ message, allowed }) => [message, allowed ?? ""]).join("\n");
    expect(own).not.toMatch(/undefined|\[object|NaN|\bat .*:\d+:\d+\)/);
    for (const problem of error.problems) {
      expect(problem.line).toBeGreaterThan(0);
      expect(problem.column).toBeGreaterThan(0);
    }
    // eslint-disable-next-line no-control-regex -- a report contains no control characters
    expect(error.message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    return "reported";
  }
}

test("loads or reports a damaged environment", () => {
  const outcomes = { loaded: 0, reported: 0 };
  fc.assert(
    fc.property(environment, fc.array(step, { minLength: 1, maxLength: 4 }), (data, steps) => {
      const root = structuredClone(data) as Record<string, unknown>;
      for (const one of steps) mutate(root, one);
      let text: string;
      try {
        text = stringify(root);
      } catch {
        return;
      }
      outcomes[loadOrReport(text)] += 1;
    }),
    { numRuns: 300 },
  );
  expect(outcomes.reported).toBeGreaterThan(outcomes.loaded);
});

test("loads or reports a damaged text", () => {
  fc.assert(
    fc.property(
      environment,
      fc.nat(),
      fc.nat({ max: 20 }),
      fc.string({ unit: "binary", maxLength: 5 }),
      (data, at, length, put) => {
        const text = stringify(data);
        const start = at % text.length;
        loadOrReport(text.slice(0, start) + put + text.slice(start + length));
      },
    ),
    { numRuns: 300 },
  );
});

test("loads or reports any value of any key", () => {
  const paths = keyPaths().map((path) => path.split("."));
  fc.assert(
    fc.property(fc.constantFrom(...paths), garbage, (path, value) => {
      const root: Record<string, unknown> = {
        name: "my-mrap",
        regions: { "eu-west-1": { bucket: "one" }, "us-east-1": { bucket: "two" } },
        state: "local",
      };
      let holder = root;
      for (const key of path.slice(0, -1).map((one) => (one === "*" ? "eu-west-1" : one))) {
        const child = holder[key];
        holder = (typeof child === "object" && child !== null ? child : (holder[key] = {})) as Record<
          string,
          unknown
        >;
      }
      holder[path.at(-1) === "*" ? "eu-west-1" : (path.at(-1) ?? "")] = value;
      let text: string;
      try {
        text = stringify(root);
      } catch {
        return;
      }
      loadOrReport(text);
    }),
    { numRuns: 1000 },
  );
});
