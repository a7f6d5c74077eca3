/** Rules that concern several keys of one file. They read data that may be wrong elsewhere: every mistake is reported at once. */
import { CONTROL_PLANE_REGION } from "../../constructs/limits";
import { asGroup, printed, shown, textsOf, valueAt } from "../data";
import { parseArn } from "./arn";
import { memberRegionMistake, REGION_LIMITS } from "./regions";
import type { PlacedMistake } from "./rule";
import { MOST_TAGS, tagKeyMistake } from "./tags";

/** The most replication rules that S3 takes on a bucket. */
const MOST_RULES = 1000;

/**
 * The most topics of one Region beside the environment's own. Sources: Amazon CloudWatch API Reference, "PutMetricAlarm" (five
 * actions); Amazon EventBridge User Guide, "Quotas" (five targets a rule).
 */
const FURTHER_TOPICS = 4;

/** The mistakes between the keys of one file. */
export function environmentMistakes(data: unknown): PlacedMistake[] {
  return [
    ...regionNames(data),
    ...regionCount(data),
    ...activeRegion(data),
    ...memberBuckets(data),
    ...networks(data),
    ...prefixes(data),
    ...stateKey(data),
    ...endpoints(data),
    ...topics(data),
    ...tags(data),
    ...duplicates(data, []),
  ];
}

function regionsOf(data: unknown): [name: string, region: unknown][] {
  return Object.entries(asGroup(valueAt(data, ["regions"])) ?? {});
}

function regionNames(data: unknown): PlacedMistake[] {
  return regionsOf(data).flatMap(([name]) => {
    const mistake = memberRegionMistake(name);
    return mistake ? [{ path: ["regions", name], aboutKey: true, ...mistake, got: printed(name) }] : [];
  });
}

function regionCount(data: unknown): PlacedMistake[] {
  const regions = asGroup(valueAt(data, ["regions"]));
  const { fewest, most } = REGION_LIMITS;
  const count = Object.keys(regions ?? {}).length;
  if (regions === undefined || (count >= fewest && count <= most)) return [];
  const fix =
    count < fewest
      ? "add a Region: there is nothing to fail over to otherwise"
      : "take Regions out; AWS takes no more";
  return [
    {
      path: ["regions"],
      aboutKey: true,
      message: `must be ${fewest} to ${most} Regions`,
      got: count === 1 ? "1 Region" : `${count} Regions`,
      allowed: `${fewest} to ${most}`,
      fix,
    },
  ];
}

function activeRegion(data: unknown): PlacedMistake[] {
  const regions = regionsOf(data);
  const passive = regions.every(([, region]) => valueAt(region, ["routing"]) === "passive");
  if (regions.length === 0 || !passive) return [];
  return [
    {
      path: ["regions"],
      aboutKey: true,
      message: "has no active Region, and AWS routes nothing then",
      got: "routing: passive in every Region",
      allowed: "at least one active Region",
      fix: "write routing: active in one Region",
    },
  ];
}

function memberBuckets(data: unknown): PlacedMistake[] {
  const mistakes: PlacedMistake[] = [];
  const seen = new Map<unknown, string>();
  for (const [name, region] of regionsOf(data)) {
    const bucket = valueAt(region, ["bucket"]);
    if (typeof bucket !== "string") continue;
    const first = seen.get(bucket);
    if (first === undefined) seen.set(bucket, name);
    else {
      mistakes.push({
        path: ["regions", name, "bucket"],
        message: `is the bucket of ${printed(first)} too, and a bucket is in one Region`,
        got: printed(bucket),
        allowed: "a bucket of its own for each Region",
        fix: `give the bucket in ${printed(name)} another name`,
      });
    }
  }
  const state = valueAt(data, ["state", "bucket"]);
  const member = seen.get(state);
  if (member !== undefined) {
    mistakes.push({
      path: ["state", "bucket"],
      message: `is the member bucket in ${printed(member)} too, and Terraform cannot keep its state in what it manages`,
      got: shown(state),
      allowed: "a bucket that exists and is no member",
      fix: "name another bucket for the state",
    });
  }
  return mistakes;
}

function networks(data: unknown): PlacedMistake[] {
  return regionsOf(data).flatMap(([name, region]) => {
    const groups = textsOf(valueAt(region, ["network", "securityGroups"]));
    const clients = textsOf(valueAt(region, ["network", "clients"]));
    if (groups.length === 0 || clients.length === 0) return [];
    return [
      {
        path: ["regions", name, "network", "clients"],
        aboutKey: true,
        message:
          "has no effect beside securityGroups: clients only shape the security group that is made without them",
        got: `${clients.length} in clients, ${groups.length} in securityGroups`,
        allowed: "clients or securityGroups",
        fix: "leave out clients and allow them in those security groups, or leave out securityGroups",
      },
    ];
  });
}

function prefixes(data: unknown): PlacedMistake[] {
  const all = textsOf(valueAt(data, ["replication", "prefixes"]));
  const mistakes: PlacedMistake[] = all.flatMap(([prefix, index]) => {
    const wider = all.find(([other]) => other !== "" && other !== prefix && prefix.startsWith(other));
    if (wider === undefined) return [];
    return [
      {
        path: ["replication", "prefixes", index],
        message: `is covered by the prefix ${printed(wider[0])} already, and S3 refuses rules that overlap`,
        got: printed(prefix),
        allowed: "prefixes of which none is the beginning of another",
        fix: "leave out one of the two",
      },
    ];
  });
  const others = Math.max(0, regionsOf(data).length - 1);
  const rules = others * all.length;
  if (rules > MOST_RULES && others < REGION_LIMITS.most) {
    mistakes.push({
      path: ["replication", "prefixes"],
      aboutKey: true,
      message: `asks for ${rules} replication rules on each bucket, and S3 takes ${MOST_RULES}`,
      got: `${all.length} prefixes to ${others} other ${others === 1 ? "Region" : "Regions"}`,
      allowed: `at most ${Math.floor(MOST_RULES / others)} prefixes with so many Regions`,
      fix: "write fewer, shorter prefixes, or leave out prefixes to replicate every object",
    });
  }
  return mistakes;
}

function stateKey(data: unknown): PlacedMistake[] {
  const region = valueAt(data, ["state", "region"]);
  const key = valueAt(data, ["state", "kmsKey"]);
  const arn = typeof key === "string" ? parseArn(key) : undefined;
  if (arn?.service !== "kms" || typeof region !== "string" || arn.region === region) return [];
  return [
    {
      path: ["state", "kmsKey"],
      message: `is a key in ${printed(arn.region)}, and S3 encrypts with a key of the bucket's own Region`,
      got: shown(key),
      allowed: `a key in ${printed(region)}`,
      fix: `name a key in ${printed(region)}, or leave out kmsKey`,
    },
  ];
}

function endpoints(data: unknown): PlacedMistake[] {
  const closed = valueAt(data, ["access", "onlyFromEndpoints"]) === true;
  if (!closed || regionsOf(data).some(([, region]) => valueAt(region, ["network"]) !== undefined)) return [];
  return [
    {
      path: ["access", "onlyFromEndpoints"],
      message: "would close the access point to everybody: no Region has a network, so there is no endpoint",
      got: "true",
      allowed: "true only where a Region has a network",
      fix: "give a Region a network, or leave out onlyFromEndpoints",
    },
  ];
}

function topics(data: unknown): PlacedMistake[] {
  const members = regionsOf(data)
    .map(([name]) => name)
    .filter((name) => memberRegionMistake(name) === undefined);
  const announces = valueAt(data, ["failover", "announceChanges"]) !== false;
  const heard = announces ? [...new Set([...members, CONTROL_PLANE_REGION])] : members;
  const seen = new Map<string, number>();
  return textsOf(valueAt(data, ["monitoring", "notify"])).flatMap(([text, index]) => {
    const arn = parseArn(text);
    if (arn?.service !== "sns" || members.length === 0) return [];
    const path = ["monitoring", "notify", index];
    if (!heard.includes(arn.region))
      return [
        {
          path,
          message:
            "is a topic in a Region without a bucket, and an alarm notifies topics of its own Region only",
          got: printed(text),
          allowed: `a topic in ${heard.map(printed).join(", ")}`,
          fix: "name a topic in one of these Regions, or an e-mail address",
        },
      ];
    const count = (seen.get(arn.region) ?? 0) + 1;
    seen.set(arn.region, count);
    if (count <= FURTHER_TOPICS) return [];
    return [
      {
        path,
        message: `is one topic too many in ${arn.region}: an alarm or an event rule has 5 targets, and one is the environment's own topic`,
        got: printed(text),
        allowed: `at most ${FURTHER_TOPICS} topics in a Region`,
        fix: "subscribe the rest to one of these topics",
      },
    ];
  });
}

function tags(data: unknown): PlacedMistake[] {
  const keys = Object.keys(asGroup(valueAt(data, ["tags"])) ?? {});
  const mistakes: PlacedMistake[] = keys.flatMap((key) => {
    const mistake = tagKeyMistake(key);
    return mistake ? [{ path: ["tags", key], aboutKey: true, ...mistake, got: printed(key) }] : [];
  });
  if (keys.length > MOST_TAGS) {
    mistakes.push({
      path: ["tags"],
      aboutKey: true,
      message: "has more tags than AWS takes on a resource",
      got: `${keys.length} tags`,
      allowed: `at most ${MOST_TAGS}`,
      fix: "leave out some",
    });
  }
  return mistakes;
}

// No list of the contract means anything by naming a thing twice.
function duplicates(value: unknown, path: readonly PropertyKey[]): PlacedMistake[] {
  if (path.length > 6) return [];
  if (!Array.isArray(value)) {
    return Object.entries(asGroup(value) ?? {}).flatMap(([key, child]) => duplicates(child, [...path, key]));
  }
  const texts = textsOf(value);
  return texts.flatMap(([text, index]) =>
    texts.some(([other, earlier]) => other === text && earlier < index)
      ? [
          {
            path: [...path, index],
            message: "is in the list already",
            got: printed(text),
            allowed: "each entry once",
            fix: "leave out one of the two",
          },
        ]
      : [],
  );
}
