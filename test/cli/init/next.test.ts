import { commandName, nextCommands } from "../../../cli/init/next";
import { environmentFile } from "../../../cli/access-point/argument";

test.each([
  ["/home/jane/s3/bin/mrap", "/home/jane/s3", "bin/mrap"],
  ["/home/jane/app/node_modules/.bin/mrap", "/home/jane/app", "npx mrap"],
  ["/home/jane/s3/bin/mrap", "/home/jane", "mrap"],
  ["/usr/local/bin/mrap", "/home/jane/s3", "mrap"],
])("%s in %s is started as %s", (script, folder, expected) => {
  expect(commandName(script, folder)).toBe(expected);
});

test("every step is named, from the state bucket to the application", async () => {
  const { environment } = await environmentFile("environments/demo.yaml");
  expect(nextCommands("environments/demo.yaml", environment, {}, "bin/mrap")).toEqual([
    "Next:",
    "  bin/mrap state create demo   # creates the bucket for the Terraform state",
    "  bin/mrap doctor demo         # checks the account: what would make the deploy fail",
    "  npx cdktf diff demo          # shows what a deploy creates",
    "  npx cdktf deploy demo        # creates it",
    "  bin/mrap routes apply demo   # sets the initial routing, once",
    "  bin/mrap verify demo         # checks that it works",
    "  bin/mrap connect demo        # prints what an application needs",
  ]);
});

test("state outside S3 needs no bucket, and without passive Regions nothing sets the routing", async () => {
  const { environment } = await environmentFile("examples/two-regions.yaml");
  const steps = nextCommands("examples/two-regions.yaml", { ...environment, state: "local" }, {}, "mrap");
  expect(steps[1]).toBe("  export MRAP_ENVIRONMENTS=examples/two-regions.yaml");
  expect(steps.join()).not.toMatch(/state create|routes apply/);
});
