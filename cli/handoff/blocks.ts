import { TerraformDataSource, TerraformProvider, TerraformResource, type TerraformStack } from "cdktf";

/** Which arguments of a block are blocks themselves; all others are attributes. */
export interface Blocks {
  readonly [argument: string]: Blocks;
}

type Growing = { [argument: string]: Growing };

/** {@link Blocks} of each kind of thing: `resource.aws_s3_bucket`, `data.aws_vpc`, `provider.aws`. */
export type BlocksByType = Readonly<Record<string, Blocks>>;

/** Terraform's own blocks, which every resource may have. */
export const META_BLOCKS: Blocks = {
  lifecycle: { precondition: {}, postcondition: {} },
  connection: {},
  provisioner: {},
};

/**
 * What is a block and what an attribute, from the bindings, which are made from the provider's schema. The JSON does
 * not tell: `{…}` is a map there as well as a block.
 */
export function blocksOf(stack: TerraformStack): BlocksByType {
  const blocks: Record<string, Growing> = {};
  for (const construct of stack.node.findAll()) {
    if (!(isElement(construct) && "toHclTerraform" in construct)) continue;
    const synthesized = construct.toHclTerraform() as Record<string, Record<string, unknown> | undefined>;
    for (const kind of ["resource", "data", "provider"]) {
      for (const [type, bodies] of Object.entries(synthesized[kind] ?? {})) {
        const all = Array.isArray(bodies) ? bodies : Object.values(bodies as object);
        for (const body of all) merge((blocks[`${kind}.${type}`] ??= {}), of(body));
      }
    }
  }
  return blocks;
}

function isElement(
  construct: unknown,
): construct is TerraformResource | TerraformDataSource | TerraformProvider {
  return (
    TerraformResource.isTerraformResource(construct) ||
    TerraformDataSource.isTerraformDataSource(construct) ||
    TerraformProvider.isTerraformProvider(construct)
  );
}

function of(body: unknown): Growing {
  const blocks: Growing = {};
  for (const [argument, binding] of Object.entries((body ?? {}) as Record<string, unknown>)) {
    // A provider's bindings have their keys in snake case.
    const { isBlock, is_block, value } = (binding ?? {}) as Record<string, unknown>;
    if (isBlock !== true && is_block !== true) continue;
    const inner: Growing = {};
    for (const one of Array.isArray(value) ? value : [value]) merge(inner, of(one));
    blocks[argument] = inner;
  }
  return blocks;
}

function merge(into: Growing, blocks: Growing): void {
  for (const [argument, inner] of Object.entries(blocks)) merge((into[argument] ??= {}), inner);
}
