import { TerraformDataSource, TerraformProvider, TerraformResource, type TerraformStack } from "cdktf";

/** The arguments of a block that are blocks themselves. All others are attributes. */
export interface Blocks {
  readonly [argument: string]: Blocks;
}

type Growing = { [argument: string]: Growing };

/** {@link Blocks} by kind and type: `resource.aws_s3_bucket`, `data.aws_vpc`, `provider.aws`. */
export type BlocksByType = Readonly<Record<string, Blocks>>;

/** Blocks of Terraform itself, which every resource can have. */
export const META_BLOCKS: Blocks = {
  lifecycle: { precondition: {}, postcondition: {} },
  connection: {},
  provisioner: {},
};

/**
 * Reads from the bindings which arguments are blocks. The bindings are generated from the provider's schema. The JSON
 * does not distinguish them: `{…}` is a map or a block.
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
    // The bindings of a provider use snake case.
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
