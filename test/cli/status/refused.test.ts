/** `status` and `watch` that are refused the routes still print a last line. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { controlRegions } from "../../../cli/access-point/control-regions";
import { startEmulator, type Emulator } from "../failover/matrix/emulator";
import { environmentFile } from "../failover/matrix/run-case";
import { arn, World } from "../failover/matrix/world";
import { copyCommandLine, type CommandLine } from "../../support/process";

let mrap: CommandLine;
let emulator: Emulator;
let file: string;

beforeAll(async () => {
  mrap = copyCommandLine({ PATH: process.env.PATH ?? "" });
  emulator = await startEmulator();
  file = join(mkdtempSync(join(mrap.folder, "home-")), "shop.yaml");
  writeFileSync(file, environmentFile("us-east-1"));
});

afterAll(() => {
  emulator.stop();
  mrap.remove();
});

beforeEach(() => {
  const reply = { status: 403, code: "AccessDenied", message: "Access Denied" };
  const read = { reply };
  Object.assign(emulator, {
    world: new World("us-east-1"),
    behaviors: Object.fromEntries(controlRegions.map((region) => [region, { read }])),
    data: {},
  });
});

const why = `No permission: s3:GetMultiRegionAccessPointRoutes on ${arn} is denied; allow it to your role, or use another one.`;

test.each([
  ["status", "FILE"],
  ["watch", "FILE", "--once"],
])(
  "%s of an environment file shows the rest, the reason, and that the routing is not known",
  async (...args) => {
    const { status, last, stdout } = await mrap.run(
      args.map((arg) => arg.replace("FILE", file)),
      { env: emulator.env },
    );
    expect({ status, last }).toEqual({ status: 1, last: "The routing of shop is not known." });
    expect(stdout.replace(/\s+/g, " ")).toContain(why);
  },
);

test.each([
  ["status", "ARN"],
  ["watch", "ARN", "--once"],
  ["watch", "ARN"],
])("%s of an ARN prints the reason, and that the routing is not known", async (...args) => {
  const { status, stdout, stderr } = await mrap.run(
    args.map((arg) => arg.replace("ARN", arn)),
    { env: emulator.env },
  );
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: "The routing of mfzwi23gnjvgw.mrap is not known.\n",
    stderr: `${why}\n`,
  });
});

test.each([["status"], ["watch"]])("%s --json has the reason and the sentence", async (command) => {
  const { status, stdout } = await mrap.run([command, arn, "--json"], { env: emulator.env });
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    name: "mfzwi23gnjvgw.mrap",
    routing: { unreachable: why },
    sentence: "The routing of mfzwi23gnjvgw.mrap is not known.",
  });
});
