/** The scripts in the shells themselves, on a terminal, with the Tab key. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { onTerminal } from "../../support/terminal";

const bin = resolve(__dirname, "../../../bin");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mrap-completion-"));
  mkdirSync(join(folder, "environments"));
  for (const name of ["photos", "videos"])
    writeFileSync(
      join(folder, "environments", `${name}.yaml`),
      `name: ${name}\nregions:\n  ap-south-1: { bucket: b1 }\n  us-east-1: {}\n`,
    );
  writeFileSync(join(folder, "elsewhere.yaml"), "name: elsewhere\nregions:\n  sa-east-1:\n  eu-west-1:\n");
  writeFileSync(join(folder, "elsewhere.txt"), "");
  for (const shell of ["bash", "zsh"])
    writeFileSync(join(folder, `mrap.${shell}`), execFileSync(join(bin, "mrap"), ["completion", shell]));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Types each line and Tab in one shell that has the script, and returns what the shell shows. */
async function completed(shell: "bash" | "zsh", lines: readonly string[]): Promise<string> {
  const [command, setup] = {
    bash: [["bash", "--norc", "--noprofile", "-i"], "bind 'set enable-bracketed-paste off'"],
    zsh: [["zsh", "-f", "-i"], "bindkey -e; autoload -Uz compinit; compinit -u -D"],
  }[shell] as [string[], string];
  // The quotes tell the output of a command from its echo.
  const done = (count: number): [echoed: string, printed: string] => [`done''${count}`, `done${count}\r\n`];
  const { shown } = await onTerminal(command, {
    columns: 200,
    cwd: folder,
    env: { PATH: `${bin}:${process.env.PATH}`, HOME: folder, TERM: "dumb" },
    steps: [
      ["", `${setup}; source ./mrap.${shell}; echo ${done(0)[0]}\r`],
      // Ctrl-A and Ctrl-E edit the completed line, so that printf shows its words.
      ...lines.map((line, index): [string, string] => [
        done(index)[1],
        `${line}\t\u0001printf '[%s]' \u0005; echo ${done(index + 1)[0]}\r`,
      ]),
      [done(lines.length)[1], "exit\r"],
    ],
  });
  return stripVTControlCharacters(shown);
}

const lines: ReadonlyArray<readonly [typed: string, words: string]> = [
  ["mrap comp", "[mrap][completion]"],
  ["mrap status ph", "[mrap][status][photos]"],
  ["mrap failover photos --to us", "[mrap][failover][photos][--to][us-east-1]"],
  ["mrap failover videos --to=ap", "[mrap][failover][videos][--to=ap-south-1]"],
  ["mrap failover ./elsewhere.yaml --to sa", "[mrap][failover][./elsewhere.yaml][--to][sa-east-1]"],
  ["mrap status else", "[mrap][status][elsewhere.yaml]"],
  ["mrap watch photos --onc", "[mrap][watch][photos][--once]"],
  [`${bin}/mrap failb`, `[${bin}/mrap][failback]`],
];

// Debian and Ubuntu have no zsh by default. CI installs it.
const zsh = spawnSync("zsh", ["--version"]).status === 0;
const shells = ["bash", ...(zsh ? ["zsh"] : [])] as Array<"bash" | "zsh">;

test.each(shells)("%s completes commands, options, environment files and member Regions", async (shell) => {
  const typed = lines.map(([line]) => line);
  const shown = await completed(shell, typed);
  for (const [, words] of lines) expect(shown).toContain(words);
});
