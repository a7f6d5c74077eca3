/**
 * List prices of us-east-1 in US dollars, each with its source. Prices in other Regions differ, in some by a multiple. The
 * price page of S3 (aws.amazon.com/s3/pricing) is authoritative.
 */
export const prices = {
  /** When the prices were compared with their sources. Update it with the prices. */
  date: "2026-11-23",
  region: "us-east-1",
  /** PUT, COPY, POST and LIST requests. A replica is a PUT request. Source: c3x.dev, "S3 request fees explained" (Standard). */
  putOrList: 0.005 / 1000,
  /** Source: same. */
  getOrHead: 0.0004 / 1000,
  /** Source: AWS's S3 FAQ, whose examples bill DELETE requests with $0.00. */
  delete: 0,
  /** Data routed through the access point, in each direction. Source: AWS's price page of S3, as stored in September 2026. */
  routedGigabyte: 0.0033,
  /** From the internet through the access point, within North America. 0.05 from elsewhere. Source: same page. */
  acceleratedInGigabyte: 0.0025,
  /** To the internet through the access point, within North America. 0.05 to elsewhere. Source: same page. */
  acceleratedOutGigabyte: 0.005,
  /**
   * From one Region to another, for each replica. 0.01 to us-east-2. Source: AWS re:Post, "Cost effective methods for
   * accessing S3 buckets cross-region", prices of January 2026.
   */
  replicatedGigabyte: 0.02,
  /**
   * Replication Time Control, for each replica. Source: notes that quote the price page of AWS. The page itself was not
   * available with this number.
   */
  timeControlGigabyte: 0.015,
  /** Data read from outside AWS, the first 10 TB. Free within a Region. Source: egresscost.com, usage.ai (June 2026). */
  internetGigabyte: 0.09,
} as const;
