/** The plan review as a function, for programs. It needs neither CDKTF nor AWS. */
import { UserError } from "../errors";
import { readExceptions } from "./accept";
import { families } from "./findings";
import { conftest, gitlab } from "./hosts";
import { sha256 } from "./input";
import { json, reviewDocument, type ReviewDocument } from "./json";
import { junit } from "./junit";
import { markdown } from "./markdown";
import { readPlan } from "./plan";
import { review } from "./review";
import { sarif } from "./sarif";
import { terminal } from "./terminal";

export type { ReviewedChange, ReviewedFinding, ReviewDocument } from "./json";

/** The formats of `mrap review`. */
export type ReviewFormat = "markdown" | "terminal" | "json" | "sarif" | "junit" | "gitlab" | "conftest";

const RENDERERS = { markdown, json, sarif, junit, gitlab, conftest } as const;

export interface ReviewPlanOptions {
  /** Name of the environment, for titles and for exceptions that are limited to it. @default none */
  readonly name?: string;
  /** Accepted findings: the text of a `.mrap-accept.yaml`. @default none */
  readonly exceptions?: string;
  /**
   * The synthesized configurations (`cdk.tf.json`) before and after the change. A plan does not show a moved state or a
   * changed `prevent_destroy`. @default these are not judged
   */
  readonly configurations?: { readonly before: unknown; readonly after: unknown };
  /** The time at which exceptions must be valid. @default now */
  readonly now?: Date;
}

export interface ReviewedPlan extends ReviewDocument {
  /** The review as text. The format `terminal` has no colors unless `color` is true. */
  readonly render: (format: ReviewFormat, options?: { readonly color?: boolean }) => string;
}

/** The plan cannot be read, or the exceptions have an error. The message is one sentence. */
export class ReviewError extends Error {
  override readonly name = "ReviewError";
}

/**
 * Reviews a Terraform plan: what it does to the data, and every change.
 *
 * @param plan the output of `terraform show -json`, as text or as an object
 * @throws ReviewError if the input is not a plan
 *
 * @example
 * import { readFileSync } from "node:fs";
 * import { reviewPlan } from "terraform-s3-multi-region-access-point/review";
 *
 * const review = reviewPlan(readFileSync("plan.json", "utf8"), { name: "photos" });
 * process.stdout.write(review.render("markdown"));
 * if (review.verdict === "danger") process.exitCode = 1;
 */
export function reviewPlan(plan: string | object, options: ReviewPlanOptions = {}): ReviewedPlan {
  const { name, exceptions, configurations, now } = options;
  const text = typeof plan === "string" ? plan : JSON.stringify(plan);
  try {
    const result = review(readPlan(text, "the plan"), {
      hash: sha256(Buffer.from(text)),
      hashOf: "the plan's JSON",
      ...(name !== undefined && { name }),
      ...(now !== undefined && { now }),
      ...(configurations !== undefined && { configurations }),
      ...(exceptions !== undefined && {
        exceptions: readExceptions(
          exceptions,
          "the exceptions",
          families.map(({ id }) => id),
        ),
      }),
    });
    return {
      ...reviewDocument(result),
      render: (format, { color = false } = {}) =>
        format === "terminal" ? terminal(result, color) : RENDERERS[format](result),
    };
  } catch (error) {
    throw error instanceof UserError ? new ReviewError(error.message, { cause: error }) : error;
  }
}
