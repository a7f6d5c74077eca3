/** Every example in docs/state.md is a valid state. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { load, removeFolders, SHORTEST } from "../environment/support";

afterAll(removeFolders);

const page = readFileSync(resolve(__dirname, "../../docs/state.md"), "utf8");
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!);

test("the page has an example for each backend", () => {
  const kinds = examples.map((text) => text.split("\n")[1]!.trim().replace(/:.*/, ""));
  expect([...new Set(kinds)]).toEqual(["bucket", "cloud", "http", "gcs", "azurerm"]);
});

test.each(examples)("an environment with this state is valid:\n%s", (text) => {
  expect(load(SHORTEST.replace("state: local\n", text)).state).toBeDefined();
});
