/** Lists the actions that a deploy needs: to create, import, restore or delete each resource. */
import type { ExistingBucket } from "../../constructs/existing-bucket";
import { endOf, type AdoptedParts } from "../../environment/adopted";
import type { Environment } from "../../environment/load";
import { ExpectedStack, textOf, type ExpectedElement } from "../checks/expected";
import { DEPLOY_ACTIONS, READ_ACTIONS, type TypeActions } from "./actions";
import { deletingActions, importingActions, restoringActions } from "./adoption-actions";
import { UNKNOWN_ACCOUNT, type Examination } from "./examination";

/** The elements of a type for which Terraform needs the same actions. */
export interface TypeNeeds extends TypeActions {
  readonly elements: readonly ExpectedElement[];
  /** A deploy deletes the elements. */
  readonly deletes?: true;
}

export function deployNeeds(
  stack: ExpectedStack,
  { id, environment }: Pick<Examination, "id" | "environment">,
): TypeNeeds[] {
  const resources = stack
    .resources()
    .map((element) => ({ element, actions: actionsOf(stack, environment, element) }));
  return [
    ...grouped(resources, DEPLOY_ACTIONS),
    ...grouped(
      deletedElements(stack, id, environment).map((element) => ({
        element,
        actions: deletingActions(element.type),
      })),
      DEPLOY_ACTIONS,
    ).map((one): TypeNeeds => ({ ...one, deletes: true })),
    ...passedRoles(environment),
    ...grouped(
      stack.dataSources().map((element) => ({ element, actions: READ_ACTIONS[element.type]?.actions ?? [] })),
      READ_ACTIONS,
    ),
  ];
}

/** The same without the elements that Terraform's state does not have, if the state is known. */
export async function stillToDelete(one: TypeNeeds, examination: Examination): Promise<TypeNeeds> {
  if (!one.deletes) return one;
  const own = await Promise.all(
    one.elements.map(({ address }) => examination.isOwn(address).catch(() => undefined)),
  );
  return { ...one, elements: one.elements.filter((_, index) => own[index] !== false) };
}

function actionsOf(
  stack: ExpectedStack,
  environment: Environment & AdoptedParts,
  element: ExpectedElement,
): readonly string[] {
  const { type, address, body, region } = element;
  const member = environment.regions[region];
  const ofBucket = member?.adopt !== undefined && textOf(body.bucket) === member.bucket;
  const existing: ExistingBucket = environment.existing?.[region] ?? {};
  const one = { element, existing };
  if (member?.adopt === "restore" && ofBucket) return restoringActions(one);
  const adoptsAccessPoint = environment.accessPoint === "adopt" && type.startsWith("aws_s3control_");
  if (stack.isImported(address) && (ofBucket || adoptsAccessPoint)) return importingActions(one);
  return DEPLOY_ACTIONS[type]?.actions ?? [];
}

/** The resources of the adoption that a deploy of `adopt: restore` deletes. */
function deletedElements(stack: ExpectedStack, id: string, environment: Environment): ExpectedElement[] {
  if (endOf(environment) !== "restore") return [];
  const regions = Object.fromEntries(
    Object.entries(environment.regions).map(([region, one]) => [
      region,
      one.adopt === undefined ? one : { ...one, adopt: true as const },
    ]),
  );
  const before = {
    ...environment,
    regions,
    ...(environment.accessPoint && { accessPoint: "adopt" as const }),
  };
  const kept = new Set(stack.resources().map(({ address }) => address));
  return new ExpectedStack(id, before, { account: UNKNOWN_ACCOUNT })
    .resources()
    .filter(({ address }) => !kept.has(address) && !stack.isForgotten(address));
}

/** A restored replication configuration has its earlier role, which Terraform passes to S3. */
function passedRoles(environment: Environment & AdoptedParts): TypeNeeds[] {
  if (endOf(environment) !== "restore") return [];
  return Object.entries(environment.existing ?? {}).flatMap(([region, { replication }]) =>
    replication
      ? [
          {
            actions: ["iam:PassRole"],
            arn: () => replication.role,
            elements: [{ address: "", type: "aws_iam_role", label: "", region, body: {} }],
          },
        ]
      : [],
  );
}

interface Judged {
  readonly element: ExpectedElement;
  readonly actions: readonly string[];
}

/** By the type and the actions. A type without actions is left out. */
function grouped(all: readonly Judged[], types: Readonly<Record<string, TypeActions>>): TypeNeeds[] {
  const groups = new Map<string, { needs: TypeActions; elements: ExpectedElement[] }>();
  for (const { element, actions } of all) {
    const type = types[element.type];
    if (type === undefined || actions.length === 0) continue;
    const key = [element.type, ...actions].join(" ");
    const group = groups.get(key) ?? { needs: { ...type, actions }, elements: [] };
    group.elements.push(element);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ needs, elements }) => ({ ...needs, elements }));
}
