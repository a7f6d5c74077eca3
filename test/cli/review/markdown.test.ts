import fc from "fast-check";
import MarkdownIt, { type Token } from "markdown-it";
import { json } from "../../../cli/review/json";
import { COMMENT_LENGTH, markdown } from "../../../cli/review/markdown";
import { terminal } from "../../../cli/review/terminal";
import type { Review } from "../../../cli/review/review";
import { reviewOf, type Resource } from "./support";

const parser = new MarkdownIt({ html: true, linkify: true });

/** Control, format and separating characters, apart from the end of a line and the selector of our own signs. */
const INVISIBLE = /(?!\n|\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Our own HTML, and nothing else. */
const OWN =
  /^(<!-- mrap-review( [\w.-]+)? -->\n?|<details><summary>[^<>]*(<code>[^<>]*<\/code>[^<>]*)*<\/summary>\n?|<\/details>\n?)$/;
const ALLOWED = new Set([
  ...[
    "paragraph_open",
    "paragraph_close",
    "heading_open",
    "heading_close",
    "bullet_list_open",
    "bullet_list_close",
  ],
  ...[
    "list_item_open",
    "list_item_close",
    "blockquote_open",
    "blockquote_close",
    "fence",
    "hr",
    "inline",
    "html_block",
  ],
  ...["text", "code_inline", "strong_open", "strong_close", "softbreak", "hardbreak"],
]);

/** The tags of a comment after Markdown is rendered: only our own markup, balanced. */
function inspect(comment: string): void {
  const all: Token[] = parser.parse(comment, {}).flatMap((token) => [token, ...(token.children ?? [])]);
  expect(
    all.filter((token) => !ALLOWED.has(token.type)).map((token) => `${token.type} ${token.content}`),
  ).toEqual([]);
  const html = all.filter((token) => token.type === "html_block").map((token) => token.content);
  expect(html.filter((content) => !OWN.test(content))).toEqual([]);
  expect(html.filter((content) => content.startsWith("<details>")).length).toBe(
    html.filter((content) => content.startsWith("</details>")).length,
  );
  // Whatever GitHub looks for in text, it finds in our own words only.
  const text = all
    .filter((token) => token.type === "text")
    .map((token) => token.content)
    .join(" ");
  expect(text).not.toMatch(/[@#<>[\]]|https?:|www\./);
}

const nasty = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
      fc.constantFrom(
        "`",
        "``",
        "```",
        "````",
        "\n```\n",
        "~~~",
        "|",
        "||",
        "\r\n",
        "\n\n",
        "\n# ",
        "\n- ",
        "\n> ",
        "\n---\n",
        "    ",
        "\t",
      ),
      fc.constantFrom(
        "</details>",
        "<details>",
        "</summary>",
        "</code>",
        "<!--",
        "-->",
        "<script>",
        "<img src=x>",
        "&lt;",
        "&#64;",
        "]]>",
      ),
      fc.constantFrom(
        "@octocat",
        "@org/team",
        "#1",
        "org/repo#1",
        "GH-1",
        "https://example.com",
        "www.example.com",
        "a@b.co",
        "![x](http://y)",
        "[x](y)",
        "[^1]",
        ":smile:",
        "$x$",
        "$`x`$",
      ),
      fc.constantFrom(
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u2028",
        "\u0000",
        "\u001b[31m",
        "\u0085",
        "\u00ad",
        "א",
        "ا",
        "\u{e0041}",
        "\ud800",
        "\\",
        "\\`",
        "'",
        '"',
        "*",
        "_",
        "**",
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

const actions = fc.constantFrom(
  ["create"],
  ["update"],
  ["delete"],
  ["delete", "create"],
  ["create", "delete"],
  ["forget"],
  ["no-op"],
  ["strange"],
);
const attributes = fc.dictionary(
  nasty,
  fc.oneof(nasty, fc.array(nasty, { maxLength: 3 }), fc.dictionary(nasty, nasty, { maxKeys: 2 })),
  { maxKeys: 4 },
);
const known = fc.constantFrom(
  "aws_s3_bucket",
  "aws_s3control_multi_region_access_point",
  "aws_kms_key",
  "aws_cloudwatch_metric_alarm",
  "aws_vpc_endpoint",
  "terraform_data",
);
const resources: fc.Arbitrary<Resource> = fc
  .record({
    key: nasty,
    type: fc.oneof(known, nasty),
    actions,
    before: attributes,
    after: attributes,
    name: nasty,
    reason: fc.option(nasty),
    from: fc.option(nasty),
    id: fc.option(nasty),
  })
  .map(({ key, type, before, after, name, reason, from, id, ...rest }) => ({
    address: `${type}.x["${key}"]`,
    type,
    before: {
      ...before,
      bucket: name,
      alarm_name: name,
      details: [{ name }],
      alarm_actions: [name],
      private_dns_enabled: true,
      service_name: name,
    },
    after: { ...after, private_dns_enabled: false },
    ...rest,
    replacePaths: [["details", 0, name]],
    ...(id === null ? {} : { importing: { id } }),
    also: {
      ...(reason === null ? {} : { action_reason: reason }),
      ...(from === null ? {} : { previous_address: from }),
    },
  }));
const plans = fc
  .record({
    changes: fc.array(resources, { maxLength: 5 }),
    drift: fc.array(resources, { maxLength: 2 }),
    outputs: fc.dictionary(nasty, nasty, { maxKeys: 2 }),
    version: nasty,
  })
  .map(({ changes, drift, outputs, version }) =>
    reviewOf(
      changes,
      {
        terraform_version: version,
        resource_drift: (JSON.parse(JSON.stringify(drift)) as Resource[]).map((entry) => ({
          address: entry.address,
          type: entry.type,
          change: { actions: ["update"], before: entry.before, after: entry.after },
        })),
        output_changes: Object.fromEntries(
          Object.entries(outputs).map(([name, value]) => [
            name,
            { actions: ["update"], before: null, after: value },
          ]),
        ),
        deferred_changes: [
          { reason: version, resource_change: { address: version, change: { actions: ["create"] } } },
        ],
        checks: [{ status: "fail", address: { to_display: version } }],
      },
      {
        exceptions: [{ address: changes[0]?.address ?? "a", finding: "bucket-deleted", reason: version }],
        name: "demo",
      },
    ),
  );

test("no value in a plan breaks the comment, links or notifies", () => {
  fc.assert(
    fc.property(plans, (result) => {
      const comment = markdown(result);
      expect(comment.length).toBeLessThanOrEqual(COMMENT_LENGTH);
      expect(comment).not.toMatch(INVISIBLE);
      inspect(comment);
    }),
    { numRuns: 400 },
  );
});

test("no value in a plan steers a terminal", () => {
  fc.assert(
    fc.property(plans, (result) => {
      expect(terminal(result, false)).not.toMatch(INVISIBLE);
    }),
    { numRuns: 200 },
  );
});

describe("what is sensitive is nowhere", () => {
  const SECRET = "hunter2hunter2";
  const places: fc.Arbitrary<{ value: unknown; mask: unknown }> = fc.letrec<{
    tree: { value: unknown; mask: unknown };
  }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constant({ value: SECRET, mask: true }),
      fc
        .array(tie("tree"), { minLength: 1, maxLength: 3 })
        .map((list) => ({ value: list.map((each) => each.value), mask: list.map((each) => each.mask) })),
      fc
        .dictionary(
          fc.constantFrom(
            "policy",
            "status",
            "bucket",
            "details",
            "a b",
            "rule",
            "alarm_name",
            "tags",
            "deletion_window_in_days",
          ),
          tie("tree"),
          { minKeys: 1, maxKeys: 3 },
        )
        .map((map) => ({
          value: Object.fromEntries(Object.entries(map).map(([key, each]) => [key, each.value])),
          mask: Object.fromEntries(Object.entries(map).map(([key, each]) => [key, each.mask])),
        })),
    ),
  })).tree;
  const everything = (result: Review): string =>
    [markdown(result), terminal(result, true), json(result)].join("\n");

  test("in no format, wherever it sits and whichever side marks it", () => {
    const cases = fc.record({
      place: places,
      other: places,
      actions,
      type: known,
      side: fc.constantFrom("both", "before", "after"),
      same: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ place, other, actions, type, side, same }) => {
        const wrap = (value: unknown): Record<string, unknown> => ({ x: value, y: 1 });
        const [one, two] = [place, same ? place : other];
        // Where the two sides differ in shape, each carries its own mask.
        const change: Resource = {
          type,
          actions,
          before: wrap(one.value),
          after: { ...wrap(two.value), y: 2 },
          beforeSensitive: side === "after" && same ? {} : wrap(one.mask),
          afterSensitive: side === "before" && same ? {} : wrap(two.mask),
        };
        const output = {
          actions: ["update"],
          before: one.value,
          after: two.value,
          before_sensitive: one.mask,
          after_sensitive: two.mask,
        };
        const drifted = {
          address: `${type}.this`,
          type,
          change: {
            actions: ["update"],
            before: change.before,
            after: change.after,
            before_sensitive: wrap(one.mask),
            after_sensitive: wrap(two.mask),
          },
        };
        expect(
          everything(reviewOf([change], { output_changes: { o: output }, resource_drift: [drifted] })),
        ).not.toContain("hunter2");
      }),
      { numRuns: 400 },
    );
  });

  test("a sensitive policy is said to be hidden, not judged", () => {
    const policy = (principal: string): string =>
      JSON.stringify({
        Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "s3:*", Resource: "*" }],
      });
    const result = reviewOf([
      {
        type: "aws_s3_bucket_policy",
        before: { policy: policy("hunter2") },
        after: { policy: policy("*") },
        afterSensitive: { policy: true },
      },
    ]);
    expect(everything(result)).not.toContain("hunter2");
    expect(json(result)).toContain("bucket policy: (sensitive value)");
  });
});

describe("the budget", () => {
  const many = (count: number, make: (i: number) => Resource): Resource[] =>
    Array.from({ length: count }, (_, i) => make(i));
  const long = (i: number): Resource => ({
    address: `aws_s3_object.o["${"k".repeat(i % 300)}${i}"]`,
    type: "aws_s3_object",
    before: { bucket: "b", content: "x".repeat(i % 5000), list: Array.from({ length: i % 90 }, (_, n) => n) },
    after: { bucket: "b", content: "y".repeat(i % 7000), list: [] },
  });
  const danger: Resource = {
    address: "aws_s3control_multi_region_access_point.this",
    type: "aws_s3control_multi_region_access_point",
    actions: ["delete", "create"],
    before: { details: [{ name: "orders", region: [{ bucket: "a" }] }] },
    after: { details: [{ name: "orders", region: [{ bucket: "a" }, { bucket: "b" }] }] },
    replacePaths: [["details", 0, "region"]],
  };

  test.each([10, 100, 1_000, 5_000])(
    "%i updates before one replacement: it fits, and the replacement is there in full",
    (count) => {
      const comment = markdown(reviewOf([...many(count, long), danger], {}, { name: "demo" }));
      expect(comment.length).toBeLessThanOrEqual(COMMENT_LENGTH);
      inspect(comment);
      const lines = comment.split("\n").slice(0, 15).join("\n");
      expect(lines).toContain("The access point is replaced");
      expect(comment).toContain('+ details.region[bucket="b"].bucket = "b"  # forces replacement');
      if (count >= 1_000) {
        expect(comment.length).toBeGreaterThan(COMMENT_LENGTH * 0.9);
        expect(comment).toMatch(
          /\*\*Left out because GitHub rejects longer comments:\*\* (\d+ changes \(the least dangerous ones\); )?the attributes of \d+ more\./,
        );
      }
    },
  );

  test("parts 1 and 2 are whole with dozens of findings of every weight", () => {
    const buckets = many(40, (i) => ({
      type: "aws_s3_bucket",
      name: `b${i}`,
      actions: ["delete"],
      before: { bucket: `bucket-${i}` },
    }));
    const alarms = many(80, (i) => ({
      type: "aws_cloudwatch_metric_alarm",
      name: `a${i}`,
      actions: ["delete"],
      before: { alarm_name: `alarm-${i}` },
    }));
    const comment = markdown(reviewOf([...many(500, long), ...alarms, ...buckets]));
    for (let i = 0; i < 40; i++) expect(comment).toContain(`bucket \`bucket-${i}\`: it is deleted`);
    for (let i = 0; i < 80; i++) expect(comment).toContain(`alarm \`alarm-${i}\``);
    expect(comment.length).toBeLessThanOrEqual(COMMENT_LENGTH);
    inspect(comment);
  });

  test("findings come before changes: part 2 is whole as long as the comment can hold it", () => {
    const alarms = many(1_100, (i) => ({
      type: "aws_cloudwatch_metric_alarm",
      name: `a${i}`,
      actions: ["delete"],
      before: { alarm_name: `a${i}` },
    }));
    const comment = markdown(reviewOf(alarms));
    const findings = comment.slice(comment.indexOf("### Findings"), comment.indexOf("### Changes"));
    expect(findings.length).toBeGreaterThan(54_000);
    expect(findings).not.toContain("more, which");
    expect(findings.match(/^- `aws_cloudwatch/gm)).toHaveLength(1_100);
    expect(comment).toMatch(/\*\*Left out because GitHub rejects longer comments:\*\* \d+ changes/);
    expect(comment.length).toBeLessThanOrEqual(COMMENT_LENGTH);
    inspect(comment);
  });

  test("38,000 deletes: every kind of finding is there, and how many more there are", () => {
    const alarms = many(38_000, (i) => ({
      type: "aws_cloudwatch_metric_alarm",
      name: `a${i}`,
      actions: ["delete"],
      before: { alarm_name: `alarm-${i}` },
    }));
    const comment = markdown(reviewOf([...alarms, danger]));
    expect(comment.length).toBeLessThanOrEqual(COMMENT_LENGTH);
    expect(comment).toContain("The access point is replaced");
    expect(comment).toMatch(/- and \d+ more, which `--format json` lists/);
    inspect(comment);
  });

  test("the foot is bounded too", () => {
    const drift = many(3_000, long).map((entry) => ({
      address: entry.address,
      type: entry.type,
      change: { actions: ["update"], before: entry.before, after: entry.after },
    }));
    const exceptions = many(300, (i) => ({ address: `a.b${i}` })).map(({ address }) => ({
      address: address ?? "",
      finding: "drift",
      reason: "r",
    }));
    const comment = markdown(reviewOf([danger], { resource_drift: drift }, { exceptions }));
    expect(comment.length).toBeLessThanOrEqual(COMMENT_LENGTH);
    inspect(comment);
  });
});

test("a fence longer than what is in it", () => {
  const comment = markdown(reviewOf([{ before: { input: "a" }, after: { input: "````\n```` \n`````" } }]));
  expect(comment).toContain("``````diff\n");
  inspect(comment);
});
