/** A change of the set of Regions, checked before anything is written. */
import { ACCESS_POINT_NAME_LENGTH, ACCESS_POINT_REGIONS } from "../../constructs/limits";
import type { Environment } from "../../environment/load";
import { memberRegionMistake } from "../../environment/rules/regions";
import { ExitStatus, UserError } from "../errors";

/** The Regions of one access point, in the order of the file. */
export type RegionSet = Readonly<Record<string, { readonly bucket: string; readonly routing?: string }>>;

/** The access point that clients still use during a change. */
export interface PreviousSet {
  readonly name: string;
  readonly regions: RegionSet;
}

/** The part of an environment that a change is about. */
export interface ChangingEnvironment extends Pick<Environment, "state"> {
  readonly name: string;
  readonly regions: RegionSet;
  readonly previous?: PreviousSet | undefined;
}

export type ChangeRequest =
  | { readonly kind: "add"; readonly region: string; readonly bucket: string; readonly name?: string }
  | { readonly kind: "remove"; readonly region: string; readonly name?: string }
  | {
      readonly kind: "replace";
      readonly region: string;
      readonly with: string;
      readonly bucket?: string;
      readonly name?: string;
    };

/** The change to write. */
export interface Change {
  readonly kind: ChangeRequest["kind"];
  readonly oldName: string;
  readonly name: string;
  readonly added?: {
    readonly region: string;
    readonly bucket: string;
    readonly routing: "active" | "passive";
  };
  readonly removed?: { readonly region: string; readonly bucket: string };
}

/** Facts from outside the file. */
export interface ChangeContext {
  /** The name of the environment in commands. */
  readonly id: string;
  readonly file: string;
  /** Earlier names of the access point, from the identity record. */
  readonly generations?: readonly string[];
  /** The buckets of Regions that left earlier, by Region, from the identity record. */
  readonly retired?: Readonly<Record<string, string>>;
  /** The active Regions that AWS reports. Undefined if AWS was not asked. */
  readonly active?: readonly string[];
}

const { minimum, maximum } = ACCESS_POINT_REGIONS;

/**
 * The change that a request makes.
 * @throws UserError with exit status 2 if the request is not possible. The message has the way out.
 */
export function changeFor(
  environment: ChangingEnvironment,
  request: ChangeRequest,
  context: ChangeContext,
): Change {
  const { name: oldName, regions, previous } = environment;
  const { id } = context;
  if (previous !== undefined)
    refuse(
      `A change is in progress: ${previous.name} is replaced by ${oldName}. Finish it first: mrap regions status ${id} names the next step. To undo it, run: mrap regions cancel ${id}`,
    );
  const added =
    request.kind === "remove" ? undefined : request.kind === "add" ? request.region : request.with;
  const left = request.kind === "add" ? undefined : request.region;
  for (const region of [left, added]) if (region !== undefined) refuseUnknown(region);
  if (left !== undefined) {
    if (regions[left] === undefined)
      refuse(
        left === stateRegion(environment)
          ? `${left} is the Region of the state bucket, and not a Region of ${oldName}. The Regions of ${oldName} are ${list(Object.keys(regions))}. docs/state.md describes how to move the state.`
          : `${left} is not a Region of ${oldName}. Its Regions are ${list(Object.keys(regions))}.`,
      );
    if (request.kind === "remove" && Object.keys(regions).length <= minimum)
      refuse(
        `${oldName} has only ${minimum} Regions, and a failover needs ${minimum}. Add a Region first (mrap regions add), or replace ${left}: mrap regions replace ${left} --with REGION ${id}`,
      );
    if (left === stateRegion(environment))
      refuse(
        `${left} is also the Region of the state bucket. If you give up the Region, Terraform loses the state of every other Region with it. Move the state to another Region first (docs/state.md), then run the command again.`,
      );
    refuseOnlyActive(environment, left, context);
  }
  if (added !== undefined) {
    if (regions[added] !== undefined)
      refuse(
        `${added} is already a Region of ${oldName}, with the bucket ${regions[added].bucket}. Each Region has one bucket. Name another Region.`,
      );
    if (added === stateRegion(environment))
      refuse(
        `${added} is the Region of the state bucket. If ${added} were lost, a member and the state would be lost together. Choose another Region, or move the state to a Region without a member first (docs/state.md).`,
      );
    const count = Object.keys(regions).length + (left === undefined ? 1 : 0);
    if (count > maximum)
      refuse(
        `${oldName} has ${maximum} Regions, and AWS allows at most ${maximum}. Replace a Region instead: mrap regions replace REGION --with ${added} ${id}`,
      );
  }
  const bucket = added === undefined ? undefined : bucketFor(environment, request, added, left, context);
  return {
    kind: request.kind,
    oldName,
    name: newName(environment, request.name, context),
    ...(added !== undefined &&
      bucket !== undefined && {
        added: {
          region: added,
          bucket,
          routing: left !== undefined && regions[left]?.routing === "passive" ? "passive" : "active",
        },
      }),
    ...(left !== undefined && { removed: { region: left, bucket: regions[left]!.bucket } }),
  };
}

function refuseUnknown(region: string): void {
  const mistake = memberRegionMistake(region);
  if (mistake === undefined) return;
  refuse(`${region} ${mistake.message}. ${sentence(mistake.fix ?? "choose a supported Region")}`);
}

function refuseOnlyActive(
  { name, regions }: ChangingEnvironment,
  left: string,
  { id, file, active }: ChangeContext,
): void {
  const others = Object.keys(regions).filter((region) => region !== left);
  const [other] = others;
  if (active?.length === 1 && active[0] === left)
    refuse(
      `${left} is the only active Region of ${name}: it serves all requests now. Make another Region active first: mrap failover ${id} --to ${other}`,
    );
  if (others.some((region) => regions[region]?.routing !== "passive")) return;
  refuse(
    `${left} is the only active Region of ${name} in ${file}: without it, no Region would serve requests. Write routing: active for another Region, such as ${other}, and make it active: mrap failover ${id} --to ${other}`,
  );
}

function bucketFor(
  { regions }: ChangingEnvironment,
  request: ChangeRequest,
  added: string,
  left: string | undefined,
  { id, retired = {} }: ChangeContext,
): string {
  const given = request.kind === "remove" ? undefined : request.bucket;
  const old = left === undefined ? undefined : regions[left]?.bucket;
  const bucket = given ?? (old?.includes(left!) ? old.replace(left!, added) : undefined);
  if (bucket === undefined)
    refuse(
      `Which bucket in ${added}? The name of ${old} does not contain ${left}, so there is no proposal. Add --bucket NAME.`,
    );
  const owner = Object.entries(regions).find(([, one]) => one.bucket === bucket)?.[0];
  if (owner !== undefined)
    refuse(
      `${bucket} is the bucket of ${owner}. A bucket is in one Region only, and cannot move. Choose another name for the bucket in ${added}.`,
    );
  const earlier = Object.entries(retired).find(([region, one]) => one === bucket && region !== added)?.[0];
  if (earlier !== undefined)
    refuse(
      `${bucket} is the bucket of ${earlier}, which left ${id} earlier. A bucket is in one Region only, and cannot move. Choose another name for the bucket in ${added}.`,
    );
  return bucket;
}

function newName(
  { name }: ChangingEnvironment,
  given: string | undefined,
  { generations = [] }: ChangeContext,
): string {
  const used = [...new Set([name, ...generations])];
  if (given !== undefined) {
    if (used.includes(given))
      refuse(
        `The environment had an access point with the name ${given} before. Each access point of a change needs a name of its own. Choose another --name.`,
      );
    return given;
  }
  const [, base = name] = /^(.*?)(?:-\d{1,3})?$/.exec(name) ?? [];
  const numbers = used.map((one) =>
    one.startsWith(`${base}-`) && /^\d{1,3}$/.test(one.slice(base.length + 1))
      ? Number(one.slice(base.length + 1))
      : 1,
  );
  const ending = `-${Math.max(1, ...numbers) + 1}`;
  return base.slice(0, ACCESS_POINT_NAME_LENGTH - ending.length).replace(/-+$/, "") + ending;
}

/** The Region of the state bucket, if the state is in S3. */
function stateRegion({ state }: ChangingEnvironment): string | undefined {
  return state !== "local" && "bucket" in state ? state.region : undefined;
}

export function list(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "none") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? "" : "."}`;
}

function refuse(message: string): never {
  throw new UserError(message, ExitStatus.usage);
}
