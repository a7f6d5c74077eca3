import { renderProblems, type Problem } from "./report";

/** The error that loading throws for errors in environment files. Its message is the complete report. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";

  constructor(readonly problems: readonly Problem[]) {
    super(renderProblems(problems));
    // The program did not fail: a stack trace would only hide the report.
    this.stack = this.message;
  }
}
