/** The exit statuses of `mrap`; each command's help names those that it uses. */
export const ExitStatus = {
  done: 0,
  /** Refused or failed, and nothing was changed. */
  failed: 1,
  /** Bad arguments or unusable input. */
  usage: 2,
  /** Submitted, but the outcome is not confirmed. */
  unconfirmed: 3,
} as const;

/** A mistake or a failure that is reported to the user in one sentence, without a stack trace. */
export class UserError extends Error {
  constructor(
    message: string,
    readonly exitStatus: number = ExitStatus.failed,
  ) {
    super(message);
    this.name = "UserError";
  }
}
