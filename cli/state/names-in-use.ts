/**
 * Names that AWS would overwrite in a first deploy. CloudWatch and EventBridge replace a dashboard, an alarm or a rule of
 * the same name without an error. Terraform cannot ask for them. Ledger: names-overwritten
 */
import type { EnvironmentFile } from "../access-point/argument";
import { describeAccessPoint } from "../adapters/aws/access-point";
import type { Aws } from "../adapters/aws/aws";
import { explain, kindOf } from "../adapters/aws/errors";
import { ExpectedStack } from "../checks/expected";
import { NAMED_KINDS, type Wanted } from "../live/existing-names";
import { callerIdentity } from "../live/identity";

type WantedOfType = Omit<Wanted, "account"> & { readonly type: string };

const TIMEOUT_MS = 20_000;

/**
 * Returns one sentence for each name that exists although the access point does not, and for each Region that could not be
 * asked. Empty if the access point exists: the names are then its own.
 */
export async function namesInUse(
  aws: Aws,
  { id, environment }: Pick<EnvironmentFile, "environment"> & { readonly id: string },
): Promise<string[]> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const { account } = await callerIdentity(aws);
  const exists = await describeAccessPoint(aws, account, environment.name, signal).then(
    () => true,
    (error: unknown) => kindOf(error) !== "missing",
  );
  if (exists) return [];
  const wanted = wantedNames(new ExpectedStack(id, environment, { account }));
  const sentences = await Promise.all(
    wanted.map(async (each) => {
      const { noun, list, action } = NAMED_KINDS[each.type]!;
      try {
        const found = await list(aws, { ...each, account }, signal);
        return each.names
          .filter((name) => found.includes(name))
          .map(
            (name) =>
              `The ${noun} ${name} exists in ${each.region}, and the access point ${environment.name} does not. A deploy would replace the ${noun}, and a destroy would delete it.`,
          );
      } catch (error) {
        const why = explain(error, { action, resource: `every ${noun} in ${each.region}` });
        return [`The ${noun}s in ${each.region} are not known: ${why}`];
      }
    }),
  );
  return sentences.flat();
}

/** The names of the stack by type and Region. */
function wantedNames(stack: ExpectedStack): WantedOfType[] {
  const byPlace = new Map<string, WantedOfType & { readonly names: string[] }>();
  for (const { type, region, body } of stack.resources()) {
    const kind = NAMED_KINDS[type];
    const name = body[kind?.argument ?? ""];
    if (kind?.deploy !== "replaces" || typeof name !== "string") continue;
    const place = byPlace.get(`${type} ${region}`) ?? { type, region, names: [] };
    place.names.push(name);
    byPlace.set(`${type} ${region}`, place);
  }
  return [...byPlace.values()];
}
