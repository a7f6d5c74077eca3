/** The caller of a request. */
export type Principal =
  | { readonly type: "anonymous" }
  /** Such as `cloudfront.amazonaws.com`. */
  | { readonly type: "service"; readonly name: string }
  | {
      readonly type: "user" | "role" | "root";
      /** The ARN of the user or role. For a role session, the ARN of the role. */
      readonly arn: string;
      /** The ARN of the role session. */
      readonly session?: string;
    };

/** The request context. The names of condition keys are not case-sensitive. */
export class Context {
  private readonly keys: ReadonlyMap<string, readonly string[]>;

  /** A key whose value is undefined is absent. */
  constructor(keys: Readonly<Record<string, string | readonly string[] | undefined>>) {
    this.keys = new Map(
      Object.entries(keys).flatMap(([key, value]) =>
        value === undefined
          ? []
          : [[key.toLowerCase(), typeof value === "string" ? [value] : value] as const],
      ),
    );
  }

  /** The values of a key. Undefined if the request does not have the key. */
  values(key: string): readonly string[] | undefined {
    return this.keys.get(key.toLowerCase());
  }
}

/** A request for one resource, as IAM sees it. */
export interface Request {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** The account of an ARN. */
export function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}
