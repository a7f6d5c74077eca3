import { error, notKnown, ok, type Check, type CheckOutcome } from "../../checks/check";
import { textOf } from "../../checks/expected";
import { NAMED_KINDS, type NamedKind } from "../../live/existing-names";
import { listed } from "../../text/listed";
import { awsCheck, type Examination } from "../examination";

/** The names of the stack that exist although this environment did not create them. One check for each type and Region. */
export function nameChecks(examination: Examination): Check[] {
  const { aws, stack } = examination;
  return Object.entries(NAMED_KINDS).flatMap(([type, kind]) => {
    const everywhere = type === "aws_iam_role";
    const byRegion = new Map<string, { name: string; address: string }[]>();
    for (const { region, body, address } of stack.resources(type)) {
      const place = everywhere ? "" : region;
      const all = byRegion.get(place) ?? [];
      all.push({ name: textOf(body[kind.argument]), address });
      byRegion.set(place, all);
    }
    return [...byRegion].map(([region, wanted]) =>
      awsCheck(examination, {
        id: `name-${kind.noun.replace(" ", "-")}`,
        ...(everywhere ? {} : { subject: region }),
        title: wanted.length === 1 ? `Name of the ${kind.noun}` : `Names of ${wanted.length} ${plural(kind)}`,
        ledger: [kind.deploy === "fails" ? "names-rejected" : "names-overwritten"],
        call: { action: kind.action, resource: wanted.map(({ name }) => name).join(", ") },
        async run({ account }, signal) {
          const names = wanted.map(({ name }) => name);
          const found = await kind.list(aws, { region, account, names }, signal);
          const existing = wanted.filter(({ name }) => found.includes(name));
          const owned = await Promise.all(
            existing.map(async (one) => ({ name: one.name, own: await examination.isOwn(one.address) })),
          );
          return namesOutcome(kind, names, owned);
        },
      }),
    );
  });
}

/** A name that exists, and whether Terraform's state has the resource. Undefined if the state is not known. */
export interface ExistingName {
  readonly name: string;
  readonly own: boolean | undefined;
}

export function namesOutcome(
  kind: Pick<NamedKind, "noun" | "deploy">,
  names: readonly string[],
  existing: readonly ExistingName[],
): CheckOutcome {
  const foreign = existing.filter(({ own }) => own === false).map(({ name }) => name);
  const one = foreign.length === 1;
  const nouns = (count: number) => (count === 1 ? kind.noun : plural(kind));
  if (foreign.length > 0) {
    const who = `The ${nouns(foreign.length)} ${listed(foreign)} ${one ? "exists" : "exist"}, and Terraform's state does not have ${one ? "it" : "them"}.`;
    const effect = {
      replaces: `A deploy would replace ${one ? "it" : "them"}, and a destroy would delete ${one ? "it" : "them"}.`,
      adopts: `A deploy would use ${one ? "it" : "them"} as its own or fail, and a destroy would delete ${one ? "it" : "them"}.`,
      fails: "A deploy would fail.",
    }[kind.deploy];
    return error(
      `${who} ${effect}`,
      `Choose another name for the access point, or delete the ${nouns(foreign.length)} if ${one ? "it is" : "they are"} no longer used.`,
    );
  }
  const unclear = existing.filter(({ own }) => own === undefined).map(({ name }) => name);
  if (unclear.length > 0)
    return notKnown(
      `The ${nouns(unclear.length)} ${listed(unclear)} ${unclear.length === 1 ? "exists" : "exist"}. Whether this environment deployed ${unclear.length === 1 ? "it" : "them"} is not known, because Terraform's state cannot be read.`,
      "Use credentials that can read the state of Terraform.",
    );
  const own = existing.length;
  const free = names.length - own;
  if (own === 0)
    return ok(
      names.length === 1
        ? `No ${kind.noun} is named ${names[0]}.`
        : `None of the ${names.length} ${plural(kind)} exists.`,
    );
  return ok(
    free === 0
      ? `This environment deployed the ${nouns(own)} ${listed(names)}.`
      : `This environment deployed ${own} of the ${names.length} ${plural(kind)}. The other names are free.`,
  );
}

function plural({ noun }: Pick<NamedKind, "noun">): string {
  return noun === "key alias" ? "key aliases" : `${noun}s`;
}
