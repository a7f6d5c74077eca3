/** A problem with the machine or the local AWS, told in one sentence: print the message, not the stack. */
export class LocalAwsError extends Error {
  override readonly name = "LocalAwsError";
}
