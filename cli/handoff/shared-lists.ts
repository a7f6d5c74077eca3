import type { Element, Json, JsonObject } from "../synthesized/configuration";
import { toExpression } from "./fold";
import { inline } from "./render";
import type { Local } from "./types";

/** The maximum columns of a list on one line. A longer list takes several lines. */
const ONE_LINE = 80;

interface Place {
  readonly sid: string;
  readonly attribute: string;
  readonly value: Json;
}

/** Names for the lists of this project's statements, by sid and by the argument or the condition key. */
const NAMES: Readonly<Record<string, Pick<Local, "name" | "comment">>> = {
  "DelegateObjectsToAccessPoint.actions": {
    name: "object_actions",
    comment: "Object actions that the buckets delegate to the access point.",
  },
  "AccessPointObjects.actions": { name: "object_read_actions", comment: "Object actions of a reader." },
  "ReadersGetObjects.actions": { name: "object_read_actions", comment: "Object actions of a reader." },
  "ReadSourceObjects.actions": {
    name: "replication_source_actions",
    comment: "Actions that replication needs on the objects of its source bucket.",
  },
  "OnlyThroughAccessPoint.aws:PrincipalArn": {
    name: "direct_access_principals",
    comment:
      "Principals that may use the buckets without the access point. Replication does not use the access point.",
  },
  "ObjectsOfTheAccessPoint.resources": {
    name: "endpoint_object_arns",
    comment: "Objects that the policies of the VPC endpoints allow.",
  },
  "ListingOfTheAccessPoint.resources": {
    name: "endpoint_bucket_arns",
    comment: "The access point and the buckets, for the policies of the VPC endpoints.",
  },
  "OnlyOverTls.resources": { name: "access_point_arns", comment: "The access point and its objects." },
};

/** Moves long lists that several policy documents have in common into local values. */
export function shareLists(elements: readonly Element[]): {
  readonly elements: readonly Element[];
  readonly locals: readonly Local[];
} {
  const places = new Map<string, Place[]>();
  for (const element of elements)
    if (isPolicy(element))
      eachList(element.body, (place) => {
        const key = JSON.stringify(place.value);
        places.set(key, [...(places.get(key) ?? []), place]);
        return undefined;
      });
  const references = new Map<string, string>();
  const locals: Local[] = [];
  for (const [key, found] of places) {
    if (found.length < 2 || inline(toExpression(found[0]!.value)).length <= ONE_LINE) continue;
    const local = named(found, new Set(locals.map(({ name }) => name)));
    locals.push({ ...local, value: found[0]!.value });
    references.set(key, `\${local.${local.name}}`);
  }
  return {
    locals,
    elements: elements.map((element) =>
      isPolicy(element)
        ? {
            ...element,
            body: eachList(element.body, ({ value }) => references.get(JSON.stringify(value))),
          }
        : element,
    ),
  };
}

function isPolicy({ kind, type }: Element): boolean {
  return kind === "data" && type === "aws_iam_policy_document";
}

function named(places: readonly Place[], taken: ReadonlySet<string>): Pick<Local, "name" | "comment"> {
  const known = places.flatMap(({ sid, attribute }) => NAMES[`${sid}.${attribute}`] ?? [])[0];
  const [{ sid, attribute }] = places as [Place, ...Place[]];
  const local = known ?? {
    name: snakeCase(`${sid} ${attribute}`),
    comment: `Shared by the statements with the sid ${[...new Set(places.map((place) => place.sid))].join(", ")}.`,
  };
  if (!taken.has(local.name)) return local;
  let number = 2;
  while (taken.has(`${local.name}_${number}`)) number++;
  return { ...local, name: `${local.name}_${number}` };
}

/** Visits the lists of a policy document's statements; replaces those for which a reference is given. */
function eachList(body: JsonObject, visit: (place: Place) => string | undefined): JsonObject {
  const { statement } = body;
  if (!Array.isArray(statement)) return body;
  return {
    ...body,
    statement: statement.map((one) => {
      const { sid = "", principals, condition, ...others } = one as JsonObject;
      const replaced = (attribute: string, value: Json): Json =>
        visit({ sid: sid as string, attribute, value }) ?? value;
      const lists = Object.fromEntries(
        Object.entries(others).map(([name, value]) => [
          name,
          ["actions", "not_actions", "resources"].includes(name) ? replaced(name, value) : value,
        ]),
      );
      const inner = (blocks: Json, name: string, attribute: (block: JsonObject) => string): Json =>
        (blocks as JsonObject[]).map((block) => ({
          ...block,
          [name]: replaced(attribute(block), block[name]!),
        }));
      return {
        ...(sid !== "" && { sid }),
        ...lists,
        ...(Array.isArray(principals) && {
          principals: inner(principals, "identifiers", () => "principals"),
        }),
        ...(Array.isArray(condition) && {
          condition: inner(condition, "values", ({ variable }) => variable as string),
        }),
      };
    }),
  };
}

function snakeCase(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase();
}
