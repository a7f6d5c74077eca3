/** The host name of the access point with this alias. */
export function hostOf(alias: string): string {
  return `${alias}.accesspoint.s3-global.amazonaws.com`;
}
