/** The access points of an environment: one, or two while its Regions are changed. See docs/decisions/0014. */
import { terraformName } from "../constructs/labels";
import type { ComposedProps, RegionProps } from "./props";

/** An access point of an environment. */
export interface Generation {
  readonly name: string;
  /** Its Regions, with the initial routing and the network of the environment. */
  readonly regions: Readonly<Record<string, RegionProps>>;
}

type Sets = Pick<ComposedProps, "name" | "environmentName" | "regions" | "previous">;

/** The access points of an environment, the new one first. */
export function generationsOf({ name, regions, previous }: Sets): Generation[] {
  if (previous === undefined) return [{ name, regions }];
  const own = Object.entries(previous.regions).map(([region, props]): [string, RegionProps] => [
    region,
    regions[region] ?? props,
  ]);
  return [
    { name, regions },
    { name: previous.name, regions: Object.fromEntries(own) },
  ];
}

/**
 * The Regions of all access points. Those of the previous access point are first: the priorities of their replication
 * rules then stay the same.
 */
export function allRegions(sets: Pick<ComposedProps, "regions" | "previous">): Record<string, RegionProps> {
  const { regions, previous } = sets;
  return Object.fromEntries(
    [...new Set([...Object.keys(previous?.regions ?? {}), ...Object.keys(regions)])].map((region) => [
      region,
      regions[region] ?? previous!.regions[region]!,
    ]),
  );
}

/** The name in the names of all resources except the access points: the environment's first name. */
export function environmentName({ name, environmentName: first, previous }: Sets): string {
  return first ?? previous?.name ?? name;
}

/** The environment as its other resources see it: its first name, and the Regions of all access points. */
export function sharedEnvironment(props: ComposedProps): ComposedProps {
  return { ...props, name: environmentName(props), regions: allRegions(props) };
}

/** The construct id of an access point while there are two. Its resource's label is made from it. */
export function generationId(name: string): string {
  const label = terraformName(name);
  // A label begins with a letter, and `this` is the label of an access point without another one.
  return label === "this" || /^\d/.test(label) ? `named-${name}` : name;
}
