/** The Regions that serve the routing of every Multi-Region Access Point, wherever its buckets are. */
export const controlRegions: readonly string[] = [
  "us-east-1",
  "us-west-2",
  "eu-west-1",
  "ap-northeast-1",
  "ap-southeast-2",
];

/**
 * The order in which to try them: first the Regions that traffic goes to, last those that it leaves. Who fails
 * over expects trouble there.
 */
export function orderControlRegions(targets: readonly string[], leaving: readonly string[]): string[] {
  const rank = (region: string): number => (targets.includes(region) ? 0 : leaving.includes(region) ? 2 : 1);
  return [...controlRegions].sort((a, b) => rank(a) - rank(b));
}
