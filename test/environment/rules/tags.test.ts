import { load, plus, removeFolders, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "keys and values",
    plus('tags:\n  aws:x: fine\n  version: 1.10\n  trial: true\n  "key!": "a#b"\n  "": empty\n'),
    `e.yaml:7:3  tags["aws:x"]
  starts with "aws:", which AWS reserves
  got:     aws:x
  allowed: 1 to 128 letters, digits, spaces and _ . : / = + - @, not starting with "aws:"
  fix:     choose another key

e.yaml:8:12  tags.version
  is a number in YAML and must be a string
  got:     1.10
  allowed: at most 256 letters, digits, spaces and _ . : / = + - @
  fix:     put it in quotes: "1.10"

e.yaml:9:10  tags.trial
  is true or false in YAML and must be a string
  got:     true
  allowed: at most 256 letters, digits, spaces and _ . : / = + - @
  fix:     put it in quotes: "true"

e.yaml:10:3  tags["key!"]
  is a tag key with a character that AWS does not allow
  got:     key!
  allowed: 1 to 128 letters, digits, spaces and _ . : / = + - @, not starting with "aws:"
  fix:     remove that character

e.yaml:10:11  tags["key!"]
  contains a character that AWS does not allow in tags
  got:     a#b
  allowed: at most 256 letters, digits, spaces and _ . : / = + - @
  fix:     remove that character

e.yaml:11:3  tags[""]
  is an empty tag key
  got:     ""
  allowed: 1 to 128 letters, digits, spaces and _ . : / = + - @, not starting with "aws:"
  fix:     write a key`,
  ],
  [
    "a key and a value that are too long",
    plus(`tags: { ${"k".repeat(129)}: ${"v".repeat(257)} }\n`),
    `e.yaml:6:9  tags.kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk
  is a tag key with 129 characters
  got:     kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk
  allowed: 1 to 128 letters, digits, spaces and _ . : / = + - @, not starting with "aws:"
  fix:     shorten it

e.yaml:6:140  tags.kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk
  has 257 characters
  got:     vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv…
           (257 characters)
  allowed: at most 256 letters, digits, spaces and _ . : / = + - @
  fix:     shorten it`,
  ],
]);

test.each([
  [
    "keys and values of full length and in every script",
    plus(`tags: { ${"k".repeat(128)}: ${"v".repeat(256)}, Größe: "日本 a+b=c", empty: "" }\n`),
  ],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});
