/**
 * Draws a review as GitHub shows it: npm run picture [SCENARIO [FILE.png]]. Wants Chromium (or CHROMIUM, its path).
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import MarkdownIt from "markdown-it";
import { SCENARIOS } from "./scenario";

/** The parts of GitHub's style sheet that a review uses. */
const STYLE = `
  body { margin: 24px; width: 860px; font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", Helvetica, Arial, sans-serif, "Noto Color Emoji"; color: #1f2328; }
  article { border: 1px solid #d1d9e0; border-radius: 6px; padding: 16px; }
  h2 { font-size: 1.5em; margin: 0 0 16px; padding-bottom: .3em; border-bottom: 1px solid #d1d9e0; }
  h3 { font-size: 1.25em; margin: 24px 0 16px; } h4 { margin: 24px 0 16px; }
  p, ul, blockquote, details, pre { margin: 0 0 16px; } ul { padding-left: 2em; }
  blockquote { padding: 0 1em; color: #59636e; border-left: .25em solid #d1d9e0; } blockquote p { margin: 0; }
  code { font: 85% ui-monospace, "Liberation Mono", "DejaVu Sans Mono", Menlo, monospace; background: #818b981f; border-radius: 6px; padding: .2em .4em; word-break: break-word; }
  pre { background: #f6f8fa; border-radius: 6px; padding: 16px; overflow: auto; line-height: 1.45; } pre code { background: none; padding: 0; white-space: pre; }
  hr { height: .25em; border: 0; background: #d1d9e0; margin: 24px 0; }
  .plus { background: #dafbe1; color: #116329; } .minus { background: #ffebe9; color: #82071e; } .head { color: #8250df; font-weight: bold; }
`;

const parser = new MarkdownIt({ html: true, breaks: true, linkify: true });
const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
parser.renderer.rules.fence = (tokens, index) => {
  const lines = (tokens[index]?.content ?? "").replace(/\n$/, "").split("\n");
  const kind = (line: string): string =>
    line.startsWith("@@") ? "head" : line.startsWith("+") ? "plus" : line.startsWith("-") ? "minus" : "";
  return `<pre><code>${lines.map((line) => `<span class="${kind(line)}">${escaped(line)}</span>`).join("\n")}</code></pre>`;
};

function draw(scenario: string, picture: string): void {
  const folder = mkdtempSync(join(tmpdir(), "mrap-picture-"));
  try {
    const comment = readFileSync(join(SCENARIOS, scenario, "expected.golden.md"), "utf8");
    // The first fold of each is opened, so that the picture shows what is in one.
    const body = parser.render(comment).replace("<details>", "<details open>");
    const page = join(folder, "comment.html");
    writeFileSync(
      page,
      `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><article>${body}</article>`,
    );
    const flags = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-sync",
      "--hide-scrollbars",
    ];
    const quiet = [
      "--disable-background-networking",
      "--disable-component-update",
      `--user-data-dir=${join(folder, "profile")}`,
    ];
    const size = ["--window-size=942,1500", `--screenshot=${resolve(picture)}`];
    execFileSync(process.env.CHROMIUM ?? "chromium", [...flags, ...quiet, ...size, `file://${page}`], {
      stdio: "ignore",
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [scenario = "together", picture = join(__dirname, "..", "..", "..", "docs", "review.png")] =
  process.argv.slice(2);
draw(scenario, picture);
