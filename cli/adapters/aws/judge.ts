import { kindOf, TransportError } from "./errors";
import type { Failure } from "../../failover/control-plane";
import { UserError } from "../../errors";

/** How a failure at a control Region is to be taken, by its kind. */
export function judge(error: unknown): Failure {
  if (error instanceof UserError) return "final";
  switch (kindOf(error)) {
    case "throttled":
    case "server":
      return "later";
    case "conflict":
      return "conflict";
    case "credentials":
    case "missing":
    case "refused":
      return "final";
    case "denied":
      // A Region that an organization's policy closes is closed; the others may be open.
      return "elsewhere";
    case "unreachable":
      return error instanceof TransportError && error.sent ? "unclear" : "elsewhere";
  }
}
