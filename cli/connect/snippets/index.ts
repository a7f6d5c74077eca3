import type { SnippetKind } from "../snippet";
import { awsCli } from "./aws-cli";
import { cloudfront } from "./cloudfront";
import { go } from "./go";
import { java } from "./java";
import { javascript } from "./javascript";
import { python } from "./python";
import { spark } from "./spark";
import { terraform } from "./terraform";

export type Sdk = "js" | "python" | "java" | "go" | "cli" | "terraform" | "cloudfront" | "spark";

/** Every SDK and tool, by the value of --sdk. */
export const snippetKinds: Readonly<Record<Sdk, SnippetKind>> = {
  js: javascript,
  python,
  java,
  go,
  cli: awsCli,
  terraform,
  cloudfront,
  spark,
};
