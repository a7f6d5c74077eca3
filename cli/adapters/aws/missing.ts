import { details, kindOf } from "./errors";

/** Codes of services that answer 400 for a resource that does not exist. */
const CODES =
  /\b(NonExistentQueue|QueueDoesNotExist|InvalidDocument|NotFoundException|ResourceNotFound|ResourceNotFoundException)$/;

/** The answer of a call, or undefined if the resource does not exist. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (kindOf(error) === "missing" || CODES.test(details(error).code)) return undefined;
    throw error;
  }
}
