import type { IConstruct } from "constructs";

/**
 * A mistake in a construct's props. Its message has the house form: what is wrong in the user's own terms,
 * the value got, what is allowed, and the construct's path.
 */
export class PropsError extends Error {
  constructor(scope: IConstruct, message: string) {
    super(`${message} (at ${scope.node.path || "the app"})`);
    this.name = "PropsError";
  }
}
