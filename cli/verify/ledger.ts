import type { Verification } from "./verify";

/** The account that AWS uses in its examples. No customer has it. */
const EXAMPLE_ACCOUNT = "123456789012";

/**
 * The rows of docs/aws.md that a run confirmed: every check that names a row is ok. The account is masked, so the lines can
 * be published.
 */
export function ledgerRows({ results, account, started }: Verification): string[] {
  const rows = new Map<string, boolean>();
  for (const { ledger, level } of results)
    for (const row of ledger) rows.set(row, (rows.get(row) ?? true) && level === "ok");
  const confirmed = [...rows].filter(([, ok]) => ok).map(([row]) => row);
  const day = started.toISOString().slice(0, 10);
  const where =
    account === EXAMPLE_ACCOUNT ? "not AWS: the account is the example account of AWS" : "seen on AWS";
  if (confirmed.length === 0) return ["This run confirmed no row of docs/aws.md."];
  return [
    `Rows of docs/aws.md that this run confirmed (${where}):`,
    ...confirmed.sort().map((row) => `${row} | ${day} | account ********${account.slice(-4)}`),
  ];
}
