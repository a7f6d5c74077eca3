import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { version } from "../../package.json";

const text = readFileSync(resolve(__dirname, "../../CHANGELOG.md"), "utf8");
const releases = text.split(/^## /m).slice(1);

test("the first release of the change log is the version of the package", () => {
  expect(releases[0]).toMatch(new RegExp(`^${version.replace(/\./g, "\\.")}\\b`));
});

test.each(releases.map((release) => [release.split("\n")[0]!, release]))(
  "%s says which resources are replaced",
  (_name, release) => {
    const section = /^### Replaced resources\n\n([\s\S]*?)\n\n### /m.exec(release)?.[1];
    expect(section).toBeTruthy();
    // If nothing is replaced, no line of the release may say so.
    if (section!.startsWith("None.")) expect(release).not.toContain("**replaces**");
  },
);
