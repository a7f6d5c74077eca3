import { findRole, simulate, type Decision } from "../../adapters/aws/iam";
import { explain } from "../../adapters/aws/errors";
import { error, notKnown, ok, type Check, type CheckOutcome } from "../../checks/check";
import { textOf, type ExpectedStack } from "../../checks/expected";
import type { Identity } from "../../live/identity";
import type { RolePaths } from "../actions";
import { deployNeeds, stillToDelete, type TypeNeeds } from "../deploy-needs";
import { once } from "../../checks/once";
import { listed } from "../../text/listed";
import { awsCheck, UNKNOWN_ACCOUNT, type Examination } from "../examination";

/** In more Regions than this, each type is judged in its first Region only: IAM limits the rate of simulations. */
const REGIONS_JUDGED = 4;

/** Actions on resources, in a Region. */
interface Need {
  readonly actions: readonly string[];
  readonly arns: readonly string[];
  readonly region: string;
}

/** Whether the caller may do what a deploy does, by simulation. One check for each service, and one for the state. */
export function permissionChecks(examination: Examination): Check[] {
  const { aws, environment, stack } = examination;
  const principal = once(async () => {
    const { assumeRole } = environment;
    return assumeRole ?? principalOf(await examination.identity(), (name) => findRole(aws, name, signalOf()));
  });
  const check = (
    id: string,
    subject: string | undefined,
    title: string,
    needs: (account: string) => Promise<Need[]>,
  ) =>
    awsCheck(examination, {
      id,
      ...(subject !== undefined && { subject }),
      title,
      ledger: ["iam-simulation"],
      call: { action: "iam:SimulatePrincipalPolicy", resource: "the caller" },
      timeoutMs: 20_000,
      async run({ account, arn }, signal) {
        const wanted = await needs(account);
        if (wanted.length === 0) return ok("A deploy needs no permission of this service.");
        const actions = [...new Set(wanted.flatMap((one) => one.actions))];
        if (/:root$/.test(arn) && !environment.assumeRole) return rootOutcome(actions);
        let who: string | undefined;
        try {
          who = await principal();
          if (who === undefined) throw new Error(`The role of ${arn} is not known`);
          const source = who;
          const found = await Promise.all(
            wanted.map(({ actions: of, arns, region }) =>
              simulate(aws, source, of, arns, { "aws:RequestedRegion": region }, signal),
            ),
          );
          return decisionsOutcome(source, actions, found.flat());
        } catch (problem) {
          const why = explain(problem, {
            action: "iam:SimulatePrincipalPolicy",
            resource: who ?? arn,
          });
          return unknownOutcome(who ?? arn, actions, why);
        }
      },
    });
  const byService = servicesOf(deployNeeds(stack, examination));
  const { state } = environment;
  return [
    ...[...byService].map(([service, types]) =>
      check("permissions", service, "Permissions", async (account) => {
        const remaining = await Promise.all(types.map((one) => stillToDelete(one, examination)));
        return remaining.flatMap((one) => needsOf(one, account, rolePaths(stack)));
      }),
    ),
    ...(state !== "local" && "bucket" in state
      ? [check("state-lock", undefined, "State and its lock file", async () => stateNeeds(state))]
      : []),
  ];
}

const signalOf = (): AbortSignal => AbortSignal.timeout(8000);

/** The types of resources and data sources, by the service of their actions. */
function servicesOf(needs: readonly TypeNeeds[]): ReadonlyMap<string, readonly TypeNeeds[]> {
  const services = new Map<string, TypeNeeds[]>();
  for (const one of needs) {
    const service = one.actions[0]!.split(":")[0]!;
    services.set(service, [...(services.get(service) ?? []), one]);
  }
  return services;
}

function rolePaths(stack: ExpectedStack): RolePaths {
  return new Map(
    stack.resources("aws_iam_role").map(({ body }) => [textOf(body.name), textOf(body.path) || "/"]),
  );
}

/** The elements of a type by Region. */
function needsOf({ actions, arn, elements }: TypeNeeds, account: string, roles: RolePaths): Need[] {
  const regions = [...new Set(elements.map(({ region }) => region))];
  const judged = regions.length > REGIONS_JUDGED ? regions.slice(0, 1) : regions;
  return judged.map((region) => ({
    region,
    actions,
    arns: [
      ...new Set(
        elements
          .filter((one) => one.region === region)
          .map((element) => arn(element, account, roles).replace(UNKNOWN_ACCOUNT, account)),
      ),
    ],
  }));
}

interface StateInBucket {
  readonly bucket: string;
  readonly region: string;
  readonly key: string;
  readonly kmsKey?: string | null;
}

/** Terraform reads and writes the state, and creates and deletes the lock file beside it. Ledger: state-lock */
function stateNeeds({ bucket, region, key, kmsKey }: StateInBucket): Need[] {
  const arn = `arn:aws:s3:::${bucket}`;
  return [
    { region, actions: ["s3:ListBucket"], arns: [arn] },
    { region, actions: ["s3:GetObject", "s3:PutObject"], arns: [`${arn}/${key}`, `${arn}/${key}.tflock`] },
    { region, actions: ["s3:DeleteObject"], arns: [`${arn}/${key}.tflock`] },
    ...(kmsKey ? [{ region, actions: ["kms:Decrypt", "kms:GenerateDataKey"], arns: [kmsKey] }] : []),
  ];
}

/** The user or the role of the caller. Undefined if the role cannot be found. Ledger: iam-simulation */
export async function principalOf(
  { arn }: Identity,
  roleNamed: (name: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const session = /^arn:[^:]+:sts::\d+:assumed-role\/([^/]+)\//.exec(arn);
  return session ? roleNamed(session[1]!) : arn;
}

function rootOutcome(actions: readonly string[]): CheckOutcome {
  return notKnown(
    `The caller is the root user of the account, which IAM cannot simulate. Not known: ${actions.join(", ")}.`,
    "Use a role in place of the root user.",
  );
}

export function unknownOutcome(who: string, actions: readonly string[], why: string): CheckOutcome {
  return notKnown(
    `Whether ${who} may do this is not known: ${actions.join(", ")}. ${why}`,
    "Allow iam:SimulatePrincipalPolicy and iam:GetRole to your role, or compare its policies with the list.",
  );
}

export function decisionsOutcome(
  who: string,
  actions: readonly string[],
  decisions: readonly Decision[],
): CheckOutcome {
  const denied = decisions.filter(
    ({ decision, byOrganization }) => decision !== "allowed" || !byOrganization,
  );
  const certain = denied.filter(({ decision, missingKeys = [], byOrganization }) => {
    return !byOrganization || decision === "explicitDeny" || missingKeys.length === 0;
  });
  if (certain.length > 0) {
    const names = [...new Set(certain.map(({ action }) => action))];
    const organization = certain.filter(({ byOrganization }) => !byOrganization);
    return organization.length > 0
      ? error(
          `A policy of the organization denies ${listed([...new Set(organization.map(({ action }) => action))])} to ${who}.`,
          "Ask the owner of the organization to allow it.",
        )
      : error(
          `The policies of ${who} do not allow ${listed(names)}.`,
          "Allow these actions to the role that deploys, or use another role.",
        );
  }
  const answered = new Set(decisions.map(({ action }) => action));
  const unclear = [
    ...new Set([...denied.map(({ action }) => action), ...actions.filter((action) => !answered.has(action))]),
  ];
  if (unclear.length > 0)
    return notKnown(
      `Whether ${who} may do this depends on conditions that a simulation does not know: ${unclear.join(", ")}.`,
      "Compare the policies of the role with the list.",
    );
  return ok(`The policies of ${who} allow the ${actions.length} actions that a deploy needs.`);
}
