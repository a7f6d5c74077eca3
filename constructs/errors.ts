import type { IConstruct } from "constructs";

/**
 * An error in the props of a construct. The message says what is wrong in the user's terms, the value, what is allowed
 * and the path of the construct.
 */
export class PropsError extends Error {
  constructor(scope: IConstruct, message: string) {
    super(`${message} (at ${scope.node.path || "the app"})`);
    this.name = "PropsError";
  }
}
