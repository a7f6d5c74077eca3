/** Checks the data of one file. This is pure: it does not read the file. */
import { isDeepStrictEqual } from "node:util";
import { shown, valueAt } from "./data";
import { explain } from "./explain";
import { PENDING } from "./pending";
import { environmentMistakes } from "./checks/environment";
import type { PlacedMistake } from "./rules/rule";
import { environmentSchema, type Environment } from "./schema";
import type { Written } from "./wrong-type";

/** A valid environment, or the mistakes in the data. */
export type Validated =
  | { readonly environment: Environment; readonly mistakes: readonly [] }
  | { readonly environment?: undefined; readonly mistakes: readonly PlacedMistake[] };

/** Checks the data and returns every mistake. */
export function validate(data: unknown, written: Written = () => undefined): Validated {
  const parsed = environmentSchema.safeParse(data);
  const found = parsed.success ? [] : parsed.error.issues.flatMap((issue) => explain(issue, data, written));
  const mistakes = [...found, ...environmentMistakes(data), ...pendingMistakes(data, found, written)];
  if (parsed.success && mistakes.length === 0) return { environment: parsed.data, mistakes: [] };
  return { mistakes };
}

function pendingMistakes(data: unknown, found: readonly PlacedMistake[], written: Written): PlacedMistake[] {
  return PENDING.flatMap(({ path: pattern, accepted, feature, fix }) =>
    matches(data, pattern).flatMap((path) => {
      const value = valueAt(data, path);
      // A value that is invalid in itself is reported only as that.
      const wrong = found.some((one) => path.every((step, index) => one.path[index] === step));
      if (wrong || value === undefined || accepted.some((one) => isDeepStrictEqual(one, value))) return [];
      return [
        {
          path,
          message: `is not supported yet: ${feature}`,
          got: written(path) ?? shown(value),
          allowed: accepted.map((one) => JSON.stringify(one)).join(", ") || undefined,
          fix,
        },
      ];
    }),
  );
}

function matches(data: unknown, pattern: readonly string[]): string[][] {
  return pattern.reduce<string[][]>(
    (paths, step) =>
      paths.flatMap((path) => {
        if (step !== "*") return [[...path, step]];
        const group = valueAt(data, path);
        return typeof group === "object" && group !== null
          ? Object.keys(group).map((key) => [...path, key])
          : [];
      }),
    [[]],
  );
}
