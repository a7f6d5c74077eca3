import { TerraformStack } from "cdktf";
import { Construct } from "constructs";

type Kind = "import" | "moved" | "removed";

/** The blocks of each stack, which several environments may share. */
const blocks = new WeakMap<TerraformStack, Partial<Record<Kind, object[]>>>();

/** Adds a block that changes Terraform's state and not the configuration. */
export function addStateBlock(scope: Construct, kind: Kind, block: object): void {
  const stack = TerraformStack.of(scope);
  const ofStack = blocks.get(stack) ?? {};
  blocks.set(stack, ofStack);
  const ofKind = (ofStack[kind] ??= []);
  ofKind.push(block);
  stack.addOverride(kind, ofKind);
}

/** The address that a resource has, or would have, from its type and the ids of its constructs below a scope. */
export function addressBelow(scope: Construct, type: string, ...ids: readonly string[]): string {
  const last = ids.reduce<Construct>(
    (parent, id) => parent.node.tryFindChild(id) ?? new Construct(parent, id),
    scope,
  );
  return `${type}.${TerraformStack.of(scope).getLogicalId(last.node)}`;
}
