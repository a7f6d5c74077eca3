/** Flags the worst wording in Markdown, and in the comments and strings of TypeScript, JavaScript and Python. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** One flagged place. */
export interface VoiceFinding {
  readonly line: number;
  readonly text: string;
  readonly advice: string;
}

const ALLOW = "voice: allow";

const CLAUSE = /(?:^|[.!:;] +)(?:Of what|What|Who|Whoever)\b(?![^.!?]*\?)/g;

const PATTERNS: ReadonlyArray<readonly [RegExp, string]> = [
  [CLAUSE, "start with a subject, not with a clause"],
  [/\b(?:is|are|was|were|be|been) told\b|\btold (?:of|by|on|to)\b/gi, "write reported or notified"],
  [/\bhears?\b/gi, "write receives or is notified"],
  [/\bmend(?:s|ed|ing)?\b/gi, "write fix or repair"],
  [/\banew\b/gi, "write again"],
  [/\bgoes\b/gi, "write deleted, sent or applies"],
  [/\bstays\b/gi, "write remains or is unchanged"],
  [/\bestates?\b/gi, "write environment"],
  [/\blets?(?: [\w`-]+){0,4} in\b(?! the)/gi, "write allows"],
  [/\bneedless\b/gi, "write optional or not needed"],
  [
    /\b(?:licence|behaviour|cancelled|cancelling|colour|favour|honour|centre|catalogue|grey|initialise|organise|recognise|serialise|synthesise|summarise|normalise)[sd]?\b/gi,
    "use American spelling",
  ],
];

const SCRIPT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;
const PYTHON = /"{3}[\s\S]*?"{3}|'{3}[\s\S]*?'{3}|#[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

const blank = (text: string): string => text.replace(/[^\n]/g, " ");

/** The prose of a file. Everything else is blanked, so that line numbers are unchanged. */
function prose(path: string, source: string): string {
  if (path.endsWith(".md"))
    return source.replace(/^ *(```|~~~)[\s\S]*?^ *\1|`[^`\n]*`|\]\([^)\n]*\)|<!--[\s\S]*?-->/gm, blank);
  let result = "";
  let end = 0;
  for (const match of source.matchAll(path.endsWith(".py") ? PYTHON : SCRIPT)) {
    const text = match[0];
    result += blank(source.slice(end, match.index));
    end = match.index + text.length;
    // A string without a space is a key, a path or a name.
    if (/^["'`]\S*$/.test(text)) result += blank(text);
    else if (/^["'`](?!"")/.test(text)) result += text.replace(/^["'`]|\$\{[^}\n]*\}/g, blank);
    else
      result += text.replace(/`[^`\n]*`/g, blank).replace(/^(?:\/\*\*?|\/\/|#|"""|''')|^ *\*(?!\/)/gm, blank);
  }
  return result + blank(source.slice(end));
}

/** Finds the flagged places of one file. A line with `voice: allow` is skipped. */
export function voiceFindings(path: string, source: string): VoiceFinding[] {
  const lines = source.split("\n");
  return prose(path, source)
    .split("\n")
    .flatMap((text, index) => {
      if (lines[index]?.includes(ALLOW)) return [];
      const sentence = text.replace(/^[\s|>*#\d.-]+/, "");
      // A clause at the start of a line starts a sentence only if the previous line ends one.
      const starts = !/[\w,;)`]$/.test((lines[index - 1] ?? "").trimEnd());
      return PATTERNS.flatMap(([pattern, advice]) =>
        [...sentence.matchAll(pattern)]
          .filter((match) => pattern !== CLAUSE || match.index > 0 || starts)
          .map((match) => ({ line: index + 1, text: match[0].replace(/^[.!:;\s]+/, ""), advice })),
      );
    });
}

const SKIPPED = /\.golden\.|(^|\/)(fixtures|scenarios)\/|^(test\/)?lint\//;

function main(): void {
  const listed = ["ls-files", "-co", "--exclude-standard", "*.md", "*.ts", "*.js", "*.py"];
  const files = execFileSync("git", listed, { encoding: "utf8" })
    .split("\n")
    .filter((path) => path !== "" && !SKIPPED.test(path) && existsSync(path));
  const perFolder = new Map<string, number>();
  for (const path of files) {
    for (const { line, text, advice } of voiceFindings(path, readFileSync(path, "utf8"))) {
      process.stdout.write(`${path}:${line}: "${text}": ${advice}\n`);
      const folder = path.split("/").slice(0, -1).slice(0, 2).join("/") || ".";
      perFolder.set(folder, (perFolder.get(folder) ?? 0) + 1);
    }
  }
  if (perFolder.size === 0) return;
  const counts = [...perFolder].map(([folder, count]) => `${folder} ${count}`).join(", ");
  process.stdout.write(`\n${counts}\nIf a flagged word is right, add "${ALLOW}" in a comment on its line.\n`);
  process.exitCode = 1;
}

if (require.main === module) main();
