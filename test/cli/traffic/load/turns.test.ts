import fc from "fast-check";
import { Turns } from "../../../../cli/traffic/load/turns";

test("after any number of turns, each item has had its share to within one", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 4 }), (shares) => {
      const turns = new Turns(shares.map((share, item) => ({ item, share })));
      const total = shares.reduce((a, b) => a + b, 0);
      const had = shares.map(() => 0);
      for (let turn = 1; turn <= 300; turn++) {
        had[turns.next()]!++;
        shares.forEach((share, item) => {
          expect(Math.abs(had[item]! - (turn * share) / total)).toBeLessThan(shares.length);
        });
      }
    }),
    { numRuns: 30 },
  );
});
