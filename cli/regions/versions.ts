/** Lists object versions of several buckets side by side, in the order of their keys, with little memory. */
import type { Page, Version } from "../adapters/aws/object-versions";

/** All versions of one key. */
export interface KeyVersions {
  readonly key: string;
  readonly versions: readonly Version[];
}

/** Groups the pages of one bucket by key. A key may continue on the next page. */
export async function* byKey(pages: AsyncIterable<Page>): AsyncGenerator<KeyVersions> {
  let open: Version[] = [];
  for await (const page of pages) {
    // Versions and delete markers come in two lists.
    const sorted = [...page].sort((a, b) => compareKeys(a.key, b.key));
    for (const version of sorted) {
      const last = open[0];
      if (last !== undefined && last.key !== version.key) {
        if (compareKeys(last.key, version.key) > 0)
          throw new Error(`the listing is out of order at ${version.key}`);
        yield { key: last.key, versions: open };
        open = [];
      }
      open.push(version);
    }
  }
  if (open[0] !== undefined) yield { key: open[0].key, versions: open };
}

/** One key, with its versions in each bucket, in the order of the listings. */
export interface MergedKey {
  readonly key: string;
  readonly versions: readonly (readonly Version[])[];
}

/** Merges the listings of several buckets. */
export async function* merged(listings: readonly AsyncIterable<KeyVersions>[]): AsyncGenerator<MergedKey> {
  const iterators = listings.map((one) => one[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(iterators.map((one) => one.next()));
    for (;;) {
      let key: string | undefined;
      for (const head of heads)
        if (!head.done && (key === undefined || compareKeys(head.value.key, key) < 0)) key = head.value.key;
      if (key === undefined) return;
      const at = heads.map((head) => !head.done && head.value.key === key);
      yield {
        key,
        versions: heads.map((head, index) => (at[index] && !head.done ? head.value.versions : [])),
      };
      await Promise.all(
        iterators.map(async (one, index) => {
          if (at[index]) heads[index] = await one.next();
        }),
      );
    }
  } finally {
    for (const one of iterators) await one.return?.(undefined);
  }
}

/** The versions of `from` with data that none of the others has. A replica has the version ID of its original. */
export function onlyIn(from: readonly Version[], others: readonly (readonly Version[])[]): Version[] {
  const found = new Set(
    others
      .flat()
      .filter(({ marker }) => !marker)
      .map(identity),
  );
  return from.filter((one) => !one.marker && !found.has(identity(one)));
}

/** Objects from before versioning all have the ID `null`, so their content tells them apart. */
export function identity({ key, versionId, etag, size }: Version): string {
  return versionId === "null"
    ? JSON.stringify([key, versionId, etag, size])
    : JSON.stringify([key, versionId]);
}

/** S3 lists keys in the order of their bytes in UTF-8. Ledger: list-order */
export function compareKeys(one: string, two: string): number {
  if (one === two) return 0;
  return Buffer.compare(Buffer.from(one), Buffer.from(two));
}
