/** `mrap routes apply` as a process, against the local AWS. */
import type { LocalAws } from "../../../local-aws";
import { mumbai, setStage, type Stage, virginia } from "../../support/command-line";
import type { DeployedEnvironment } from "../../support/live-environment";
import type { CommandLine } from "../../support/process";

let stage: Stage;
let aws: LocalAws;
let mrap: CommandLine;
let environment: DeployedEnvironment;

beforeAll(async () => {
  stage = await setStage("shop");
  ({ aws, mrap, environment } = stage);
});

afterAll(() => stage.stop());

beforeEach(async () => {
  await aws.control.setFaults([]);
  await environment.route(mumbai);
});

test("sets the file's routing, and leaves a routing that was changed since alone unless forced", async () => {
  await environment.route(mumbai, virginia);
  const first = await mrap.run(["routes", "apply", environment.file]);
  expect(first).toMatchObject({
    status: 0,
    last: "The routing of shop is now: ap-south-1 active, us-east-1 passive.",
  });
  expect(await environment.active()).toEqual([mumbai]);
  expect((await mrap.run(["routes", "apply", environment.file])).last).toMatch(/is as the file says/);
  await environment.route(virginia);
  const moved = await mrap.run(["routes", "apply", environment.file]);
  expect(moved.status).toBe(1);
  expect(moved.last).toBe(
    "The routing of shop was changed since it was created, so nothing was submitted: it is us-east-1 active, " +
      "ap-south-1 passive. To return to the file's routing, run mrap failback, which checks replication first; " +
      "--force skips the checks.",
  );
  expect(await environment.active()).toEqual([virginia]);
  expect((await mrap.run(["routes", "apply", environment.file, "--force"])).status).toBe(0);
  expect(await environment.active()).toEqual([mumbai]);
});

test("says what is known when the routing cannot be read", async () => {
  await aws.control.setFaults([
    {
      host: "*.s3-control.*",
      fault: "status",
      status: 403,
      code: "AccessDenied",
      action: "s3:GetMulti*Routes",
    },
  ]);
  const result = await mrap.run(["routes", "apply", environment.file]);
  expect(result).toMatchObject({
    status: 1,
    last: "Nothing was submitted: the routing of shop is not known.",
  });
  expect(result.stderr).toContain(
    `No permission: s3:GetMultiRegionAccessPointRoutes on ${environment.arn} is denied`,
  );
});
