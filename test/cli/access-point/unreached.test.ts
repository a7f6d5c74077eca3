import { commonCause, noAnswerInTime } from "../../../cli/access-point/unreached";
import { causeOf, TransportError } from "../../../cli/adapters/aws/errors";
import { reasons } from "../../../cli/adapters/aws/reasons";
import { controlRegions } from "../../../cli/access-point/control-regions";

const failed = (cause?: string) => ({ unreachable: "why", ...(cause !== undefined && { cause }) });

test("one cause of all readings is one sentence", () => {
  expect(commonCause([failed("the proxy refuses"), failed("the proxy refuses")])).toBe("The proxy refuses.");
});

test("a reading that was not answered in time fits every other cause", () => {
  expect(commonCause([failed(noAnswerInTime), failed("names do not resolve")])).toBe("Names do not resolve.");
  expect(commonCause([failed(noAnswerInTime)])).toBe(
    "AWS does not answer in time; check the network connection of this computer.",
  );
});

test("there is no common cause if anything was read, or if AWS rejected a reading", () => {
  expect(commonCause([failed("the proxy refuses"), { value: 1 }])).toBeUndefined();
  expect(commonCause([failed("the proxy refuses"), failed()])).toBeUndefined();
  expect(commonCause([])).toBeUndefined();
});

test("without name resolution the cause names no host, and the control Regions share one line", () => {
  const unresolved = (host: string) =>
    new TransportError(`the name ${host} cannot be resolved`, "ENOTFOUND", false);
  expect(causeOf(unresolved("a.amazonaws.com"))).toBe(causeOf(unresolved("b.amazonaws.com")));
  const failures = controlRegions.map((endpoint) => ({ endpoint, error: unresolved(endpoint) }));
  expect(reasons(failures, { action: "s3:GetMultiRegionAccessPointRoutes", resource: "*" })).toEqual([
    `${controlRegions.join(", ")}: No answer to s3:GetMultiRegionAccessPointRoutes: the names of AWS cannot be resolved.`,
  ]);
});
