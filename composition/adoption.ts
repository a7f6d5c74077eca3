import type { IConstruct } from "constructs";
import { PropsError } from "../constructs/errors";
import type { ExistingAccessPoint } from "../constructs/existing-access-point";
import type { ExistingBucket } from "../constructs/existing-bucket";
import { literal } from "./literal";
import type { ComposedProps } from "./props";

/** The buckets of an environment that Terraform adopts or returns. */

/** The configuration that the bucket of a Region had before its adoption. Undefined if the bucket is not adopted. */
export function existingIn(props: ComposedProps, region: string): ExistingBucket | undefined {
  if (!props.regions[region]?.adopt) return undefined;
  return literalsIn(props.existing?.[region] ?? {});
}

/** The access point as it was before its adoption. Undefined if Terraform creates the access point. */
export function existingAccessPoint(
  scope: IConstruct,
  props: ComposedProps,
): ExistingAccessPoint | undefined {
  if (!props.accessPoint) return undefined;
  if (props.existingAccessPoint === undefined)
    throw new PropsError(scope, "'existingAccessPoint' should describe the access point, got none");
  return literalsIn(props.existingAccessPoint);
}

/** Whether the adoption of the buckets ends. */
export function isEnding({ regions }: ComposedProps): boolean {
  return Object.values(regions).some(({ adopt }) => adopt === "restore" || adopt === "forget");
}

/** Escapes every string, because Terraform must not evaluate what AWS returned. */
function literalsIn<T>(value: T): T {
  if (typeof value === "string") return literal(value) as T;
  if (Array.isArray(value)) return value.map(literalsIn) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [literal(key), literalsIn<unknown>(one)]),
  ) as T;
}
