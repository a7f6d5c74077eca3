/// <reference lib="dom" />
/** The page of a run of mrap verify, in a browser: on a phone, on a wide screen, light and dark. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import type { CheckLevel, CheckResult } from "../../../cli/checks/check";
import { verificationPage } from "../../../cli/verify/page";
import type { Verification } from "../../../cli/verify/verify";
import { browserBinary, browserFlags } from "../../support/browser";

const check = (level: CheckLevel, more: Partial<CheckResult>): CheckResult => ({
  id: "bucket-policy",
  subject: "ap-south-1",
  title: "Bucket policy",
  level,
  text: "The policy of photos is as in the stack.",
  required: true,
  ledger: [],
  because: [],
  milliseconds: 120,
  ...more,
});
const arn =
  "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_StorageAdministrators_0123456789abcdef";

/** A run with every level, and the longest words that AWS has. */
const run: Verification = {
  name: `photos-${"a".repeat(43)}`,
  accessPoints: [{ name: `photos-${"a".repeat(43)}` }],
  account: "111122223333",
  caller: arn,
  started: new Date("2026-11-26T09:00:00Z"),
  seconds: 4.2,
  interrupted: true,
  leftBehind: undefined,
  notes: [
    `Canary objects remain below mrap-canary/verify-20261126090000-0123abcd/ in ${"b".repeat(63)} (2 versions, 1 delete marker).`,
  ],
  results: [
    check("ok", {}),
    check("error", {
      id: "replication",
      title: "Replication",
      subject: "ap-southeast-2 to ap-northeast-1",
      text: `The object has not arrived in ${"b".repeat(63)} within 60 s.`,
      fix: "Run mrap status photos for the pending and failed operations.",
      because: ["replication-rules ap-southeast-2", "bucket-versioning ap-northeast-1"],
    }),
    check("warning", {
      id: "topic-subscriptions",
      title: "Subscriptions",
      text: "ops@example.com did not confirm.",
      fix: "Open the link.",
    }),
    check("not known", {
      id: "permissions",
      subject: arn,
      title: "Permissions",
      text: `No permission: iam:SimulatePrincipalPolicy on ${arn} is denied.`,
      fix: "Allow it.",
    }),
  ],
};

const binary = browserBinary();
const inBrowser = binary ? describe : describe.skip;

inBrowser("in a browser", () => {
  let folder: string;
  let browser: Browser;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "mrap-verify-page-"));
    writeFileSync(join(folder, "verify.html"), verificationPage(run));
    browser = await chromium.launch({ executablePath: binary!, args: browserFlags });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Every message of the console and every request but that of the page is a problem. */
  async function open(
    width: number,
    colorScheme: "light" | "dark",
  ): Promise<{ tab: Page; problems: string[] }> {
    const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const problems: string[] = [];
    tab.on("console", (message) => problems.push(message.text()));
    tab.on("request", (request) => {
      if (!request.url().endsWith("/verify.html") && !request.url().startsWith("data:"))
        problems.push(request.url());
    });
    await tab.goto(`file://${join(folder, "verify.html")}`);
    return { tab, problems };
  }

  test.each([
    [390, "light"],
    [390, "dark"],
    [1280, "light"],
    [1280, "dark"],
  ] as const)(
    "at %s px, %s: nothing is loaded, nothing is cut off, and every text has contrast",
    async (width, scheme) => {
      const { tab, problems } = await open(width, scheme);
      const found = await tab.evaluate(() => {
        const wide = Array.from(document.querySelectorAll<HTMLElement>("body *")).filter(
          (one) =>
            one.getBoundingClientRect().right > document.documentElement.clientWidth + 1 &&
            one.offsetWidth > 1,
        );
        const channels = (color: string): number[] =>
          (color.match(/\d+(\.\d+)?/g) ?? []).slice(0, 3).map(Number);
        const luminance = (color: string): number => {
          const [r = 0, g = 0, b = 0] = channels(color).map((one) => {
            const part = one / 255;
            return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const behind = (element: Element | null): string => {
          for (let one = element; one; one = one.parentElement) {
            const color = getComputedStyle(one).backgroundColor;
            if (!/, 0\)$|^transparent$/.test(color)) return color;
          }
          return "rgb(255, 255, 255)";
        };
        const faint = Array.from(document.querySelectorAll("h1, h2, h3, p, td, tbody th, code")).filter(
          (one) => {
            const [text, ground] = [luminance(getComputedStyle(one).color), luminance(behind(one))];
            return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05) < 4.5;
          },
        );
        const name = (one: Element): string => `${one.tagName} ${one.textContent?.slice(0, 40)}`;
        return {
          scrolls: document.documentElement.scrollWidth > document.documentElement.clientWidth,
          wide: wide.map(name),
          faint: faint.map(name),
          sections: Array.from(document.querySelectorAll("h2")).map(({ textContent }) => textContent),
          rows: document.querySelectorAll("tbody tr").length,
        };
      });
      await tab.close();
      expect({ ...found, problems }).toEqual({
        scrolls: false,
        wide: [],
        faint: [],
        sections: ["Errors", "Not known", "Warnings", "Passed"],
        rows: 4,
        problems: [],
      });
    },
    60_000,
  );
});

test("the page loads nothing: no script, no address, and a policy that forbids both", () => {
  const page = verificationPage(run);
  expect(page).not.toMatch(/<script|https?:\/\/|url\(/);
  expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
});
