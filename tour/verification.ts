import { CheckFailure } from "./expect";

/** The part of the JSON of `mrap verify` that the walkthrough shows. */
export interface CheckLine {
  readonly id: string;
  readonly subject: string | null;
  readonly title: string;
  readonly level: "ok" | "warning" | "error" | "not known";
  readonly text: string;
  readonly required: boolean;
}

/** The ids of the checks that belong to a step. A check that belongs to no other step belongs to the last one. */
const STEPS = {
  buckets: /^bucket(-|$)/,
  accessPoint: /^access-point(-|$)/,
  replication: /^(replication(-|$)|canary$)/,
  failover: /^(routing|failover-controls)$/,
  permissions: /^(direct-access|permissions?(-.*)?|role|runbook-role|forwarding-role)$/,
  endpoints: /^endpoint(-|$)/,
} as const;

export type StepOfChecks = keyof typeof STEPS | "monitoring";

/** The checks of `mrap verify` by step. @throws CheckFailure if a check found an error, or if a required one is not known */
export class Verification {
  constructor(private readonly checks: readonly CheckLine[]) {}

  /** The facts of a step: the checks that are ok in one line for each title, and each other check in full. */
  facts(step: StepOfChecks): string[] {
    const own = this.checks.filter(({ id }) => stepOf(id) === step);
    const wrong = own.find(({ level, required }) => level === "error" || (level === "not known" && required));
    if (wrong) throw new CheckFailure(`${wrong.title}${of(wrong)}`, "ok", `${wrong.level}: ${wrong.text}`);
    const titles = [...new Set(own.filter(({ level }) => level === "ok").map(({ title }) => title))];
    return [
      ...titles.map((title) => {
        const passed = own.filter((one) => one.title === title && one.level === "ok");
        return passed.length === 1
          ? `${title}${of(passed[0]!)}: ${passed[0]!.text}`
          : `${title}: ${passed.length} checks are ok.`;
      }),
      ...firstOfEach(own.filter(({ level }) => level !== "ok")),
    ];
  }

  /** The sentences of the checks with this id that are ok. */
  sentences(id: string): string[] {
    return this.checks
      .filter((one) => one.id === id && one.level !== "not known")
      .map((one) => `${one.title}${of(one)}: ${one.text}`);
  }
}

/** The first check of each title in full, and how many more there are with the same result. */
function firstOfEach(checks: readonly CheckLine[]): string[] {
  const groups = new Map<string, CheckLine[]>();
  for (const one of checks) {
    const key = `${one.title} ${one.level}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map(([first, ...more]) => {
    const others = more.length === 0 ? "" : ` and ${more.length} more`;
    return `${first!.title}${of(first!)}${others}: ${first!.level}. ${first!.text}`;
  });
}

function of({ subject }: CheckLine): string {
  return subject === null ? "" : `, ${subject}`;
}

function stepOf(id: string): StepOfChecks {
  const found = Object.entries(STEPS).find(([, pattern]) => pattern.test(id));
  return (found?.[0] as StepOfChecks | undefined) ?? "monitoring";
}
