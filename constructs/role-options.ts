/** Options of every IAM role of the constructs. */
export interface RoleOptions {
  /** The path of the role. @default "/" */
  readonly path?: string;
  /** ARN of the policy that limits the permissions of the role. @default none */
  readonly permissionsBoundary?: string;
}
