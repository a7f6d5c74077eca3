/**
 * List prices of S3 Batch Operations in us-east-1, in US dollars. Prices in other Regions may differ. The price page of S3
 * (aws.amazon.com/s3/pricing) is authoritative. Ledger: batch-price
 */
const PRICES = {
  job: 0.25,
  /** For each object version that a job processes. */
  object: 1 / 1_000_000,
} as const;

/** For each million objects of the source bucket that S3 lists for a generated manifest. A job does not tell their number. */
export const LISTING_PRICE = 0.015;

/** The cost of one job, without the manifest and without the requests, storage and transfer of the replicas. */
export function jobCost(objects: number): number {
  return PRICES.job + objects * PRICES.object;
}

export function dollars(value: number): string {
  return `$${value.toFixed(value < 100 ? 2 : 0)}`;
}
