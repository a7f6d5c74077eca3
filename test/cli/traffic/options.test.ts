import { UserError } from "../../../cli/errors";
import { readOptions, type TrafficFlags } from "../../../cli/traffic/options";

const flags: TrafficFlags = {
  rate: "10",
  duration: "30s",
  size: "1KiB",
  mix: "put=50,get=40,head=5,delete=5",
  concurrency: "64",
  prefix: "mrap-traffic/",
  verifyInterval: "1s",
  verifyPatience: "60s",
  timeout: "30s",
  grace: "auto",
  maxCost: "1",
};

test("options accept the units that people write", () => {
  expect(
    readOptions({ ...flags, rate: "0.5", duration: "5m", size: "1KiB:80,2MiB:20", timeout: "250ms" }),
  ).toMatchObject({
    rate: 0.5,
    durationMs: 300_000,
    timeoutMs: 250,
    sizes: [
      { bytes: 1024, share: 80 },
      { bytes: 2 * 1024 ** 2, share: 20 },
    ],
    mix: { put: 50, get: 40, head: 5, delete: 5 },
    maxCost: 1,
  });
});

test.each<[Partial<TrafficFlags>, string]>([
  [{ rate: "fast" }, "--rate must be a number from 0.1 to 20000. Got 'fast'."],
  [{ rate: "0" }, "--rate must be a number from 0.1 to 20000. Got '0'."],
  [{ concurrency: "1.5" }, "--concurrency must be a whole number from 1 to 1000. Got '1.5'."],
  [{ duration: "soon" }, "--duration must be a time such as 30s or 5m, at most 24h. Got 'soon'."],
  [{ timeout: "2h" }, "--timeout must be a time such as 30s or 5m, at most 1h. Got '2h'."],
  [
    { size: "1GiB" },
    "--size must be a size of at most 64MiB such as 1KiB, or sizes with shares such as 1KiB:80,1MiB:20. Got '1GiB'.",
  ],
  [
    { mix: "put=1,list=1" },
    "--mix must list put, get, head and delete with shares, such as put=50,get=50. Got 'put=1,list=1'.",
  ],
  [{ mix: "get=0" }, "--mix needs at least one share above 0. Got 'get=0'."],
  [
    { mix: "put=1,delete=2" },
    "--mix cannot delete more than it puts, because a run deletes only its own objects. Got 'put=1,delete=2'.",
  ],
  [
    { prefix: "a b/" },
    "--prefix can contain letters, digits and . _ - / only, at most 200 characters, and no empty part. Got 'a b/'.",
  ],
  [{ maxCost: "a lot" }, "--max-cost must be a number from 0 to 1000000. Got 'a lot'."],
  [
    { rate: "20000", duration: "1h" },
    "A run can have at most 5000000 requests, and --rate times --duration is 72000000. Split it into several runs.",
  ],
])("%j is rejected with the allowed values", (wrong, message) => {
  expect(() => readOptions({ ...flags, ...wrong })).toThrow(new UserError(message));
});
