import { readdirSync } from "node:fs";
import { environmentFile } from "../../../cli/access-point/argument";
import { ExpectedStack, isUnresolved } from "../../../cli/checks/expected";
import {
  COVERED_BY_OTHERS,
  DEPLOY_ACTIONS,
  READ_ACTIONS,
  READ_WITHOUT_PERMISSION,
} from "../../../cli/doctor/actions";
import type { Environment } from "../../../environment/load";
import { packedEnvironments } from "../../support/every-key";

const account = "123456789012";
const expected = (environment: Environment) => new ExpectedStack("photos", environment, { account });

/** The stacks of all examples, and of environments that have every key of the file together. */
const stacks: ExpectedStack[] = [];
let resources: string[];
let dataSources: string[];

beforeAll(async () => {
  for (const folder of ["examples", "environments"])
    for (const name of readdirSync(folder).filter((one) => one.endsWith(".yaml")))
      stacks.push(expected((await environmentFile(`${folder}/${name}`)).environment));
  stacks.push(...packedEnvironments().map(expected));
  const types = (of: (stack: ExpectedStack) => { type: string }[]) =>
    [...new Set(stacks.flatMap((stack) => of(stack).map(({ type }) => type)))].sort();
  resources = types((stack) => stack.resources());
  dataSources = types((stack) => stack.dataSources());
});

test("every type of resource that an environment can have has its actions, and there are no other types", () => {
  expect([...Object.keys(DEPLOY_ACTIONS), ...Object.keys(COVERED_BY_OTHERS)].sort()).toEqual(resources);
  for (const other of Object.values(COVERED_BY_OTHERS)) expect(DEPLOY_ACTIONS).toHaveProperty(other);
});

test("every type of data source has its actions, or needs none", () => {
  const known = [...Object.keys(READ_ACTIONS), ...READ_WITHOUT_PERMISSION];
  expect(dataSources.filter((type) => !known.includes(type))).toEqual([]);
  expect(Object.keys(READ_ACTIONS).filter((type) => !dataSources.includes(type))).toEqual([]);
});

test("each ARN is complete", () => {
  const roles = new Map([["x", "/"]]);
  const arns = stacks.flatMap((stack) =>
    [
      ...stack.resources().map((element) => [element, DEPLOY_ACTIONS[element.type]] as const),
      ...stack.dataSources().map((element) => [element, READ_ACTIONS[element.type]] as const),
    ].flatMap(([element, needs]) => needs?.arn(element, account, roles) ?? []),
  );
  const whole = /^(\*|arn:aws:s3:::[^:]+|arn:aws:[a-z]+:[a-z0-9-]*:\d{12}:[^:/]+([:/].+)?)$/;
  expect(
    [...new Set(arns)].filter((arn) => isUnresolved(arn) || !whole.test(arn) || /[:/]$/.test(arn)),
  ).toEqual([]);
});

test("the ARN of a role policy has the path of the role", () => {
  const policy = { type: "", label: "", address: "", region: "us-east-1", body: { role: "photos-failover" } };
  const { arn } = DEPLOY_ACTIONS.aws_iam_role_policy!;
  expect(arn(policy, account, new Map([["photos-failover", "/teams/"]]))).toBe(
    `arn:aws:iam::${account}:role/teams/photos-failover`,
  );
});

test("each action names a service, and no list repeats one", () => {
  for (const { actions } of [...Object.values(DEPLOY_ACTIONS), ...Object.values(READ_ACTIONS)]) {
    expect(actions.filter((action) => !/^[a-z0-9]+:[A-Z]\w+$/.test(action))).toEqual([]);
    expect(new Set(actions).size).toBe(actions.length);
    // The check is per service.
    expect(new Set(actions.map((action) => action.split(":")[0])).size).toBe(1);
  }
});
