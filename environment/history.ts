/** The earlier name of an environment, from the git history of its file. Used only if it has no identity record. */
import { execFileSync } from "node:child_process";
import { basename, dirname, resolve } from "node:path";
import { asGroup } from "./data";
import type { Identity } from "./identity";
import type { Environment } from "./schema";
import { readYaml } from "./yaml-file";

/** The number of commits of the file that are read. */
const MOST_COMMITS = 20;
const TIMEOUT_MS = 3000;

/**
 * The latest version of the file that had another name and shares a bucket with this one. Undefined if there is none, or
 * if the file is in no repository. Bucket names are unique, so a shared bucket means the same environment. It has
 * `previous` if that version, or a later one, has a previous access point.
 */
export function earlierIdentity(file: string, environment: Environment): Identity | undefined {
  const folder = dirname(resolve(file));
  const log = git(folder, [
    "log",
    `--max-count=${MOST_COMMITS}`,
    "--follow",
    "--name-only",
    "--format=%H",
    "--",
    basename(file),
  ]);
  const lines = log?.split("\n").filter(Boolean) ?? [];
  for (let index = 0; index + 1 < lines.length; index += 2) {
    const text = git(folder, ["show", `${lines[index]}:${lines[index + 1]}`]);
    const earlier = text === undefined ? undefined : identityIn(text);
    if (earlier === undefined) continue;
    if (earlier.name === environment.name) {
      if (earlier.previous === undefined) continue;
      const { name } = earlier.previous;
      return { ...earlier, name, stateName: name, generations: [name, environment.name] };
    }
    const buckets = Object.values(earlier.regions);
    if (Object.values(environment.regions).some(({ bucket }) => buckets.includes(bucket))) return earlier;
  }
  return undefined;
}

function identityIn(text: string): Identity | undefined {
  const { name, regions, previous } = asGroup(readYaml(text).data) ?? {};
  if (typeof name !== "string") return undefined;
  const previousName = asGroup(previous)?.["name"];
  const buckets = Object.entries(asGroup(regions) ?? {}).flatMap(([region, value]): [string, string][] => {
    const bucket = asGroup(value)?.["bucket"];
    return typeof bucket === "string" ? [[region, bucket]] : [];
  });
  return {
    name,
    stateName: name,
    regions: Object.fromEntries(buckets),
    ...(typeof previousName === "string" && { previous: { name: previousName, regions: {} } }),
    providers: [],
  };
}

function git(cwd: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync("git", ["-c", "core.quotePath=false", ...args], {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: TIMEOUT_MS,
      // No partial clone may fetch: synth opens no connection.
      env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_NO_LAZY_FETCH: "1" },
    });
  } catch {
    return undefined;
  }
}
