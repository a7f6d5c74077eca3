import { stripVTControlCharacters } from "node:util";
import type { MrapCommand } from "../../cli/command";
import { program, run } from "../../cli/main";
import { version } from "../../package.json";

function all(command: MrapCommand): MrapCommand[] {
  return [command, ...(command.commands as MrapCommand[]).flatMap(all)];
}

/** The help of a command as on a terminal of this width, without its emphasis. */
function helpOf(command: MrapCommand, columns: number): string[] {
  const helper = command.createHelp();
  helper.helpWidth = columns;
  return stripVTControlCharacters(helper.formatHelp(command, helper)).split("\n");
}

const commands = all(program()).map((command): [string, MrapCommand] => [command.name(), command]);

describe.each(commands)("the help of %s", (_, command) => {
  test.each([40, 60, 80, 120, 200])("fits %d columns and fills them", (columns) => {
    const lines = helpOf(command, columns);
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(helpOf(command, 1000).length).toBeLessThanOrEqual(lines.length);
  });

  test("says what each argument and option does, in sentences that nobody has wrapped", () => {
    const texts = [
      command.description(),
      ...command.notes,
      ...command.registeredArguments.map(({ description }) => description),
      ...command.options.map(({ description }) => description),
    ];
    for (const text of texts) {
      expect(text).toMatch(/^(?:[A-Z]|npm )[^\n]*\.$/);
    }
  });

  test("has an example and its exit statuses, if it can be run", () => {
    if (command.commands.length > 0) return;
    expect(command.examples).not.toEqual([]);
    expect(command.exits.map(([status]) => status)).toEqual(expect.arrayContaining([0, 1, 2]));
  });
});

test("the text stands beside its term where there is room, and below it elsewhere", () => {
  const failback = commands.find(([name]) => name === "failback")![1];
  expect(helpOf(failback, 100)).toContain(
    "  --timeout SECONDS               How long to wait for the new routing (default: 180).",
  );
  expect(helpOf(failback, 40).join("\n")).toContain(
    "  --timeout SECONDS\n      How long to wait for the new\n      routing (default: 180).\n",
  );
});

test("choices and the default follow what an option does", () => {
  const review = commands.find(([name]) => name === "review")![1];
  expect(helpOf(review, 200).join("\n")).toMatch(
    /--fail-on SEVERITY +Lowest severity that results in exit status 1 \(one of: danger, warning, never; default: danger\)\.\n/,
  );
});

test("--version prints the version of the package", async () => {
  let printed = "";
  const write = jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  expect(await run(["--version"])).toBe(0);
  write.mockRestore();
  expect(printed).toBe(`${version}\n`);
});
