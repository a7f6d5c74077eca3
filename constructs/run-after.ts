import { dependable, type TerraformResource } from "cdktf";

/** Lets Terraform change a resource after other resources, in addition to the order that its references imply. */
export function runAfter(resource: TerraformResource, others: readonly TerraformResource[]): void {
  resource.dependsOn = [...(resource.dependsOn ?? []), ...others.map(dependable)];
}
