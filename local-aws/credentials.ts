/** The key pair of AWS's documentation. Any key works, and secret scanners ignore this one. */
export const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
} as const;

/** The account of all calls. */
export const accountId = "123456789012";
