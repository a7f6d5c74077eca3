import { Help, type Argument, type Command, type Option } from "commander";
import { fitting } from "./adapters/terminal";
import { wrap } from "./text/wrap";
import type { MrapCommand } from "./command";

/** If the text next to a term would be narrower than this, it is printed below the term. */
const narrowest = 36;

/** The help of a command at the width of the terminal, in the form of the GitHub CLI. */
export class MrapHelp extends Help {
  override formatHelp(command: MrapCommand, helper: MrapHelp): string {
    const columns = fitting(this.helpWidth);
    const section = (title: string, lines: readonly string[]): string[] =>
      lines.length === 0 ? [] : ["", helper.styleTitle(title.toUpperCase()), ...lines];
    const paragraph = (text: string): string[] => ["", ...wrap(text, { columns })];
    const described = command.description() === "" ? [] : wrap(command.description(), { columns });
    const widest = Math.max(0, ...this.visibleCommands(command).map((one) => one.name().length));
    const groups = this.groupItems([...command.commands], this.visibleCommands(command), (one) =>
      one.helpGroup(),
    );
    return [
      ...described,
      ...command.notes.flatMap(paragraph),
      ...section("Usage", wrap(this.commandUsage(command), { columns, indent: 4, lead: "  " })),
      ...[...groups].flatMap(([group, commands]) =>
        section(
          group === "" ? "Commands" : group,
          items(
            commands.map((one) => [one.name().padEnd(widest), summaryOf(one)]),
            columns,
          ),
        ),
      ),
      ...section(
        "Arguments",
        items(
          this.visibleArguments(command).map((one) => [one.name(), argumentText(one)]),
          columns,
        ),
      ),
      ...section(
        "Options",
        items(
          this.visibleOptions(command).map((one) => [this.optionTerm(one), optionText(one)]),
          columns,
        ),
      ),
      ...section(
        "Examples",
        command.examples.flatMap((line) => wrap(`$ ${line}`, { columns, indent: 6, lead: "  " })),
      ),
      ...section(
        "Exit status",
        items(
          command.exits.map(([status, meaning]) => [String(status), meaning]),
          columns,
        ),
      ),
      "",
    ].join("\n");
  }

  override styleTitle(title: string): string {
    return `\u001b[1m${title}\u001b[0m`;
  }

  /** `mrap failover ENVIRONMENT --to REGION [options]` */
  override commandUsage(command: Command): string {
    const path: string[] = [];
    for (let one: Command | null = command; one; one = one.parent) path.unshift(one.name());
    return [
      ...path,
      ...command.registeredArguments.map((one) => (one.required ? one.name() : `[${one.name()}]`)),
      ...command.options.filter((one) => one.mandatory).map((one) => valued(one.long ?? one.flags, one)),
      ...(command.commands.length > 0 ? ["COMMAND"] : ["[options]"]),
    ].join(" ");
  }

  /** `-o, --out FILE` */
  override optionTerm(option: Option): string {
    return valued([option.short, option.long].filter(Boolean).join(", "), option);
  }

  /** The implicit `help` command is as good as --help. */
  override visibleCommands(command: Command): Command[] {
    return super.visibleCommands(command).filter((one) => one.name() !== "help");
  }
}

function valued(term: string, { flags }: Option): string {
  const value = /[<[]([^>\]]+)[>\]]/.exec(flags)?.[1];
  return value === undefined ? term : `${term} ${value.toUpperCase()}`;
}

/** The summary of a command in the list of its parent: the first sentence of its description. */
export function summaryOf(command: Command): string {
  return command.summary() || (/^.*?\.(?=\s|$)/s.exec(command.description())?.[0] ?? command.description());
}

export function argumentText({ description }: Argument): string {
  return description;
}

/** The description of an option, then its choices and its default. */
export function optionText({ description, argChoices, defaultValue, negate }: Option): string {
  const more = [
    ...(argChoices ? [`one of: ${argChoices.join(", ")}`] : []),
    ...(defaultValue === undefined || typeof defaultValue === "boolean" || negate
      ? []
      : [`default: ${String(defaultValue)}`]),
  ].join("; ");
  return more === "" ? description : `${description.replace(/\.$/, "")} (${more}).`;
}

/** Terms with their texts: beside one another, or on a narrow terminal below. */
function items(rows: ReadonlyArray<readonly [term: string, text: string]>, columns: number): string[] {
  const width = Math.max(0, ...rows.map(([term]) => term.length));
  const indent = 2 + width + 2;
  if (columns - indent >= narrowest || width <= 3)
    return rows.flatMap(([term, text]) => wrap(text, { columns, indent, lead: `  ${term.padEnd(width)}  ` }));
  return rows.flatMap(([term, text]) => [
    ...wrap(term.trimEnd(), { columns, indent: 6, lead: "  " }),
    ...wrap(text, { columns, indent: 6 }),
  ]);
}
