/**
 * List prices in US dollars, as us-east-1 had them and as the README has them. Other Regions differ, some by a
 * multiple; the price pages of S3 have the last word.
 */
export const prices = {
  /** Of the list; change it with the prices. */
  date: "2026",
  region: "us-east-1",
  /** PUT, COPY, POST, LIST; a replica is a PUT too. */
  putOrList: 0.005 / 1000,
  getOrHead: 0.0004 / 1000,
  delete: 0,
  /** Routed through the access point, each way. */
  routedGigabyte: 0.0033,
  /** From one Region to another, for each replica. */
  replicatedGigabyte: 0.02,
  /** Replication Time Control, for each replica. */
  timeControlGigabyte: 0.015,
  /** Read from outside AWS; nothing is charged within a Region. */
  internetGigabyte: 0.09,
} as const;
