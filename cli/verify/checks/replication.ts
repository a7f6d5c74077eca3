import { controlRegions } from "../../access-point/control-regions";
import { explain, kindOf } from "../../adapters/aws/errors";
import { routesApi } from "../../adapters/aws/routes-api";
import { error, notKnown, ok, type Check, type CheckOutcome } from "../../checks/check";
import { bodyOf, TAGGING, type Canaries, type Written } from "../canary/canaries";
import { directly } from "../canary/object-store";
import { checkOf, keyFor, keysFor, resourceOf, type AccessPointToCheck } from "../access-points";
import type { Member, VerifyContext } from "../context";
import { deploy } from "../repair";
import { ACCESS_POINT_CHECK } from "./access-point";
import { bucketKeyChecksByRegion } from "./bucket-keys";
import { arrivalOutcome, lateOutcome } from "./arrival-outcome";

/** Other checks that need an object that was written through the access point name this one as their cause. */
export const CANARY_CHECK = "canary";

/** Longer than an object may take to arrive: the objects are written and read as well. */
const MARGIN_MS = 30_000;

/** An object that is written through the access point is stored and read back. */
export function canaryChecks(context: VerifyContext): Check[] {
  const { canaries, accessPoints, writer } = context;
  return accessPoints.map((point) =>
    checkOf(point, {
      id: CANARY_CHECK,
      title: "Canary object",
      required: canaries !== undefined,
      ledger: writer.exempt ? [] : ["access-data-access-point-arn"],
      call: { action: "s3:PutObject", resource: `${resourceOf(point, context)}/object/*` },
      consequenceOf: [
        keyFor(point, ACCESS_POINT_CHECK),
        ...[...bucketKeyChecksByRegion(context).values()].flat(),
      ],
      timeoutMs: context.arrivalTimeoutMs + MARGIN_MS,
      run: () => throughOutcome(context, point),
    }),
  );
}

/** Every direction replicates. These checks wait, so they come last. */
export function replicationChecks(context: VerifyContext): Check[] {
  const { members, writer, canaries } = context;
  const directions = members.flatMap((source) =>
    members.filter((one) => one !== source).map((destination) => ({ source, destination })),
  );
  if (directions.length === 0) return [];
  const proves = writer.exempt && canaries !== undefined;
  const keyChecks = bucketKeyChecksByRegion(context);
  return [
    ...directions.map(({ source, destination }): Check => ({
      id: "replication",
      subject: `${source.region} to ${destination.region}`,
      title: "Replication",
      required: proves,
      ledger: proves ? ["replication-replica"] : [],
      call: {
        action: "s3:ListBucketVersions",
        resource: `arn:${context.partition}:s3:::${destination.bucket}`,
      },
      consequenceOf: [
        ...keysFor(context, ACCESS_POINT_CHECK),
        ...[source, destination].flatMap(({ region }) => [`bucket ${region}`, `bucket-versioning ${region}`]),
        `replication-rules ${source.region}`,
        `replication-role ${source.region}`,
        `bucket-policy ${destination.region}`,
        `bucket-policy ${source.region}`,
        ...[source, destination].flatMap(({ region }) => keyChecks.get(region) ?? []),
        ...(writer.exempt ? [] : [CANARY_CHECK]),
      ],
      timeoutMs: context.arrivalTimeoutMs + MARGIN_MS,
      run: () => directionOutcome(context, source, destination),
    })),
    ...(proves
      ? []
      : [
          {
            id: "replication-content",
            title: "Contents and tags of the replicas",
            required: false,
            ledger: [],
            call: { action: "s3:GetObjectVersion", resource: "the replicas" },
            consequenceOf: keysFor(context, ACCESS_POINT_CHECK),
            run: async () =>
              canaries === undefined
                ? withoutCanaries(context)
                : notKnown(
                    "Only a principal in access.administrators may read the replicas directly.",
                    asAdministrator(context),
                  ),
          },
        ]),
  ];
}

function asAdministrator({ argument }: VerifyContext): string {
  return `Run mrap verify ${argument} --as with the ARN of a role in access.administrators.`;
}

/** Why no object was written. */
function withoutCanaries(
  { accessPoints, readOnly, argument, shown }: VerifyContext,
  points: readonly AccessPointToCheck[] = accessPoints,
): CheckOutcome {
  if (points.every(({ deployed }) => deployed === undefined))
    return notKnown("Without the access point no object can be written.", deploy(shown));
  if (readOnly)
    return notKnown("--read-only writes no object.", `Run mrap verify ${argument} without --read-only.`);
  return notKnown("No object was written.", `Run mrap verify ${argument} again.`);
}

async function throughOutcome(context: VerifyContext, point: AccessPointToCheck): Promise<CheckOutcome> {
  const { canaries, environment } = context;
  const { deployed: accessPoint } = point;
  if (canaries === undefined || accessPoint === undefined) return withoutCanaries(context, [point]);
  let through;
  try {
    through = await canaries.through(accessPoint.alias);
  } catch (problem) {
    if (kindOf(problem) !== "denied" || !environment.access.onlyFromEndpoints) throw problem;
    return notKnown(
      explain(problem, { action: "s3:PutObject", resource: `${accessPoint.arn}/object/${canaries.prefix}*` }),
      "Run the command in a VPC of the file: the access point denies requests from elsewhere (onlyFromEndpoints).",
    );
  }
  const { servedBy, key } = through;
  if ((await canaries.readBack(through, accessPoint.alias)) !== bodyOf(key))
    return error(
      "An object that was written through the access point has another content when it is read back.",
      "Contact AWS Support.",
    );
  if (servedBy.length !== 1)
    return ok(
      "An object was written through the access point and read back. Which Region served it is not known.",
    );
  const [region] = servedBy as [string];
  const active = await activeRegions(context, point);
  if (active !== undefined && !active.includes(region))
    return error(
      `${region} served a write although it is passive.`,
      "Run the command again in two minutes. If the result remains, contact AWS Support.",
    );
  return ok(`An object was written through the access point and read back. ${region} served the write.`);
}

async function activeRegions(
  { aws, account }: VerifyContext,
  { deployed, members }: AccessPointToCheck,
): Promise<string[] | undefined> {
  if (members.length < 2 || deployed === undefined) return undefined;
  const api = routesApi(aws, { account, arn: deployed.arn });
  const signal = AbortSignal.timeout(10_000);
  try {
    const routes = await Promise.any(controlRegions.map((region) => api.read(region, signal)));
    return routes.filter(({ active }) => active).map(({ region }) => region);
  } catch {
    return undefined;
  }
}

async function directionOutcome(
  context: VerifyContext,
  source: Member,
  destination: Member,
): Promise<CheckOutcome> {
  const { canaries, argument } = context;
  if (canaries === undefined) return withoutCanaries(context);
  const direct = await canaries.direct(source.region);
  if (direct !== undefined) return arrived(context, canaries, direct, source, destination);
  const through = await canaries.through();
  const [servedBy, ...others] = through.servedBy;
  if (servedBy === undefined || others.length > 0)
    return notKnown("Which Region served the write is not known.", `Run mrap verify ${argument} again.`);
  if (servedBy !== source.region)
    return notKnown(
      `Nothing was written in ${source.region}: ${servedBy} served the write.`,
      `${asAdministrator(context).replace(/\.$/, "")}, or run it from ${source.region} while that Region is active.`,
    );
  return arrived(context, canaries, through, source, destination);
}

async function arrived(
  context: VerifyContext,
  canaries: Canaries,
  written: Written,
  source: Member,
  destination: Member,
): Promise<CheckOutcome> {
  const { writer, argument, arrivalTimeoutMs } = context;
  const { key, versionId, markerId } = written;
  const markers = replicatesDeleteMarkers(context);
  const [object, marker] = await Promise.all([
    canaries.arrival(destination.region, versionId, written),
    markers ? canaries.arrival(destination.region, markerId, written) : undefined,
  ]);
  if (object === undefined || (markers && marker === undefined)) {
    const status = writer.exempt
      ? await canaries.store.read(directly(source), key, versionId).then(
          ({ replicationStatus }) => replicationStatus,
          () => undefined,
        )
      : undefined;
    return lateOutcome({
      what: object === undefined ? "object" : "delete marker",
      bucket: destination.bucket,
      sourceBucket: source.bucket,
      seconds: arrivalTimeoutMs / 1000,
      status,
      argument,
    });
  }
  if (!writer.exempt)
    return arrivalOutcome({
      seconds: object.seconds,
      markers,
      // With SSE-KMS an ETag is not a hash of the content.
      ...(context.environment.encryption?.type !== "kms" && { sameEtag: object.etag === written.etag }),
    });
  const [{ body }, tags] = await Promise.all([
    canaries.store.read(directly(destination), key, versionId),
    canaries.store.tags(destination, key, versionId),
  ]);
  return arrivalOutcome({
    seconds: object.seconds,
    markers,
    sameContent: body === bodyOf(key),
    sameTags: tags === TAGGING,
  });
}

/** Whether the rules of the stack replicate delete markers. */
export function replicatesDeleteMarkers({ environment }: Pick<VerifyContext, "environment">): boolean {
  return environment.replication.deleteMarkers;
}
