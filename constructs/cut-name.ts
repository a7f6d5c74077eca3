import { createHash } from "node:crypto";

/**
 * Cuts a name that is too long, and keeps it unique with a hash. This file loads no module of CDKTF, because the CLI
 * computes the same names.
 * @param ending kept at the end of the name
 */
export function cutName(name: string, maximum: number, ending = ""): string {
  if (name.length + ending.length <= maximum) return name + ending;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, maximum - ending.length - hash.length - 1)}-${hash}${ending}`;
}
