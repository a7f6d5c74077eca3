/** Rules between the environments of one folder. */
import { printed } from "../data";
import type { Environment } from "../schema";
import { parseArn } from "./arn";
import type { PlacedMistake } from "./rule";

/** One environment among others. */
export interface Named {
  readonly id: string;
  readonly file: string;
  readonly environment: Environment;
}

type Clash = PlacedMistake & { readonly id: string };

/** What environments have in common and must not have. */
export function environmentsMistakes(all: readonly Named[]): Clash[] {
  return all.flatMap((later, index) => all.slice(0, index).flatMap((earlier) => clashes(earlier, later)));
}

function clashes(earlier: Named, later: Named): Clash[] {
  const mistakes: Clash[] = [];
  const one = earlier.environment;
  const two = later.environment;
  const add = (path: readonly PropertyKey[], message: string, got: string, fix: string): void => {
    mistakes.push({ id: later.id, path, message, got: printed(got), fix });
  };

  if (one.name === two.name && !otherAccount(one, two)) {
    add(
      ["name"],
      `is the access point of ${earlier.file} too, and a name is unique in an account`,
      two.name,
      "take another name",
    );
  }
  if (one.state !== "local" && two.state !== "local") {
    if (one.state.bucket === two.state.bucket && one.state.key === two.state.key) {
      const got = `${two.state.key} in ${two.state.bucket}`;
      add(
        ["state"],
        `is where ${earlier.file} keeps its state too: each would undo the other`,
        got,
        "write another state.key",
      );
    }
  }
  const others = new Set(Object.values(one.regions).map((region) => region.bucket));
  for (const [name, { bucket }] of Object.entries(two.regions)) {
    if (!others.has(bucket)) continue;
    add(
      ["regions", name, "bucket"],
      `is a bucket of ${earlier.file} too, and each would make it`,
      bucket,
      "take another name",
    );
  }
  if (two.state !== "local" && others.has(two.state.bucket)) {
    add(
      ["state", "bucket"],
      `is a member bucket of ${earlier.file}`,
      two.state.bucket,
      "name another bucket for the state",
    );
  }
  const state = one.state === "local" ? undefined : one.state.bucket;
  for (const [name, { bucket }] of Object.entries(two.regions)) {
    if (bucket !== state) continue;
    add(
      ["regions", name, "bucket"],
      `is the bucket that ${earlier.file} keeps its state in`,
      bucket,
      "take another name",
    );
  }
  return mistakes;
}

// The same name in two accounts is two access points.
function otherAccount(one: Environment, two: Environment): boolean {
  const [first, second] = [one.assumeRole, two.assumeRole].map((role) => role && parseArn(role)?.account);
  return Boolean(first && second && first !== second);
}
