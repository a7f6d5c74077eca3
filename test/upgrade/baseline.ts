import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** The last commit of 0.1.0. People may run environments that this code deployed. */
export const BASELINE_COMMIT = "2cb1d90";

/** Environment files as users wrote them for the baseline, and the Terraform JSON that the baseline made of them. */
export const BASELINE_FOLDER = join(__dirname, "baseline");

/** The demo, and the example with three Regions and private networks. */
export const ENVIRONMENTS = ["demo", "three-regions-private"] as const;

export function environmentFile(id: string): string {
  return join(BASELINE_FOLDER, `${id}.yaml`);
}

export function baselineFile(id: string): string {
  return join(BASELINE_FOLDER, `${id}.tf.json.gz`);
}

/** The Terraform JSON of the baseline. */
export function baselineJson(id: string): string {
  return gunzipSync(readFileSync(baselineFile(id))).toString("utf8");
}
