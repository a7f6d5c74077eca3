import type { Connection } from "./connection";
import { identityPolicy, type Access, type PolicyDocument } from "./identity-policy";
import type { Snippet } from "./snippet";
import { snippetKinds, type Sdk } from "./snippets/index";

/** Everything that `mrap connect` prints. */
export interface Instructions {
  readonly connection: Connection;
  readonly access: Access;
  readonly sdk?: Sdk;
  readonly snippet?: Snippet;
  /** Absent if the SDK or tool uses no identity policy, or contains it. */
  readonly policy?: PolicyDocument;
  readonly notes: readonly string[];
}

/** A part of the instructions that can be written to a file. */
export type Part = "install" | "code" | "policy";

export function instructionsFor(connection: Connection, access: Access, sdk?: Sdk): Instructions {
  const kind = sdk && snippetKinds[sdk];
  const snippet = kind?.snippet({ connection, access });
  const needsPolicy = kind?.usesIdentityPolicy ?? true;
  return {
    connection,
    access,
    ...(sdk && { sdk }),
    ...(snippet && { snippet }),
    ...(needsPolicy && { policy: identityPolicy(connection, access) }),
    notes: [...(snippet?.notes ?? []), ...(sdk === "cloudfront" ? [] : commonNotes(connection, access))],
  };
}

/** Notes for every client that signs its own requests. */
function commonNotes({ onlyFromEndpoints, account }: Connection, access: Access): string[] {
  return [
    ...(access === "write"
      ? [
          "With several active Regions, a read can reach another Region than the write did. Until the object has replicated, the read gets 404 or the older version.",
        ]
      : []),
    `A role in another account than ${account} must also be listed in access.${access === "write" ? "writers" : "readers"} of the environment file.`,
    ...(onlyFromEndpoints === true
      ? [
          "access.onlyFromEndpoints is true: the access point denies requests that do not come through the VPC endpoints of the environment.",
        ]
      : []),
    "Get temporary credentials from a Regional STS endpoint. Tokens from the global endpoint are not valid in opt-in Regions.",
    "DeleteObjects, and CopyObject with the access point as its source, are not supported.",
  ];
}

/** The instructions as Markdown. */
export function instructionsMarkdown({
  connection,
  access,
  sdk,
  snippet,
  policy,
  notes,
}: Instructions): string {
  const { name, arn, alias, host, members } = connection;
  const title = sdk === undefined ? "" : `: ${snippetKinds[sdk].title}`;
  const width = Math.max(...Object.keys(snippetKinds).map((one) => one.length));
  const sections = [
    [
      `# ${name}${title}`,
      "",
      `- ARN: ${arn}`,
      `- Alias: ${alias}`,
      `- Host: ${host}`,
      `- Buckets: ${members.map(({ region, bucket }) => `${bucket} (${region})`).join(", ")}`,
    ].join("\n"),
    ...(snippet
      ? [
          `## Install\n\n${fenced(snippet.installLanguage, snippet.install)}`,
          `## ${snippet.file}\n\n${fenced(snippet.language, snippet.code)}`,
        ]
      : [
          `## Snippets\n\n${Object.entries(snippetKinds)
            .map(([value, kind]) => `--sdk ${value.padEnd(width)}  ${kind.title}`)
            .join("\n")}`,
        ]),
    ...(policy
      ? [
          `## Identity policy\n\nAttach it to the role of an application that ${access === "write" ? "reads and writes" : "reads"}.\n\n${fenced("json", JSON.stringify(policy, null, 2))}`,
        ]
      : []),
    `## Notes\n\n${notes.map((note) => `- ${note}`).join("\n")}`,
  ];
  return sections.join("\n\n");
}

/** One part, without anything else. Undefined if there is no such part. */
export function instructionsPart({ snippet, policy }: Instructions, part: Part): string | undefined {
  if (part === "policy") return policy && JSON.stringify(policy, null, 2);
  return (part === "install" ? snippet?.install : snippet?.code)?.trimEnd();
}

/** The instructions as JSON. Fields are a contract: add, but do not rename. */
export function instructionsJson({ connection, access, sdk, snippet, policy, notes }: Instructions): object {
  const { name, arn, alias, host, members } = connection;
  return {
    accessPoint: { name, arn, alias, host },
    buckets: members,
    access,
    ...(sdk && { sdk }),
    ...(snippet && {
      snippet: {
        file: snippet.file,
        language: snippet.language,
        install: snippet.install,
        code: snippet.code,
      },
    }),
    ...(policy && { identityPolicy: policy }),
    notes,
  };
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
