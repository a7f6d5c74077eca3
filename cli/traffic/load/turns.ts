/**
 * Picks items by shares. After any number of turns, each item has had its share to within one. The order is not random,
 * so two runs with the same arguments do the same.
 */
export class Turns<T> {
  private readonly credit: number[];
  private readonly total: number;

  constructor(private readonly shares: ReadonlyArray<{ readonly item: T; readonly share: number }>) {
    this.credit = shares.map(() => 0);
    this.total = shares.reduce((sum, { share }) => sum + share, 0);
  }

  next(): T {
    let best = 0;
    this.shares.forEach(({ share }, index) => {
      this.credit[index]! += share;
      if (this.credit[index]! > this.credit[best]!) best = index;
    });
    this.credit[best]! -= this.total;
    return this.shares[best]!.item;
  }
}
