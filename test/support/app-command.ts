import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The program and the arguments of the `app` command in cdktf.json, which synthesizes the stacks. */
export function appCommand(): [string, ...string[]] {
  const file = join(__dirname, "..", "..", "cdktf.json");
  const { app } = JSON.parse(readFileSync(file, "utf8")) as { app: string };
  return app.split(" ") as [string, ...string[]];
}
