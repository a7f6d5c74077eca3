import { isList, isMapping, type Mapping, type Value } from "./values";

/** A resource's lifecycle block in a synthesized configuration. */
export interface LifecycleBlock {
  readonly preventDestroy: boolean;
  readonly ignoreChanges: ReadonlySet<string>;
}

const blocks = (value: Value): readonly Mapping[] => (isList(value) ? value : [value]).filter(isMapping);

/** A reference without the template around it. */
const plain = (reference: string): string => reference.replace(/^\$\{(.*)\}$/, "$1");

/** By address, for the resources of the root module. */
export function lifecycleOf(configuration: unknown): ReadonlyMap<string, LifecycleBlock> {
  const found = new Map<string, LifecycleBlock>();
  for (const root of blocks((configuration as Mapping).resource)) {
    for (const [type, names] of Object.entries(root)) {
      for (const group of blocks(names)) {
        for (const [name, body] of Object.entries(group)) {
          const lifecycle = blocks(body).flatMap((block) => blocks(block.lifecycle));
          found.set(`${type}.${name}`, {
            preventDestroy: lifecycle.some(
              (each) => each.prevent_destroy === true || each.prevent_destroy === "true",
            ),
            ignoreChanges: new Set(
              lifecycle
                .flatMap((each) =>
                  isList(each.ignore_changes) ? each.ignore_changes : [each.ignore_changes],
                )
                .filter((each) => typeof each === "string")
                .map(plain),
            ),
          });
        }
      }
    }
  }
  return found;
}

/** Where `moved` blocks lead. */
export function movedTo(configuration: unknown): (address: string) => string {
  const moves = new Map(
    blocks((configuration as Mapping).moved).flatMap(({ from, to }) =>
      typeof from === "string" && typeof to === "string" ? [[plain(from), plain(to)] as const] : [],
    ),
  );
  return (address) => {
    let current = address;
    for (let i = 0; i < moves.size; i++) current = moves.get(current) ?? current;
    return current;
  };
}
