import { openTerminal } from "../../../cli/adapters/terminal";

/** The output of two progress lines and a result on a terminal of this kind, all on standard error. */
function shownOn(term: string, isTTY: boolean): string {
  const { stderr, env } = process;
  const before = { isTTY: stderr.isTTY, TERM: env.TERM };
  let shown = "";
  const write = jest.spyOn(stderr, "write").mockImplementation((text) => {
    shown += String(text);
    return true;
  });
  stderr.isTTY = isTTY;
  env.TERM = term;
  try {
    const terminal = openTerminal({ quiet: true });
    for (const line of ["one …", "two …", "two …"]) terminal.progress(line);
    terminal.say("done");
  } finally {
    write.mockRestore();
    stderr.isTTY = before.isTTY;
    if (before.TERM === undefined) delete env.TERM;
    else env.TERM = before.TERM;
  }
  return shown;
}

test("a terminal replaces one line of progress by the next one, and takes the last away", () => {
  expect(shownOn("xterm", true)).toBe("\r\u001b[Kone …\r\u001b[Ktwo …\r\u001b[Kdone\n");
});

test.each([
  ["a dumb terminal", "dumb", true],
  ["a file", "xterm", false],
])("%s gets a line for each news, and nothing that moves a cursor", (_, term, isTTY) => {
  expect(shownOn(term, isTTY)).toBe("one …\ntwo …\ndone\n");
});
