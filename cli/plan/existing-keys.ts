import type { Aws } from "../adapters/aws/aws";
import { existingKeyOutcome } from "../checks/existing-key";
import { existingKeyAccessOutcome, type KeyBeforeDeploy } from "../checks/existing-key-access";
import { callerIdentity } from "../live/identity";

/** How long KMS and IAM may take to answer, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** The problems of the existing keys of an environment file. */
export interface KeyProblems {
  /** Keys with which Terraform cannot plan: one paragraph each. */
  readonly errors: readonly string[];
  /** Keys that S3 accepts although a principal of the environment may not use them. */
  readonly warnings: readonly string[];
}

/**
 * Asks AWS about the existing keys before Terraform runs. Without this, Terraform prints the error of the provider for a key
 * that it may not describe.
 */
export async function existingKeyProblems(
  aws: Aws,
  { id, environment }: Pick<KeyBeforeDeploy, "id" | "environment">,
): Promise<KeyProblems> {
  const caller = await callerIdentity(aws);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const { assumeRole, encryption } = environment;
  const found = await Promise.all(
    Object.entries(encryption?.keys ?? {}).map(async ([region, key]) => {
      const state = await existingKeyOutcome({ aws, caller, key, assumeRole }, signal);
      if (state.level !== "ok") return { state };
      const ask = { aws, caller, id, environment, region, key };
      return { state, access: await existingKeyAccessOutcome(ask, signal).catch(() => undefined) };
    }),
  );
  const paragraphs = (outcomes: ReadonlyArray<{ text: string; fix?: string } | undefined>): string[] =>
    outcomes.flatMap((one) => (one === undefined ? [] : [`${one.text} ${one.fix ?? ""}`.trimEnd()]));
  return {
    errors: paragraphs(found.map(({ state }) => (state.level === "error" ? state : undefined))),
    warnings: paragraphs(
      found.map(({ state, access }) =>
        state.level === "not known" ? state : access?.level === "error" ? access : undefined,
      ),
    ),
  };
}
