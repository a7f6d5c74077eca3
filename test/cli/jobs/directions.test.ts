import { sourceRegions } from "../../../cli/jobs/directions";
import { UserError } from "../../../cli/errors";

const two = ["ap-south-1", "us-east-1"];
const three = [...two, "eu-west-1"];

test.each([
  [two, {}, two],
  [two, { from: "us-east-1" }, ["us-east-1"]],
  [two, { to: "us-east-1" }, ["ap-south-1"]],
  [two, { from: "ap-south-1", to: "us-east-1" }, ["ap-south-1"]],
  [three, {}, three],
  [three, { from: "eu-west-1" }, ["eu-west-1"]],
])("the sources in %j with %j are %j", (regions, choice, sources) => {
  expect(sourceRegions(regions, choice)).toEqual(sources);
});

test.each([
  [
    three,
    { to: "eu-west-1" },
    "--to eu-west-1 cannot be limited to one Region: a job follows all replication rules of its source bucket and has no selector for destinations. A job in ap-south-1 also replicates to us-east-1. Leave out --to.",
  ],
  [
    two,
    { to: "us-west-2" },
    "--to us-west-2 is not a Region of this environment. Its Regions: ap-south-1, us-east-1.",
  ],
])("refuses in %j %j", (regions, choice, message) => {
  expect(() => sourceRegions(regions, choice)).toThrow(new UserError(message, 2));
});
