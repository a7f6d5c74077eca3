import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { providerRegions } from "../../composition/failover";
import { EnvironmentError } from "../../environment/error";
import {
  nextIdentity,
  writeIdentity,
  type Identity,
  type IdentifiedEnvironment,
} from "../../environment/identity";
import { problemsOf, readEnvironmentFiles, type LoadedEnvironment } from "../../environment/load";
import { sharedBuckets } from "../../environment/other-environments";
import { warningsOf } from "../../environment/warnings";
import { notInState, setChanges, type Deployed, type SetChange } from "../access-point/set-changes";
import { ExitStatus, UserError } from "../errors";
import { readExceptions } from "../review/accept";
import { decode, exceptionsFile, readBytes, sha256, sourceName } from "../review/input";
import { families } from "../review/findings";
import { readPlan } from "../review/plan";
import { review, worst, type Review } from "../review/review";
import { preparedStack } from "../synthesized/stack";
import { inState, type InState } from "../live/deployed-in-state";
import { isAdopting, type AdoptedProblems } from "./adopted-buckets";
import { notReverted, refuseToForgetMembers } from "./ending";
import type { KeyProblems } from "./existing-keys";
import { leftByInterruptedDeploy } from "./interrupted-deploy";
import { Terraform } from "./terraform";

export interface PlanOptions {
  /** Keeps Terraform's plan in this file. @default it is deleted */
  readonly out?: string;
  readonly progress: (line: string) => void;
  readonly warn: (line: string) => void;
  /** Asks AWS for the access point. Undefined if AWS may not be asked. */
  readonly askAws?: (environment: IdentifiedEnvironment) => Promise<{
    readonly deployed?: Deployed;
    readonly stateKeys: readonly string[];
  }>;
  /** Asks AWS for the existing keys of the file. Undefined if AWS may not be asked. */
  readonly askKeys?: (loaded: LoadedEnvironment) => Promise<KeyProblems>;
  /** Compares the adopted buckets of the file with their record. Undefined if AWS may not be asked. */
  readonly askAdopted?: (loaded: LoadedEnvironment) => Promise<AdoptedProblems>;
}

export interface PlanResult {
  readonly name: string;
  readonly changes: readonly SetChange[];
  /** Keys of other states in the state bucket. One of them may be the state of this environment. */
  readonly stateKeys: readonly string[];
  /** What the end of an adoption does not revert: one sentence each. */
  readonly notReverted?: readonly string[];
  /** Undefined if Terraform would refuse the plan. */
  readonly review?: Review;
}

/**
 * Synthesizes, plans and reviews an environment.
 * @throws UserError with exit status 2 if Terraform fails
 */
export async function runPlan(file: string, options: PlanOptions): Promise<PlanResult> {
  const { environments, problems } = readEnvironmentFiles([file]);
  const [loaded] = environments;
  if (loaded === undefined) throw new EnvironmentError(problems);
  const { id, environment } = loaded;
  const shared = problemsOf(environment, sharedBuckets(file, environment), id);
  if (shared.length > 0) throw new EnvironmentError(shared);
  const folder = join(process.env["CDKTF_OUTDIR"] ?? "cdktf.out", "stacks", id);
  for (const warning of warningsOf(environment)) options.warn(`Warning: ${warning}`);
  options.progress(`Synthesize ${id} …`);
  synthesize(folder, id, environment);

  await checkKeys(loaded, options);
  await checkAdopted(loaded, options);
  const terraform = new Terraform(folder, options.progress);
  const restore = rememberBackend(folder);
  try {
    // The state may have moved. The plan reads the new place, and moves nothing.
    await terraform.run("init", "-input=false", "-no-color", "-reconfigure");
    return await planned(terraform, folder, file, loaded, options);
  } finally {
    restore();
  }
}

/** @throws UserError if Terraform cannot plan with an existing key */
async function checkKeys(loaded: LoadedEnvironment, { askKeys, progress, warn }: PlanOptions): Promise<void> {
  const keys = Object.keys(loaded.environment.encryption?.keys ?? {});
  if (askKeys === undefined || keys.length === 0) return;
  progress("Look for the existing keys in AWS …");
  let problems: KeyProblems;
  try {
    problems = await askKeys(loaded);
  } catch (error) {
    warn(`Not known: whether the existing keys can be used. ${(error as Error).message}`);
    return;
  }
  for (const warning of problems.warnings) warn(`Warning: ${warning}`);
  if (problems.errors.length > 0) throw new UserError(problems.errors.join("\n\n"));
}

/** @throws UserError if an adopted bucket differs from its record */
async function checkAdopted(
  loaded: LoadedEnvironment,
  { askAdopted, progress, warn }: PlanOptions,
): Promise<void> {
  if (askAdopted === undefined || !isAdopting(loaded.environment)) return;
  progress("Compare the adopted buckets with their record …");
  let problems: AdoptedProblems;
  try {
    problems = await askAdopted(loaded);
  } catch (error) {
    warn(`Not known: whether the adopted buckets are as recorded. ${(error as Error).message}`);
    return;
  }
  for (const warning of problems.warnings) warn(`Warning: ${warning}`);
  if (problems.errors.length > 0) throw new UserError(problems.errors.join("\n"));
}

/** Returns a function that restores the place of the state that Terraform remembers: a later init may migrate the state. */
function rememberBackend(folder: string): () => void {
  const remembered = join(folder, ".terraform", "terraform.tfstate");
  if (!existsSync(remembered)) return () => undefined;
  const before = readFileSync(remembered);
  return () => writeFileSync(remembered, before);
}

async function planned(
  terraform: Terraform,
  folder: string,
  file: string,
  loaded: LoadedEnvironment,
  options: PlanOptions,
): Promise<PlanResult> {
  const { id, environment, identity } = loaded;
  const state = inState(await terraform.run("state", "pull"), environment.name);
  refuseToForgetMembers(loaded, state);
  const { deployed, stateKeys } = await deployedNow(state, environment, options);
  const changes = deployed ? setChanges(id, environment, deployed) : [];
  if (deployed !== undefined && state.resources === 0) {
    // The plan would create a second environment.
    // The access point of `previous` belongs to the record, which keeps its first name.
    if (deployed.name === environment.name || environment.previous !== undefined)
      changes.unshift(notInState(deployed.name, deployed.alias));
    else record(file, nextIdentity(undefined, { ...environment, name: deployed.name }, [], false), options);
    return { name: id, changes, stateKeys };
  }
  const interrupted = await leftByInterruptedDeploy(folder, id, environment, state, options);
  if (interrupted) changes.unshift(interrupted);
  if (changes.some(({ refused }) => refused)) return { name: id, changes, stateKeys };
  keepProviders(file, folder, id, environment, identity, state, options);

  const plan = resolve(options.out ?? join(folder, `mrap-${process.pid}.tfplan`));
  try {
    await terraform.run("plan", "-input=false", "-no-color", "-lock-timeout=60s", `-out=${plan}`);
    const shown = await terraform.run("show", "-json", plan);
    const left = notReverted(loaded);
    return {
      name: id,
      changes,
      stateKeys,
      ...(left.length > 0 && { notReverted: left }),
      review: reviewed(id, plan, shown),
    };
  } finally {
    if (options.out === undefined) rmSync(plan, { force: true });
  }
}

function synthesize(folder: string, id: string, environment: IdentifiedEnvironment): void {
  mkdirSync(folder, { recursive: true });
  const configuration = preparedStack(id, environment).toTerraform() as object;
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(configuration, undefined, 2));
}

async function deployedNow(
  state: InState,
  environment: IdentifiedEnvironment,
  { askAws, warn, progress }: PlanOptions,
): Promise<{ readonly deployed?: Deployed; readonly stateKeys: readonly string[] }> {
  // An access point that is adopted, or was, is in AWS without being in the state.
  if (state.deployed || askAws === undefined || environment.accessPoint)
    return { stateKeys: [], ...(state.deployed && { deployed: state.deployed }) };
  progress("Look for the access point in AWS …");
  try {
    return await askAws(environment);
  } catch (error) {
    warn(`Not known: whether the buckets belong to a deployed access point. ${(error as Error).message}`);
    return { stateKeys: [] };
  }
}

/**
 * Keeps the providers of the Regions in the state, and forgets the others. Writes the record, and synthesizes again if a
 * provider was missing.
 */
function keepProviders(
  file: string,
  folder: string,
  id: string,
  environment: IdentifiedEnvironment,
  identity: Identity | undefined,
  state: InState,
  options: PlanOptions,
): void {
  const needed = providerRegions(environment);
  const configured = [...needed, ...(environment.keepProviders ?? [])];
  // Without a state nothing is known about the resources, so no provider is forgotten.
  const kept = state.resources === 0 ? (environment.keepProviders ?? []) : state.providers;
  const known: IdentifiedEnvironment = { ...environment, keepProviders: kept };
  if (kept.some((region) => !configured.includes(region))) synthesize(folder, id, known);
  const next = nextIdentity(
    identity && { ...identity, providers: kept },
    environment,
    [...needed, ...kept],
    false,
  );
  record(file, next, options);
}

function record(file: string, identity: Identity, { warn }: PlanOptions): void {
  const failure = writeIdentity(file, identity);
  if (failure !== undefined) warn(`Warning: ${failure}`);
}

function reviewed(name: string, planFile: string, json: string): Review {
  const accepted = exceptionsFile(undefined);
  const known = families.map((family) => family.id);
  return review(readPlan(json, "the plan"), {
    name,
    exceptions:
      accepted === undefined
        ? []
        : readExceptions(decode(readBytes(accepted), sourceName(accepted)), accepted, known),
    hash: sha256(readBytes(planFile)),
    hashOf: "the plan file",
  });
}

/** 1 if the plan has a danger, or a change replaces the access point. */
export function planStatus({ changes, review: found }: PlanResult): number {
  const replaces = changes.some(({ kind }) => kind !== "not-unprotected" && kind !== "second-access-point");
  return replaces || (found && worst(found.findings) === "danger") ? ExitStatus.failed : ExitStatus.done;
}
