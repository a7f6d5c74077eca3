import type { Json } from "../synthesized/configuration";
import type { Type } from "./types";
import type { Validation } from "./variable-rules";

/** An input variable of the handover. Its default is today's value. */
export interface Variable {
  readonly name: string;
  readonly type: Type;
  readonly description: string;
  readonly default: Json;
  readonly validations: readonly Validation[];
}
