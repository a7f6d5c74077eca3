import { errorOf, folderWith, removeFolders } from "./support";
import { loadEnvironments } from "../../environment/load";
import { pathText } from "../../environment/data";

afterAll(removeFolders);

const FILE = `# One error on every line with a number.
name: My_Mrap # 2
regions:
  us-esat-1: # 4
    bucket: Bucket_One # 5
    routing: activ # 6
    adopt: maybe # 7
  eu-west-1: # 8: no bucket
    bukcet: two-in-ireland # 9
    account: 210987654321 # 10
    network:
      vpc: vpc-xyz # 12
      clients:
        - 10.0.0.1 # 14
        - 10.0.0.1/16 # 15
        - fe80::/10 # 16
state:
  bucket: a-state
  region: eu-west-1
  kmsKey: arn:aws:kms:us-east-1:210987654321:key/mrk-0123456789abcdef0123456789abcdef # 20
replication:
  timeControl: yes # 22
  prefixes: [a/, a/b/] # 23
acess: {} # 24
lifecycle: # 25
monitoring:
  notify:
    - ops@example # 28
    - arn:aws:sns:sa-east-1:210987654321:ops # 29
  latencySeconds: -1 # 30
protect: 1 # 31
protect: 0 # 32: written twice; the value is wrong again
tags:
  version: 1.10 # 34
`;

test("every error in a file is reported at its line", () => {
  const folder = folderWith({ "many.yaml": FILE });
  const { problems, message } = errorOf(() => loadEnvironments(folder), folder);
  const sorted = [...problems].sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  expect(sorted.map(({ line, column, path }) => `${line}:${column} ${pathText(path)}`)).toEqual([
    "2:7 name",
    "4:3 regions.us-esat-1",
    "5:13 regions.us-esat-1.bucket",
    "6:14 regions.us-esat-1.routing",
    "7:12 regions.us-esat-1.adopt",
    "8:3 regions.eu-west-1.bucket",
    "9:5 regions.eu-west-1.bukcet",
    "10:14 regions.eu-west-1.account",
    "12:12 regions.eu-west-1.network.vpc",
    "14:11 regions.eu-west-1.network.clients[0]",
    "15:11 regions.eu-west-1.network.clients[1]",
    "16:11 regions.eu-west-1.network.clients[2]",
    "20:11 state.kmsKey",
    "22:16 replication.timeControl",
    "23:18 replication.prefixes[1]",
    "24:1 acess",
    "25:1 lifecycle",
    "28:7 monitoring.notify[0]",
    "29:7 monitoring.notify[1]",
    "30:19 monitoring.latencySeconds",
    "32:1 protect",
    "32:10 protect",
    "34:12 tags.version",
  ]);
  expect(message.startsWith("many.yaml has 23 errors:\n\nmany.yaml:2:7  name\n")).toBe(true);
  for (const problem of problems) expect(problem.fix).toBeTruthy();
});
