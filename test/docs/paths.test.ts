import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const project = join(__dirname, "..", "..");
const pages = ["README.md", "CONTRIBUTING.md", "local-aws/README.md"].concat(
  readdirSync(join(project, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => `docs/${path}`),
);
const FOLDERS =
  "bench|cli|composition|constructs|docs|environment|environments|examples|lint|local-aws|test|tour|\\.github";

/** The paths that a page links to or names in code. NAME and other placeholders are left out. */
function pathsOf(page: string): string[] {
  const text = readFileSync(join(project, page), "utf8").replace(/```[\s\S]*?```/g, "");
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((link) =>
    join(dirname(page), link[1] ?? ""),
  );
  const named = [...text.matchAll(new RegExp(`\`((?:${FOLDERS})/[\\w./-]*)\``, "g"))].map(
    (name) => name[1] ?? "",
  );
  return [...links, ...named.filter((path) => !/[A-Z]{3,}/.test(path.replace("README", "")))];
}

test.each(pages)("every path in %s exists", (page) => {
  expect(pathsOf(page).filter((path) => !existsSync(join(project, path)))).toEqual([]);
});

test("decision records have one form and consecutive numbers from 0001", () => {
  const records = readdirSync(join(project, "docs/decisions")).sort();
  records.forEach((file, index) => {
    const number = String(index + 1).padStart(4, "0");
    expect(file).toMatch(new RegExp(`^${number}-[a-z0-9-]+\\.md$`));
    const text = readFileSync(join(project, "docs/decisions", file), "utf8");
    const [title, ...parts] = [...text.matchAll(/^#+ .*$/gm)].map(String);
    expect(title).toMatch(new RegExp(`^# ${number}\\. `));
    expect(parts).toEqual(["## Status", "## Context", "## Decision", "## Consequences"]);
  });
});
