/**
 * Failovers without a proxy, in a network namespace of their own: a resolver of this process answers for AWS, and leaves
 * the names of some Regions unanswered. Prints the outcomes as JSON.
 */
import { createSocket } from "node:dgram";
import { controlRegions } from "../../../../cli/access-point/control-regions";
import { copyCommandLine } from "../../../support/process";
import { startEmulator } from "./emulator";
import { runCase } from "./run-case";

export interface WithoutProxy {
  readonly name: string;
  readonly wrong: readonly string[];
  readonly status: number | null;
  readonly last: string;
  readonly milliseconds: number;
}

const emergency = ["--yes", "--force", "--no-wait"];
const waiting = ["--yes", "--force", "--timeout", "30"];

/** How the names of some Regions resolve. */
interface Names {
  readonly regions: readonly string[];
  readonly answer: "none" | "no such name" | "server failure";
}

const pairs = controlRegions.map((one, index) => [one, controlRegions[(index + 1) % controlRegions.length]!]);

const cases: ReadonlyArray<{ readonly names: Names; readonly flags: readonly string[] }> = [
  { names: { regions: [], answer: "none" }, flags: emergency },
  { names: { regions: [], answer: "none" }, flags: waiting },
  ...[...controlRegions.map((one) => [one]), ...pairs].map((regions) => ({
    names: { regions, answer: "none" as const },
    flags: emergency,
  })),
  { names: { regions: ["us-east-1"], answer: "none" }, flags: waiting },
  ...(["no such name", "server failure"] as const).map((answer) => ({
    names: { regions: ["us-east-1", "eu-west-1"], answer },
    flags: emergency,
  })),
];

const codes = { none: 0, "no such name": 3, "server failure": 2 } as const;

/** The answer to a query: the address of this host, or what the case says. */
function reply(query: Buffer, { regions, answer }: Names): Buffer | undefined {
  let end = 12;
  const labels: string[] = [];
  for (let length = query[end]!; length > 0; length = query[end]!) {
    labels.push(query.toString("latin1", end + 1, end + 1 + length));
    end += 1 + length;
  }
  const question = query.subarray(12, end + 5);
  const bad = labels.some((label) => regions.includes(label.toLowerCase()));
  if (bad && answer === "none") return undefined;
  const isA = query.readUInt16BE(end + 1) === 1;
  const found = !bad && isA && labels.at(-2) === "amazonaws";
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(0x8180 | (bad ? codes[answer] : 0), 2);
  header.writeUInt16BE(found ? 1 : 0, 6);
  header.writeUInt32BE(0, 8);
  const address = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1]);
  return Buffer.concat([header, question, ...(found ? [address] : [])]);
}

async function main(): Promise<void> {
  let names: Names = cases[0]!.names;
  const resolver = createSocket("udp4", (query, { port, address }) => {
    const answer = reply(query, names);
    if (answer) resolver.send(answer, port, address);
  });
  await new Promise<void>((done) => resolver.bind(53, "127.0.0.1", done));
  const mrap = copyCommandLine({ PATH: process.env.PATH ?? "" });
  const emulator = await startEmulator({ directly: true });
  const outcomes: WithoutProxy[] = [];
  for (const one of cases) {
    ({ names } = one);
    const what = names.regions.length > 0 ? `${names.regions.join(" and ")}: ${names.answer}` : "all resolve";
    const name = `${what}${one.flags === waiting ? ", with a wait" : ""}`;
    const { wrong, run } = await runCase(mrap, emulator, { name, flags: one.flags });
    outcomes.push({
      name,
      wrong,
      status: run.status,
      last: run.last,
      milliseconds: Math.round(run.milliseconds),
    });
  }
  emulator.stop();
  resolver.close();
  mrap.remove();
  process.stdout.write(JSON.stringify(outcomes));
}

void main();
