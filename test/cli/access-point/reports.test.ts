import { controlRegions } from "../../../cli/access-point/control-regions";
import { changedElsewhere } from "../../../cli/access-point/evidence";
import { allReport, consensus, type Report } from "../../../cli/access-point/reports";
import { withActive, type Route } from "../../../cli/access-point/routing";
import { reported, routingSentence } from "../../../cli/access-point/wording";

const members: Route[] = ["ap-south-1", "eu-west-1", "us-east-1"].map((region) => ({
  region,
  bucket: `in-${region}`,
  active: region === "ap-south-1",
}));
const before = members;
const wanted = withActive(members, ["us-east-1"]);
const third = withActive(members, ["eu-west-1"]);
const between = withActive(members, ["ap-south-1", "us-east-1"]);
type Said = Route[] | undefined;

/** The reports of the five control Regions, in their order. Undefined for a Region that does not answer. */
function say(...all: Said[]) {
  return consensus(
    new Map(
      all.map((routes, index): [string, Report] => [
        controlRegions[index]!,
        routes ? { kind: "routing", routes } : { kind: "none", error: new Error("silent") },
      ]),
    ),
  );
}

test.each<[string, Said[], Route[] | undefined]>([
  ["all five", [wanted, wanted, wanted, wanted, wanted], wanted],
  ["four of five", [before, wanted, wanted, wanted, wanted], wanted],
  ["three of five", [before, before, wanted, wanted, wanted], wanted],
  ["two of five, the others differ", [wanted, wanted, before, third, between], undefined],
  ["two against two", [wanted, wanted, before, before, undefined], undefined],
  ["two, the others do not answer", [wanted, wanted, undefined, undefined, undefined], wanted],
  ["one against one", [wanted, before, undefined, undefined, undefined], undefined],
  ["one alone", [undefined, wanted, undefined, undefined, undefined], wanted],
  ["nobody", [undefined, undefined, undefined, undefined, undefined], undefined],
])("the majority of %s", (_, said, majority) => {
  expect(say(...said).majority?.routes).toEqual(majority);
});

test("Regions that do not answer do not prevent unanimity, and one that lags behind does", () => {
  expect(allReport(say(wanted, undefined, wanted, wanted, undefined), wanted)).toBe(true);
  expect(allReport(say(wanted, wanted, wanted, wanted, before), wanted)).toBe(false);
  expect(allReport(say(undefined, undefined, undefined, undefined, undefined), wanted)).toBe(false);
});

test("every Region that says otherwise, or nothing, is named", () => {
  expect(reported(say(before, wanted, wanted, wanted, undefined))).toBe(
    "3 of 5 control Regions report us-east-1 active, ap-south-1 passive, eu-west-1 passive; " +
      "us-east-1 reports ap-south-1 active, eu-west-1 passive, us-east-1 passive; no answer from ap-southeast-2",
  );
  expect(routingSentence("shop", say(before, wanted, wanted, wanted, wanted))).toBe(
    "The routing of shop is now: us-east-1 active, ap-south-1 passive, eu-west-1 passive, reported by us-west-2, " +
      "eu-west-1, ap-northeast-1 and ap-southeast-2; us-east-1 reports ap-south-1 active, eu-west-1 passive, us-east-1 passive.",
  );
  expect(routingSentence("shop", say(undefined, wanted, undefined, undefined, undefined))).toBe(
    "The routing of shop is now: us-east-1 active, ap-south-1 passive, eu-west-1 passive, as us-west-2 alone reports: " +
      "no other control Region answers.",
  );
  expect(routingSentence("shop", say(undefined))).toBe(
    "The routing of shop is not known: no control Region reports it.",
  );
});

describe("somebody else changed the routing", () => {
  const at = new Date();
  const seen = (routes: Route[], ...regions: string[]) => regions.map((region) => ({ region, routes, at }));
  const judge = (now: Said[], sinceUpdate: ReturnType<typeof seen> = []) =>
    changedElsewhere(
      say(...now),
      { all: [...seen(before, "us-east-1"), ...sinceUpdate], sinceUpdate },
      before,
      wanted,
    );
  const all = (routes: Route[]): Said[] => Array<Said>(5).fill(routes);

  test("if a majority reports a routing that neither update explains", () => {
    expect(judge(all(third))).toBe(true);
  });

  test("if Regions that reported the requested routing no longer do", () => {
    expect(judge(all(before), seen(wanted, "us-east-1", "us-west-2"))).toBe(true);
    expect(judge(all(between), seen(wanted, "us-east-1", "us-west-2"))).toBe(true);
  });

  test("not if one Region is two changes behind", () => {
    expect(judge([wanted, wanted, third, wanted, wanted])).toBe(false);
    expect(judge([before, before, before, third, third])).toBe(false);
  });

  test("not if only some of the changed dials are visible yet", () => {
    expect(judge(all(between))).toBe(false);
  });

  test("not if the Regions that report it have not reported anything later than the routing before", () => {
    const { majority } = say(undefined, third, third, third, undefined);
    expect(majority?.routes).toEqual(third);
    expect(judge([undefined, third, third, third, undefined])).toBe(false);
  });
});
