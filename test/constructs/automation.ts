/**
 * Runs an Automation document. This is a small interpreter for the actions of the runbook, written from their
 * documentation. It is not Systems Manager, and shows nothing about undocumented behavior.
 */
import { execFileSync } from "node:child_process";
import * as s3control from "@aws-sdk/client-s3-control";

interface Step {
  readonly name: string;
  readonly action: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs?: ReadonlyArray<{ Name: string; Selector: string; Type: string }>;
  readonly onFailure?: string;
  readonly isEnd?: boolean;
}

interface Choice {
  readonly NextStep: string;
  readonly Variable: string;
  readonly StringEquals: string;
}

export interface AutomationDocument {
  readonly parameters: Readonly<Record<string, { allowedValues: readonly string[]; default?: string }>>;
  readonly mainSteps: readonly Step[];
  readonly outputs: readonly string[];
}

export interface Execution {
  readonly status: "Success" | "Failed" | "Rejected";
  /** The steps that ran, with the error of each failed step. */
  readonly steps: ReadonlyArray<{ readonly name: string; readonly failure?: string }>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** @param sleep replaces the waiting */
export async function execute(
  document: AutomationDocument,
  parameters: Readonly<Record<string, string>>,
  client: s3control.S3ControlClient,
  sleep: (duration: string) => Promise<void>,
): Promise<Execution> {
  const known = new Map<string, unknown>();
  for (const [name, { allowedValues, default: fallback }] of Object.entries(document.parameters)) {
    const value = parameters[name] ?? fallback ?? "";
    if (!allowedValues.includes(value)) return { status: "Rejected", steps: [], outputs: {} };
    known.set(name, value);
  }
  const steps: Array<{ name: string; failure?: string }> = [];
  let status: Execution["status"] = "Success";
  let next: string | undefined;
  for (const step of document.mainSteps) {
    // A branch only leads to later steps here.
    if (next !== undefined && step.name !== next) continue;
    next = undefined;
    if (step.action === "aws:branch") {
      const { Choices, Default } = resolve(step.inputs, known) as { Choices: Choice[]; Default: string };
      next = Choices.find((one) => one.Variable === one.StringEquals)?.NextStep ?? Default;
      continue;
    }
    try {
      const answer = await act(step.action, resolve(step.inputs, known) as Inputs, client, sleep);
      for (const { Name, Selector } of step.outputs ?? [])
        known.set(`${step.name}.${Name}`, select(answer, Selector));
      steps.push({ name: step.name });
    } catch (error) {
      steps.push({ name: step.name, failure: (error as Error).message });
      // The default: a failed step ends the automation.
      if (step.onFailure !== "Continue") {
        status = "Failed";
        break;
      }
    }
    if (step.isEnd) break;
  }
  return {
    status,
    steps,
    outputs: Object.fromEntries(document.outputs.map((name) => [name, known.get(name)])),
  };
}

type Inputs = Record<string, any>;

async function act(
  action: string,
  inputs: Inputs,
  client: s3control.S3ControlClient,
  sleep: (duration: string) => Promise<void>,
): Promise<unknown> {
  switch (action) {
    case "aws:executeAwsApi": {
      const { Service, Api, ...parameters } = inputs;
      if (Service !== "s3control") throw new Error(`no client for ${Service}`);
      const Command = (s3control as Record<string, any>)[`${Api}Command`];
      return client.send(new Command(parameters));
    }
    case "aws:executeScript":
      return { Payload: runPython(inputs) };
    case "aws:sleep":
      return sleep(inputs.Duration);
    default:
      throw new Error(`this interpreter does not know ${action}`);
  }
}

/** Calls the handler with the payload and a context, and returns the payload of the response. */
function runPython({ Script, Handler, InputPayload }: Inputs): unknown {
  const call = `${Script}
import json, sys
print(json.dumps(${Handler}(json.loads(sys.argv[1]), {})))
`;
  try {
    const args = ["-c", call, JSON.stringify(InputPayload)];
    return JSON.parse(execFileSync("python3", args, { encoding: "utf8", stdio: "pipe" }));
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(stderr?.trim().split("\n").at(-1) ?? String(error), { cause: error });
  }
}

/** Replaces references. A text that consists of one reference becomes the value, other references become text. */
function resolve(value: unknown, known: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((one) => resolve(one, known));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one, known)]));
  if (typeof value !== "string") return value;
  const find = (name: string): unknown => {
    if (!known.has(name)) throw new Error(`nothing is known as ${name}`);
    return known.get(name);
  };
  const whole = /^\{\{ ?([\w.]+) ?\}\}$/.exec(value)?.[1];
  if (whole !== undefined) return find(whole);
  return value.replace(/\{\{ ?([\w.]+) ?\}\}/g, (_, name: string) => String(find(name)));
}

/** The value at `$.A.B` in a response. */
function select(answer: unknown, selector: string): unknown {
  const path = selector.split(".").slice(1);
  const found = path.reduce<any>((value, name) => value?.[name], answer);
  if (found === undefined) throw new Error(`the answer has no ${selector}`);
  return found;
}
