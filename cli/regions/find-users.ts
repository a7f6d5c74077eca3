/** `mrap regions users`: who still uses the old access point. */
import { hostOf } from "../access-point/host";
import type { Aws } from "../adapters/aws/aws";
import type { Terminal } from "../adapters/terminal";
import { UserError } from "../errors";
import { callerIdentity } from "../live/identity";
import { accessPoint, accessPointArn } from "./facts";
import { duringChange, openFile, type OpenedFile } from "./file";
import { usersText } from "./render";
import { accessLogQuery, trailQuery } from "./users/athena";
import { searchUses, type SearchResult } from "./users/search";

export interface SearchLimits {
  readonly hours: number;
  readonly files: number;
}

/** Searches the logs for requests through the old access point, and prints queries for Athena. */
export async function users(
  aws: Aws,
  argument: string | undefined,
  limits: SearchLimits,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<
  SearchResult & {
    readonly name: string;
    readonly queries: { readonly cloudTrail: string; readonly accessLogs: string };
  }
> {
  const opened = await openFile(argument);
  const { id, changing } = opened;
  const previous = duringChange(id, changing);
  const { account } = await callerIdentity(aws);
  const old = await accessPoint(aws, account, previous.name);
  if (old === undefined)
    throw new UserError(`The account ${account} has no access point ${previous.name}: nobody can use it.`);
  const result = await search(aws, account, old.alias, opened, limits, terminal, signal);
  const { arn, host } = addressOf(account, old.alias);
  const queries = {
    cloudTrail: trailQuery({ arn, host, since: result.since }),
    accessLogs: accessLogQuery({ arn, host, since: result.since }),
  };
  terminal.say(usersText(result, previous.name));
  terminal.say("");
  terminal.say("To search more, run these queries in Athena. Replace the names of the tables with your own.");
  for (const query of Object.values(queries)) terminal.say(`\n${query};`);
  return { name: previous.name, ...result, queries };
}

function addressOf(account: string, alias: string): { arn: string; host: string } {
  return { arn: accessPointArn(account, alias), host: hostOf(alias) };
}

/** Searches the logs of the Regions of the old access point. */
export async function search(
  aws: Aws,
  account: string,
  alias: string,
  { changing, environment, identity }: OpenedFile,
  { hours, files }: SearchLimits,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<SearchResult> {
  // The keys of the logs follow the first name of the environment.
  const firstName = identity?.stateName ?? changing.previous!.name;
  const logs = Object.entries(environment.accessLogs).map(([region, bucket]) => [
    region,
    { bucket, prefix: `${firstName}/${region}/` },
  ]);
  return searchUses(
    aws,
    {
      alias,
      arn: accessPointArn(account, alias),
      account,
      regions: Object.keys(changing.previous!.regions),
      accessLogs: Object.fromEntries(logs) as Record<string, { bucket: string; prefix: string }>,
    },
    {
      since: new Date(Date.now() - hours * 60 * 60_000),
      mostFiles: files,
      progress: (line) => terminal.progress(line),
      ...(signal && { signal }),
    },
  );
}
