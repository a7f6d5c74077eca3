/** The key pair of AWS's own documentation: any key works, and this one trips no secret scanner. */
export const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
} as const;

/** The account that all calls belong to. */
export const accountId = "123456789012";
