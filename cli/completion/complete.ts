import type { Argument, Option } from "commander";
import type { MrapCommand } from "../command";
import { optionText, summaryOf } from "../help";

/** A word that may stand at the cursor. */
export interface Candidate {
  readonly text: string;
  /** One sentence, for shells that show it. */
  readonly about?: string;
}

/** The candidates that begin with the last word. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** File names fit, too: only those with these endings, or all of them if the list is empty. */
  readonly files?: readonly string[];
}

/** The data that only files on this computer contain. */
export interface Lookups {
  /** The names of the environments. */
  environments(): readonly string[];
  /** The Regions of an environment, as the user named it; undefined means all environments. */
  regions(environment: string | undefined): readonly string[];
  /** The profiles of the AWS configuration. */
  profiles(): readonly string[];
}

/** The part of the command line before the cursor, by its meaning. */
interface Parsed {
  readonly command: MrapCommand;
  readonly operands: readonly string[];
  /** The option whose value stands at the cursor. */
  readonly option: Option | undefined;
  readonly used: ReadonlySet<string>;
  /** The values given so far, by the long names of their options. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** @param words the words after `mrap`; the last one is at the cursor and may be empty */
export function complete(program: MrapCommand, words: readonly string[], lookups: Lookups): Completion {
  const [before, current] = split(words);
  const parsed = parse(program, before);
  const attached = /^(--[a-z-]+)=(.*)$/s.exec(current);
  const option = attached ? optionOf(parsed.command, attached[1]!) : parsed.option;
  if (option?.required) {
    const value = attached ? attached[2]! : current;
    const found = valuesOf(option, value, parsed, lookups);
    const lead = attached ? `${attached[1]}=` : "";
    const candidates = fitting(found.candidates, value).map((one) => ({ ...one, text: lead + one.text }));
    return { ...found, candidates };
  }
  if (current.startsWith("-")) return { candidates: fitting(optionsOf(parsed), current) };
  if (parsed.command.commands.length > 0) return { candidates: fitting(commandsOf(parsed.command), current) };
  const found = operandOf(parsed, lookups);
  return { ...found, candidates: fitting(found.candidates, current) };
}

/** bash passes an equals sign as a word of its own. */
function split(words: readonly string[]): [before: readonly string[], current: string] {
  const at = (index: number): string | undefined => words.at(index);
  if (at(-1) === "=" && at(-2)?.startsWith("--")) return [words.slice(0, -1), ""];
  const current = at(-1) ?? "";
  const before = words
    .slice(0, -1)
    .filter((word, index, all) => !(word === "=" && all[index - 1]?.startsWith("--")));
  return [before, current];
}

function parse(program: MrapCommand, words: readonly string[]): Parsed {
  let command = program;
  let option: Option | undefined;
  const operands: string[] = [];
  const used = new Set<string>();
  const values = new Map<string, readonly string[]>();
  const value = (of: Option, text: string): void =>
    void values.set(nameOf(of), [...(values.get(nameOf(of)) ?? []), ...text.split(",")]);
  for (const word of words) {
    if (option) {
      value(option, word);
      option = undefined;
    } else if (word.startsWith("-")) {
      const [name = "", attached] = word.split(/=(.*)/s);
      const found = optionOf(command, name);
      if (found === undefined) continue;
      used.add(nameOf(found));
      if (attached !== undefined) value(found, attached);
      else if (found.required) option = found;
    } else {
      const next = command.commands.find((one) => one.name() === word) as MrapCommand | undefined;
      if (next) command = next;
      else operands.push(word);
    }
  }
  return { command, operands, option, used, values };
}

function optionOf(command: MrapCommand, name: string): Option | undefined {
  return command.options.find(({ short, long }) => name === short || name === long);
}

function nameOf({ long, short }: Option): string {
  return long ?? short ?? "";
}

function commandsOf(command: MrapCommand): Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((one) => ({ text: one.name(), about: summaryOf(one) }));
}

/** Options that are not used yet. An option for Regions may be repeated. */
function optionsOf({ command, used }: Parsed): Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .filter((one) => !used.has(nameOf(one)) || valueOf(one) === "region")
    .map((one) => ({ text: nameOf(one), about: optionText(one) }));
}

/** The kind of value of an option: the word between the brackets of its flags. */
function valueOf({ flags }: Option): string | undefined {
  return /<([^>]+)>/.exec(flags)?.[1];
}

function valuesOf(option: Option, current: string, parsed: Parsed, lookups: Lookups): Completion {
  if (option.argChoices) return { candidates: option.argChoices.map((text) => ({ text })) };
  switch (valueOf(option)) {
    case "region": {
      // Several Regions may be separated by commas.
      const lead = current.slice(0, current.lastIndexOf(",") + 1);
      const taken = [...(parsed.values.get(nameOf(option)) ?? []), ...lead.split(",")];
      const regions = lookups.regions(parsed.operands[0]).filter((region) => !taken.includes(region));
      return { candidates: regions.map((region) => ({ text: lead + region })) };
    }
    case "profile":
      return { candidates: lookups.profiles().map((text) => ({ text })) };
    case "file":
    case "folder":
    case "place":
      return { candidates: [], files: [] };
    default:
      return { candidates: [] };
  }
}

function operandOf({ command, operands }: Parsed, lookups: Lookups): Completion {
  const { registeredArguments } = command;
  const argument: Argument | undefined =
    registeredArguments[operands.length] ?? registeredArguments.find(({ variadic }) => variadic);
  if (argument === undefined) return { candidates: [] };
  if (argument.argChoices) return { candidates: argument.argChoices.map((text) => ({ text })) };
  if (argument.name() === "ENVIRONMENT")
    return { candidates: lookups.environments().map((text) => ({ text })), files: ["yaml", "yml"] };
  if (argument.name() === "REGION")
    return { candidates: lookups.regions(undefined).map((text) => ({ text })) };
  return { candidates: [], files: argument.name().endsWith(".json") ? ["json"] : [] };
}

function fitting(candidates: readonly Candidate[], current: string): Candidate[] {
  return candidates.filter(({ text }) => text.startsWith(current));
}
