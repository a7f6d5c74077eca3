/** Environment files while their Regions are changed. */
export type Buckets = Readonly<Record<string, string>>;

export const TWO: Buckets = { "eu-west-1": "one-in-ireland", "us-east-1": "two-in-virginia" };
export const THREE: Buckets = { ...TWO, "ap-south-1": "three-in-mumbai" };
export const FOUR: Buckets = { ...THREE, "sa-east-1": "four-in-sao-paulo" };

const set = (regions: Buckets, indent: string): string =>
  Object.entries(regions)
    .map(([region, bucket]) => `${indent}${region}: { bucket: ${bucket} }\n`)
    .join("");

/** The file with a new access point, and optionally the previous one. */
export function change(name: string, regions: Buckets, previous?: string, before: Buckets = TWO): string {
  const old = previous ? `previous:\n  name: ${previous}\n  regions:\n${set(before, "    ")}` : "";
  return `name: ${name}\nregions:\n${set(regions, "  ")}${old}state: local\n`;
}
