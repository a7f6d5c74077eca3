import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The `app` command of cdktf.json, which synthesizes: the program and its arguments. */
export function appCommand(): [string, ...string[]] {
  const file = join(__dirname, "..", "..", "cdktf.json");
  const { app } = JSON.parse(readFileSync(file, "utf8")) as { app: string };
  return app.split(" ") as [string, ...string[]];
}
