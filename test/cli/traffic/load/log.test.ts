import { operations } from "../../../../cli/traffic/load/operations";
import { RequestLog } from "../../../../cli/traffic/load/log";
import { entry } from "../support";

test("the log returns its entries, across blocks", () => {
  const log = new RequestLog();
  const entries = Array.from({ length: 40_000 }, (_, number) =>
    entry({
      operation: operations[number % 4],
      due: number,
      object: number,
      ...(number % 7 === 0 && { error: `Code${number % 3}` }),
      ...(number % 5 === 0 && { hint: "replica" as const }),
    }),
  );
  for (const one of entries) log.add(one);
  expect([...log]).toEqual(entries);
});
