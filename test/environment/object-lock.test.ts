import { load, plus, removeFolders, testReports } from "./support";

afterAll(removeFolders);

testReports([
  [
    "a retention without a period",
    plus("objectLock: { mode: compliance }\n"),
    `e.yaml:6:1  objectLock
  has no period for the default retention
  allowed: either days or years
  fix:     add days or years. For Object Lock without a default retention, write objectLock: true`,
  ],
  [
    "two periods",
    plus("objectLock: { days: 30, years: 1 }\n"),
    `e.yaml:6:25  objectLock.years
  gives the retention a second period. S3 accepts one
  got:     days: 30 and years: 1
  allowed: either days or years
  fix:     remove days or years`,
  ],
  [
    "a period that is too long, and a mode that does not exist",
    plus("objectLock: { mode: complience, years: 101 }\n"),
    `e.yaml:6:21  objectLock.mode
  is not an allowed value
  got:     complience
  allowed: governance, compliance, GOVERNANCE, COMPLIANCE
  fix:     did you mean "compliance"?

e.yaml:6:40  objectLock.years
  must be from 1 to 100
  got:     101
  allowed: a whole number of years from 1 to 100
  fix:     write 100`,
  ],
  [
    "a misspelled period, once",
    plus("objectLock: { day: 30 }\n"),
    `e.yaml:6:15  objectLock.day
  is not a known key
  got:     day
  allowed: mode, days, years
  fix:     did you mean "days"?`,
  ],
  [
    "a word",
    plus("objectLock: enabled\n"),
    `e.yaml:6:13  objectLock
  must be true, false or a group of keys
  got:     enabled
  allowed: true, false, or a group of the keys mode, days, years
  fix:     write true, without quotes`,
  ],
]);

test.each([
  ["true", true],
  ["false", false],
  ["null", null],
  ["{ days: 36500 }", { days: 36500 }],
  ["{ mode: COMPLIANCE, years: 100 }", { mode: "COMPLIANCE", years: 100 }],
])("accepts objectLock: %s", (text, value) => {
  expect(load(plus(`objectLock: ${text}\n`)).objectLock).toEqual(value);
});

test("is off by default", () => {
  expect(load(plus("")).objectLock).toBeUndefined();
});
