import type { Connection } from "./connection";
import type { Access } from "./identity-policy";

/** The code and the dependencies for one SDK or tool. */
export interface Snippet {
  /** The language of the code, as Markdown names it. */
  readonly language: string;
  /** A name for the file with the code. */
  readonly file: string;
  /** What to install or to run first. */
  readonly install: string;
  readonly installLanguage: string;
  readonly code: string;
  /** Sentences about this SDK or tool. */
  readonly notes: readonly string[];
}

export interface SnippetInput {
  readonly connection: Connection;
  readonly access: Access;
}

/** One SDK or tool. */
export interface SnippetKind {
  readonly title: string;
  /** Whether the application needs the identity policy. */
  readonly usesIdentityPolicy: boolean;
  snippet(input: SnippetInput): Snippet;
}

/** The key that the snippets read and write. */
export const EXAMPLE_KEY = "hello.txt";

/** The clients of the SDKs need a Region, although requests to the access point do not use it. */
export function clientRegion({ members }: Connection): string {
  return members[0]?.region ?? "us-east-1";
}

/** The name of an access point as an identifier of Terraform and Spark. */
export function identifier(name: string): string {
  const text = name.replace(/[^A-Za-z0-9]/g, "_");
  return /^[A-Za-z]/.test(text) ? text : `access_point_${text}`;
}
