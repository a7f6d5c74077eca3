import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { App, TerraformStack } from "cdktf";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RegionalBucket, type RegionalBucketProps } from "../../constructs/bucket";
import { RegionalProviders } from "../../constructs/providers";

type Block = Record<string, any>;

/** A synthesized stack in the form that Terraform reads. */
export class Synthesized {
  constructor(readonly json: Block) {}

  /** Resources of a type by label. */
  resources(type: string): Record<string, Block> {
    return withoutMetadata(this.json.resource?.[type]);
  }

  data(type: string): Record<string, Block> {
    return withoutMetadata(this.json.data?.[type]);
  }

  /** The only resource of a type. */
  resource(type: string): Block {
    const all = Object.values(this.resources(type));
    if (all.length !== 1) throw new Error(`expected one ${type}, found ${all.length}`);
    return all[0]!;
  }

  /** The statements of a policy document by sid. */
  statements(label: string): Record<string, Block> {
    const document = this.data("aws_iam_policy_document")[label];
    if (!document) {
      throw new Error(
        `no policy document ${label}: ${Object.keys(this.data("aws_iam_policy_document")).join(", ")}`,
      );
    }
    return Object.fromEntries(document.statement.map((statement: Block) => [statement.sid, statement]));
  }

  get types(): string[] {
    return Object.keys(this.json.resource ?? {}).sort();
  }

  /** All addresses of resources and data sources. */
  get addresses(): string[] {
    const of = (prefix: string, blocks: Block = {}) =>
      Object.entries(blocks).flatMap(([type, labels]) =>
        Object.keys(labels).map((l) => `${prefix}${type}.${l}`),
      );
    return [...of("", this.json.resource), ...of("data.", this.json.data)].sort();
  }
}

function withoutMetadata(blocks: Block = {}): Record<string, Block> {
  return Object.fromEntries(
    Object.entries(blocks).map(([label, { "//": _, ...block }]) => [label, block as Block]),
  );
}

/** Synthesizes the stack that `build` creates or returns. */
export function synth(build: (app: App) => TerraformStack): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), "synth-"));
  try {
    const app = new App({ outdir });
    const stack = build(app);
    app.synth();
    return new Synthesized(
      JSON.parse(readFileSync(join(outdir, "stacks", stack.node.id, "cdk.tf.json"), "utf8")),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** A plain stack with providers for some Regions, like the stack of another CDKTF app that uses the constructs. */
export class PlainStack extends TerraformStack {
  readonly providers: RegionalProviders;
  private readonly identity: DataAwsCallerIdentity;

  constructor(
    app: App,
    readonly regions: readonly string[],
  ) {
    super(app, "plain");
    this.providers = new RegionalProviders(this, "Providers", { regions });
    this.identity = new DataAwsCallerIdentity(this, "current", {});
  }

  get accountId(): string {
    return this.identity.accountId;
  }

  bucket(region: string, props: Partial<RegionalBucketProps> = {}): RegionalBucket {
    const provider = this.providers.in(region);
    return new RegionalBucket(this, region, { region, bucket: `bucket-in-${region}`, provider, ...props });
  }

  buckets(): RegionalBucket[] {
    return this.regions.map((region) => this.bucket(region));
  }

  /** Labels without the hash, which another app would see, so that a test can name them. */
  protected override allocateLogicalId(element: any): string {
    const node = element.node ?? element;
    return node.scopes
      .slice(node.scopes.indexOf(this) + 1)
      .map((scope: any) => scope.node.id)
      .join("/");
  }
}

/** Synthesizes constructs in a plain stack. */
export function synthPlain(regions: readonly string[], build: (stack: PlainStack) => void): Synthesized {
  return synth((app) => {
    const stack = new PlainStack(app, regions);
    build(stack);
    return stack;
  });
}

/** The message of the error that `action` throws. */
export function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("expected an error, and there was none");
}

/** The validation errors of a stack, as cdktf reports them when it synthesizes. */
export function validationErrors(build: () => unknown): string[] {
  const [, ...lines] = messageOf(build).split("\n\n")[0]!.split("\n  ");
  return lines;
}
