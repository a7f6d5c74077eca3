/** Converts a name to a Terraform label or alias: `ap-south-1` becomes `ap_south_1`. */
export function terraformName(text: string): string {
  return text
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase();
}
