import { existsSync } from "node:fs";
import { join } from "node:path";
import Table from "cli-table3";
import { createColors } from "picocolors";
import type { Figure } from "./measure";

/** `npm run bench [-- NAME …]` measures ratios side by side and exits with status 1 if a figure misses its limit. */
const SUITES = ["synth", "plan", "failover", "review", "traffic", "doctor", "verify"];

const pc = createColors(process.stdout.isTTY === true && !process.env.NO_COLOR);

async function main(names: readonly string[]): Promise<number> {
  const chosen = names.length > 0 ? names : SUITES;
  const unknown = chosen.filter((name) => !SUITES.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(
      `There is no benchmark called ${unknown.join(", ")}; there are ${SUITES.join(", ")}.\n`,
    );
    return 2;
  }
  const table = new Table({
    head: ["figure", "value", "limit", "kept", "how"],
    style: { head: [], border: [] },
  });
  let kept = true;
  for (const name of chosen) {
    if (!existsSync(join(__dirname, `${name}.ts`))) continue;
    process.stderr.write(`measuring ${name} …\n`);
    const { run } = (await import(`./${name}`)) as { run: () => Promise<Figure[]> };
    for (const { name: figure, value, limit, pass, detail } of await run()) {
      kept &&= pass;
      table.push([figure, value.toFixed(2), limit, pass ? pc.green("yes") : pc.red("no"), detail]);
    }
  }
  process.stdout.write(`${table.toString()}\n`);
  return kept ? 0 : 1;
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
