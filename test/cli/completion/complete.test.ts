import { complete, type Lookups } from "../../../cli/completion/complete";
import { program } from "../../../cli/main";

const lookups: Lookups = {
  environments: () => ["photos", "pictures", "videos"],
  regions: (environment) =>
    environment === "photos" || environment === undefined ? ["ap-south-1", "us-east-1", "us-west-2"] : [],
  profiles: () => ["default", "dev"],
};

const texts = (...words: string[]): string[] =>
  complete(program(), words, lookups).candidates.map(({ text }) => text);

test.each<[words: string[], candidates: string[]]>([
  [["sta"], ["status", "state"]],
  [["env", ""], ["list"]],
  [
    ["regions", "r"],
    ["remove", "replace", "retire"],
  ],
  [["regions", "remove", "us-e"], ["us-east-1"]],
  [
    ["status", "p"],
    ["photos", "pictures"],
  ],
  [
    ["failover", "photos", "--to", ""],
    ["ap-south-1", "us-east-1", "us-west-2"],
  ],
  [
    ["failover", "photos", "--to", "us-"],
    ["us-east-1", "us-west-2"],
  ],
  [
    ["failover", "photos", "--to", "us-east-1", "--to", ""],
    ["ap-south-1", "us-west-2"],
  ],
  [["failover", "photos", "--to", "us-east-1,u"], ["us-east-1,us-west-2"]],
  [["failover", "--to", "us-east"], ["us-east-1"]],
  [["failover", "photos", "--to=us-e"], ["--to=us-east-1"]],
  // bash passes the equals sign as a word.
  [["failover", "photos", "--to", "=", "us-e"], ["us-east-1"]],
  [
    ["failover", "photos", "--to", "="],
    ["ap-south-1", "us-east-1", "us-west-2"],
  ],
  [
    ["status", "photos", "--profile", "d"],
    ["default", "dev"],
  ],
  [["status", "--js"], ["--json"]],
  [["status", "--json", "--js"], []],
  [
    ["failover", "photos", "--to", "us-east-1", "--t"],
    ["--to", "--timeout"],
  ],
  [
    ["review", "plan.json", "--fail-on", ""],
    ["danger", "warning", "never"],
  ],
  [
    ["completion", ""],
    ["bash", "zsh"],
  ],
  [["failover", "photos", "--timeout", ""], []],
  [["status", "photos", ""], []],
])("%j", (words, candidates) => {
  expect(texts(...words)).toEqual(candidates);
});

test("the first word is one of the commands in the help, without the hidden one", () => {
  expect(texts("")).toEqual(expect.arrayContaining(["status", "failover", "completion"]));
  expect(texts("__")).toEqual([]);
  expect(texts("h")).toEqual(["handoff"]);
});

test("file names fit where a file is wanted, and environment files beside environments", () => {
  expect(complete(program(), ["status", ""], lookups).files).toEqual(["yaml", "yml"]);
  expect(complete(program(), ["report", ""], lookups).files).toEqual(["json"]);
  expect(complete(program(), ["diagram", "photos", "-o", ""], lookups).files).toEqual([]);
  expect(complete(program(), ["failover", "photos", "--to", ""], lookups).files).toBeUndefined();
});

test("every option of every command is completed with one sentence about it", () => {
  for (const command of program().commands) {
    const { candidates } = complete(program(), [command.name(), "--"], lookups);
    expect(candidates.map(({ text }) => text)).toEqual(
      expect.arrayContaining(command.options.map(({ long }) => long)),
    );
    for (const { about } of candidates) expect(about).toMatch(/\.$/);
  }
});
