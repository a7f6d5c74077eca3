import { renderProblems, type Problem } from "./report";

/** The one error that loading throws for a user's mistake: its message is the whole report. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";

  constructor(readonly problems: readonly Problem[]) {
    super(renderProblems(problems));
    // A user's mistake is not a fault of the program: a stack trace would only hide the report.
    this.stack = this.message;
  }
}
