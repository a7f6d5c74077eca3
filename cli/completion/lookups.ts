import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { asGroup } from "../../environment/data";
import { findEnvironment, listEnvironments } from "../../environment/find";
import { readYaml } from "../../environment/yaml-file";
import type { Lookups } from "./complete";

/** Reads files on this computer. A file that is missing or broken gives no candidates, because a completion prints no errors. */
export const lookups: Lookups = {
  environments: () => quietly(() => listEnvironments().map(({ id }) => id)),
  regions: (environment) =>
    quietly(() => {
      const files =
        environment === undefined
          ? listEnvironments().map(({ file }) => file)
          : [findEnvironment(environment) ?? environment];
      return [...new Set(files.flatMap((file) => quietly(() => regionsIn(readFileSync(file, "utf8")))))];
    }),
  profiles: () =>
    quietly(() => {
      const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = process.env;
      const files = [
        AWS_CONFIG_FILE || join(homedir(), ".aws", "config"),
        AWS_SHARED_CREDENTIALS_FILE || join(homedir(), ".aws", "credentials"),
      ];
      return [...new Set(files.flatMap((file) => quietly(() => profilesIn(readFileSync(file, "utf8")))))];
    }),
};

/** The keys of `regions`. The rest of the file may be unfinished. */
function regionsIn(yaml: string): string[] {
  return Object.keys(asGroup(asGroup(readYaml(yaml).data)?.regions) ?? {});
}

/** `[profile dev]` in the configuration, `[dev]` in the credentials. */
function profilesIn(ini: string): string[] {
  return [...ini.matchAll(/^\s*\[(?:profile\s+)?([^\s\]]+)\s*\]/gm)].map(([, name]) => name!);
}

function quietly<T>(read: () => readonly T[]): readonly T[] {
  try {
    return read();
  } catch {
    return [];
  }
}
