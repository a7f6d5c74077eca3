/** How an environment file differs from the deployed environment in ways that AWS or Terraform cannot change in place. */
import type { Environment } from "../../environment/load";

/** The deployed access point, from Terraform's state or from AWS. */
export interface Deployed {
  readonly name: string;
  readonly alias: string;
  /** The member buckets by Region. */
  readonly regions: Readonly<Record<string, string>>;
  /** The buckets whose objects a destroy would not delete, by the state. Undefined if the state is not known. */
  readonly heldBuckets?: readonly string[];
}

export type SetChangeKind =
  | "renamed"
  | "region-added"
  | "region-removed"
  | "bucket-changed"
  | "not-unprotected"
  | "not-in-state"
  | "second-access-point";

/** One change, in the words of the user. */
export interface SetChange {
  readonly kind: SetChangeKind;
  readonly sentence: string;
  /** The procedure. */
  readonly steps: readonly string[];
  /** True if Terraform would refuse the plan. */
  readonly refused: boolean;
}

const PAGE = "docs/change.md";

/** @param id the name of the environment in commands */
export function setChanges(
  id: string,
  environment: Pick<Environment, "name" | "regions" | "protect" | "previous">,
  deployed: Deployed,
): SetChange[] {
  const { protect, previous } = environment;
  // While the Regions are changed, the deployed access point is one of two.
  const { name, regions } =
    previous !== undefined && previous.name === deployed.name ? previous : environment;
  const changes: SetChange[] = name === environment.name ? [] : [besides(id, environment.name, name)];
  const replaced = `AWS replaces the access point ${deployed.name}: its alias ${deployed.alias} is lost, and every client needs the new alias.`;
  const held = deployed.heldBuckets ?? [];
  const add = (kind: SetChangeKind, sentence: string, undo: string, bucket = ""): void => {
    const blocked = !protect && held.includes(bucket);
    const steps = protect
      ? [
          undo,
          `To change it nevertheless, follow ${PAGE}: it takes protect: false and a time without service.`,
        ]
      : blocked
        ? [
            `Terraform cannot delete the objects in ${bucket} before protect: false is deployed. ${undo}`,
            `Then run: npx cdktf deploy ${id}`,
            "Then make the change again.",
          ]
        : [
            `To do it, run: npx cdktf deploy ${id}`,
            `Then run: bin/mrap routes apply ${id}`,
            "Then give the new alias to every client.",
          ];
    changes.push({ kind, sentence, steps, refused: protect || blocked });
  };
  if (deployed.name !== name) {
    add(
      "renamed",
      `The file renames the access point from ${deployed.name} to ${name}. ${replaced}`,
      `To keep the access point, write name: ${deployed.name}.`,
    );
  }
  for (const [region, bucket] of Object.entries(deployed.regions)) {
    const next = regions[region]?.bucket;
    if (next === bucket) continue;
    if (next === undefined) {
      add(
        "region-removed",
        `The file removes ${region} with the bucket ${bucket}. ${replaced} Terraform also destroys the bucket${protect ? ", unless it contains objects" : " with all objects in it"}.`,
        protect
          ? `To keep the access point, add ${region} with the bucket ${bucket} to regions.`
          : `Add ${region} with the bucket ${bucket} to regions.`,
        bucket,
      );
    } else {
      add(
        "bucket-changed",
        `The file replaces the bucket ${bucket} in ${region} with ${next}. ${replaced} The objects are not copied to ${next}.`,
        protect
          ? `To keep the access point, write regions.${region}.bucket: ${bucket}.`
          : `Write regions.${region}.bucket: ${bucket}.`,
        bucket,
      );
    }
  }
  for (const [region, { bucket }] of Object.entries(regions)) {
    if (deployed.regions[region] !== undefined) continue;
    add(
      "region-added",
      `The file adds ${region} with the bucket ${bucket}. ${replaced} Objects that exist are not copied to ${bucket}.`,
      `To keep the access point, remove ${region} from regions.`,
    );
  }
  if (!protect && held.length > 0) {
    changes.push({
      kind: "not-unprotected",
      sentence: `protect: false is not deployed yet. A destroy now deletes the access point and the policies, and then stops at ${held.join(", ")} if ${held.length === 1 ? "it contains" : "they contain"} objects.`,
      steps: [`Before a destroy, run: npx cdktf deploy ${id}`],
      refused: false,
    });
  }
  return changes;
}

/** The file creates an access point, and the deployed one remains. */
function besides(id: string, name: string, previous: string): SetChange {
  return {
    kind: "second-access-point",
    sentence: `The file creates the access point ${name} in addition to ${previous}. ${previous} keeps its alias as long as the file contains previous.`,
    steps: [`Run bin/mrap regions status ${id}, which shows the steps of the change.`],
    refused: false,
  };
}

/** The access point of the file exists, but Terraform's state is empty. */
export function notInState(name: string, alias: string): SetChange {
  return {
    kind: "not-in-state",
    sentence: `The access point ${name} (${alias}) exists in AWS, but Terraform's state is empty. A deploy would try to create the environment again.`,
    steps: [
      "Write the place of the environment's state to state in the environment file. docs/state.md describes how to move a state.",
    ],
    refused: true,
  };
}

/**
 * The new access point of a change of Regions exists, but Terraform's state has only the previous one.
 * @param address its address in the stack
 */
export function newNotInState(
  id: string,
  { name, alias }: Pick<Deployed, "name" | "alias">,
  address: string,
  account: string,
): SetChange {
  return {
    kind: "not-in-state",
    sentence: `The access point ${name} (${alias}) exists in AWS, but Terraform's state does not have it. An interrupted deploy leaves this behind. A deploy would try to create ${name} again and fail.`,
    steps: [
      `If a deploy of this environment created it, add it to the state: cd cdktf.out/stacks/${id} && terraform import ${address} ${account}:${name}`,
      `Then run: bin/mrap plan ${id}`,
      `Otherwise, go back (bin/mrap regions cancel ${id}), and begin the change with another --name.`,
    ],
    refused: true,
  };
}

/** One paragraph for each change, then the steps. Steps that several changes share are printed once. */
export function changeParagraphs(changes: readonly SetChange[]): string[] {
  const steps = [...new Set(changes.flatMap((change) => change.steps))];
  return [
    ...changes.map(({ sentence }) => sentence),
    ...(steps.length > 0 ? [["Next steps:", ...steps.map((step) => `  - ${step}`)].join("\n")] : []),
  ];
}
