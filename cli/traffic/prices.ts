/**
 * List prices in US dollars of us-east-1, each with what confirms it. Other Regions differ, some by a multiple; the
 * price page of S3 (aws.amazon.com/s3/pricing) has the last word.
 */
export const prices = {
  /** When each one was compared with its source; change it with the prices. */
  date: "2026-11-23",
  region: "us-east-1",
  /** PUT, COPY, POST, LIST; a replica is a PUT too. Source: c3x.dev, "S3 request fees explained" (Standard). */
  putOrList: 0.005 / 1000,
  /** Source: the same. */
  getOrHead: 0.0004 / 1000,
  /** Source: AWS's S3 FAQ, whose examples bill DELETE requests with $0.00. */
  delete: 0,
  /** Routed through the access point, each way. Source: AWS's price page of S3, as stored in September 2026. */
  routedGigabyte: 0.0033,
  /** From the internet through the access point, within North America; 0.05 from elsewhere. Source: the same page. */
  acceleratedInGigabyte: 0.0025,
  /** To the internet through the access point, within North America; 0.05 to elsewhere. Source: the same page. */
  acceleratedOutGigabyte: 0.005,
  /**
   * From one Region to another, for each replica; 0.01 to us-east-2. Source: AWS re:Post, "Cost effective methods for
   * accessing S3 buckets cross-region", prices of January 2026.
   */
  replicatedGigabyte: 0.02,
  /**
   * Replication Time Control, for each replica. Source: notes of others that quote AWS's price page; the page itself
   * was not to be had with this number in it.
   */
  timeControlGigabyte: 0.015,
  /** Read from outside AWS, the first 10 TB; nothing within a Region. Source: egresscost.com, usage.ai (June 2026). */
  internetGigabyte: 0.09,
} as const;
