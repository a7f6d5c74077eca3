/** The operation of a request on an object. */
export type Operation = "put" | "get" | "head" | "delete";

export const operations: readonly Operation[] = ["put", "get", "head", "delete"];

/** Shares of the operations. Only their ratio matters. */
export type Mix = Readonly<Record<Operation, number>>;

/** One size of a distribution, in bytes, and its share. */
export interface SizeShare {
  readonly bytes: number;
  readonly share: number;
}
