/** An environment whose first deploy was not followed by `mrap routes apply`. */
import { mumbai, setStage, virginia, type Stage } from "../../support/command-line";

let stage: Stage;

beforeAll(async () => {
  stage = await setStage("shop");
});

afterAll(() => stage.stop());

test("status and watch recommend routes apply, and nothing else, until it has run", async () => {
  const { mrap, environment } = stage;
  // AWS makes every Region of a new access point active.
  await environment.route(mumbai, virginia);
  const advice = `Every Region is active, as in a new access point, although us-east-1 is passive in the environment file: run mrap routes apply ${environment.file} to set the initial routing.`;
  const words = (text: string): string => text.replace(/\s+/g, "");
  for (const command of [
    ["status", environment.file],
    ["watch", environment.file, "--once"],
  ]) {
    const { stdout } = await mrap.run(command);
    expect(words(stdout)).toContain(words(advice));
    expect(stdout).not.toContain("failback");
  }
  const json = await mrap.run(["status", environment.file, "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ awaitsInitialRouting: true });

  expect((await mrap.run(["routes", "apply", environment.file])).status).toBe(0);
  expect(await environment.active()).toEqual([mumbai]);
  const after = await mrap.run(["status", environment.file]);
  expect(after.stdout).not.toMatch(/routes apply|NEXT|failback/);
});
