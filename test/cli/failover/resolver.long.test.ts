/** Runs without a proxy, with a resolver that leaves the names of one or two control Regions unanswered. */
import { namespacesAllowed, runWithoutProxy } from "./matrix/namespace";

const onlyIfAllowed = namespacesAllowed ? test : test.skip;

onlyIfAllowed(
  "names that never resolve count against their Region alone",
  async () => {
    const outcomes = await runWithoutProxy();
    expect(outcomes).toHaveLength(15);
    for (const { name, wrong, status, last } of outcomes)
      expect({ name, wrong, status, last }).toEqual({
        name,
        wrong: [],
        status: 0,
        last: "The routing of shop is now: us-east-1 active, ap-south-1 passive, eu-west-1 passive.",
      });
  },
  120_000,
);
