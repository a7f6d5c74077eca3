/** A problem with the machine or the local AWS. Print the message, not the stack. */
export class LocalAwsError extends Error {
  override readonly name = "LocalAwsError";
}
