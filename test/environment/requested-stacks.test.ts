import { requestedStacks, type ProcessLine } from "../../environment/requested-stacks";

const shell: ProcessLine = { parent: 20, words: ["/bin/sh", "-c", "node -r @swc-node/register main.ts"] };
const under = (...words: string[]) =>
  requestedStacks((id) => ({ 10: shell, 20: { parent: 30, words } })[id], 10);

test.each([
  ["one stack", ["node", "/app/node_modules/.bin/cdktf", "diff", "demo"], ["demo"]],
  ["two stacks", ["cdktf", "deploy", "demo", "prod", "--auto-approve"], ["demo", "prod"]],
  ["an option first", ["cdktf", "diff", "--skip-provider-lock", "demo"], undefined],
  ["every stack", ["cdktf", "deploy", "*"], undefined],
  ["no stack", ["cdktf", "diff"], undefined],
  ["synth", ["cdktf", "synth"], undefined],
  ["another program", ["bash"], undefined],
])("finds %s in the command line of cdktf", (_what, words, stacks) => {
  expect(under(...words)).toEqual(stacks);
});

test("this process does not run for a stack", () => {
  expect(requestedStacks()).toBeUndefined();
});
