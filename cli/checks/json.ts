import { countLevels, keyOf, type CheckResult } from "./check";

/** Results as JSON: one object for each check, and how many have each level. */
export function checksJson(results: readonly CheckResult[]) {
  const { ok, warning, error, "not known": notKnown } = countLevels(results);
  return {
    summary: { checks: results.length, ok, warning, error, notKnown },
    checks: results.map((result) => ({
      key: keyOf(result),
      id: result.id,
      subject: result.subject ?? null,
      title: result.title,
      accessPoint: result.accessPoint ?? null,
      level: result.level,
      text: result.text,
      fix: result.fix ?? null,
      required: result.required,
      because: result.because,
      ledger: result.ledger,
      milliseconds: result.milliseconds,
    })),
  };
}
