/** `mrap regions empty` with other answers of S3. */
import type { Aws } from "../../../cli/adapters/aws/aws";
import { emptyBucket } from "../../../cli/regions/empty";
import { collectingTerminal } from "./support";

interface Fake {
  readonly own: readonly string[];
  readonly members: readonly string[];
  readonly lock?: boolean;
  readonly refuse?: readonly string[];
  readonly fail?: Readonly<Record<string, { name: string; status: number }>>;
  readonly used?: boolean;
}

/** An account with the bucket `old` in us-east-1, and the members `one` and `two`. */
function account({ own, members, lock = false, refuse = [], fail = {}, used = false }: Fake): {
  aws: Aws;
  commands: string[];
  deleted: string[];
} {
  const commands: string[] = [];
  const deleted: string[] = [];
  const listed = (keys: readonly string[]) => ({
    Versions: keys.map((Key) => ({
      Key,
      VersionId: `v-${Key}`,
      ETag: "e",
      Size: 1,
      LastModified: new Date(0),
    })),
  });
  const send = async (command: {
    constructor: { name: string };
    input: Record<string, any>;
  }): Promise<unknown> => {
    const name = command.constructor.name.replace("Command", "");
    commands.push(name);
    const failure = fail[name];
    if (failure)
      throw Object.assign(new Error("no"), {
        name: failure.name,
        $metadata: { httpStatusCode: failure.status },
      });
    switch (name) {
      case "ListObjectVersions":
        return listed(command.input.Bucket === "old" ? own.filter((key) => !deleted.includes(key)) : members);
      case "GetObjectLockConfiguration":
        return { ObjectLockConfiguration: lock ? { ObjectLockEnabled: "Enabled" } : undefined };
      case "DeleteObjects": {
        const keys = command.input.Delete.Objects.map(({ Key }: { Key: string }) => Key) as string[];
        deleted.push(...keys.filter((key) => !refuse.includes(key)));
        return {
          Errors: keys
            .filter((key) => refuse.includes(key))
            .map((Key) => ({
              Key,
              VersionId: `v-${Key}`,
              Code: "AccessDenied",
              Message: "Object is WORM protected",
            })),
        };
      }
      default:
        return {};
    }
  };
  const reply = (body: string) => ({ status: 200, headers: {}, body });
  const aws = {
    s3: async () => ({ send }),
    send: async ({ service, path }: { service: string; path: string }) =>
      service === "sts"
        ? reply(
            "<R><GetCallerIdentityResult><Account>123456789012</Account><Arn>arn:aws:iam::123456789012:role/a</Arn></GetCallerIdentityResult></R>",
          )
        : reply(
            path.includes("instances") && used
              ? "<L><AccessPoints><AccessPoint><Name>albums</Name><Alias>abc.mrap</Alias><Status>READY</Status><Regions><Region><Bucket>old</Bucket></Region></Regions></AccessPoint></AccessPoints></L>"
              : "<L><AccessPoints/></L>",
          ),
  };
  return { aws: aws as unknown as Aws, commands, deleted };
}

const environment = {
  name: "photos",
  regions: { "eu-west-1": { bucket: "one" }, "eu-west-2": { bucket: "two" } },
  state: "local" as const,
};

async function empty(fake: Fake, { bucket = "old", answer }: { bucket?: string; answer?: string } = {}) {
  const { terminal, lines } = collectingTerminal(answer);
  const { aws, commands, deleted } = account(fake);
  const options = { yes: answer === undefined, dryRun: false, interactive: answer !== undefined };
  const outcome = await emptyBucket(
    aws,
    "photos",
    environment,
    { region: "us-east-1", bucket },
    terminal,
    options,
  ).catch((error: Error) => error);
  return { outcome, lines, commands, deleted };
}

const destructive = ["DeleteObjects", "DeleteBucket", "DeleteBucketPolicy", "AbortMultipartUpload"];
const harmless = (commands: string[]) =>
  expect(commands.filter((one) => destructive.includes(one))).toEqual([]);

test("a bucket whose versions all exist elsewhere is emptied and removed", async () => {
  const { outcome, lines, deleted } = await empty({ own: ["a", "b"], members: ["a", "b", "c"] });
  expect(outcome).toMatchObject({ versions: 2, onlyHere: 0, removed: true });
  expect(lines).toEqual([
    "old: 2 versions (2 B), 0 delete markers, 0 incomplete uploads. They were compared with one and two. No version exists only in old.",
    "The bucket old is deleted, with 2 versions and delete markers.",
  ]);
  expect(deleted).toEqual(["a", "b"]);
});

test("a version that exists only there stops everything, and the command to copy it is named", async () => {
  const { outcome, commands } = await empty({ own: ["a", "b"], members: ["a"] });
  expect(outcome).toMatchObject({
    message:
      "old: 2 versions (2 B), 0 delete markers, 0 incomplete uploads. They were compared with one and two. 1 version exists only in old, such as b (v-b). Nothing was deleted. Copy the versions that you need to a member, delete these versions from old yourself, and run the command again: mrap regions empty us-east-1 photos --bucket old",
  });
  harmless(commands);
});

test.each<[string, Fake, { bucket?: string; answer?: string }, string]>([
  [
    "a member",
    { own: [], members: [] },
    { bucket: "two" },
    "two is the bucket of eu-west-2 in photos. Only a bucket that is in no access point can be removed. To take it out, run: mrap regions remove eu-west-2 photos",
  ],
  [
    "a bucket of another access point",
    { own: [], members: [], used: true },
    {},
    "Step 7 is missing: old still belongs to the access point albums (READY). Delete the access point first: deploy the environment without it.",
  ],
  [
    "another answer than the bucket's name",
    { own: ["a"], members: ["a"] },
    { answer: "yes" },
    "Not confirmed. Nothing was deleted.",
  ],
  [
    "a member that cannot be listed",
    { own: ["a"], members: ["a"], fail: { ListObjectVersions: { name: "AccessDenied", status: 403 } } },
    {},
    "old cannot be listed, so nothing is proved. No further version is deleted. No permission: s3:ListBucketVersions on old is denied; allow it to your role, or use another one.",
  ],
])("%s is refused, and nothing is deleted", async (_, fake, more, message) => {
  const { outcome, commands } = await empty(fake, more);
  expect(outcome).toMatchObject({ message });
  harmless(commands);
});

test("versions that S3 does not delete are named, and the bucket remains", async () => {
  const { outcome, lines, commands, deleted } = await empty({
    own: ["a", "b"],
    members: ["a", "b"],
    lock: true,
    refuse: ["b"],
  });
  expect(lines).toContain(
    "Object Lock is enabled for old. A version under a retention or a legal hold cannot be deleted before it ends. The bucket then remains.",
  );
  expect(outcome).toMatchObject({
    message:
      "1 version deleted. S3 refused to delete 1, such as b (v-b): Object is WORM protected. The bucket remains. Run the command again when nothing holds them.",
  });
  expect(deleted).toEqual(["a"]);
  expect(commands).not.toContain("DeleteBucket");
});

test("a bucket that something still writes to remains", async () => {
  const { outcome } = await empty({
    own: ["a"],
    members: ["a"],
    fail: { DeleteBucket: { name: "BucketNotEmpty", status: 409 } },
  });
  expect(outcome).toMatchObject({
    message:
      "1 version deleted, but old is not empty: something still writes to it. Find the writer, then run the command again.",
  });
});
