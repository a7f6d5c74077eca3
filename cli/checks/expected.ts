import { DEFAULTS } from "../../constructs/defaults";
import type { Environment } from "../../environment/load";
import {
  addressOf,
  isJsonObject,
  readConfiguration,
  type Element,
  type Json,
  type JsonObject,
} from "../synthesized/configuration";
import { generationsOf } from "../synthesized/access-points";
import { preparedStack } from "../synthesized/stack";
import { isOpen } from "./expected-text";
import { decodeJsonencode } from "./jsonencode";
import { policyJson } from "./policy-document";

/** A resource or a data source that the stack has, with its references resolved as far as they are known. */
export interface ExpectedElement {
  readonly address: string;
  readonly type: string;
  readonly label: string;
  /** The Region of its provider. */
  readonly region: string;
  /** A reference that is not known remains, such as `${aws_kms_key.alerts.arn}`. */
  readonly body: JsonObject;
}

/** Values that only AWS knows. */
export interface DeployedFacts {
  readonly account: string;
  /** @default aws */
  readonly partition?: string;
  /** The ARN of the access point: of the new one, if there are two. */
  readonly accessPointArn?: string;
  /** The ARN of the access point that clients still use while the Regions are changed. */
  readonly previousAccessPointArn?: string;
}

/** An access point that the stack has. */
export interface ExpectedAccessPoint {
  readonly name: string;
  /** Undefined if it is not deployed. */
  readonly arn?: string;
  /** Undefined if it is not deployed. */
  readonly alias?: string;
  /** The Regions, with the initial routing and the network of the environment file. */
  readonly regions: Environment["regions"];
}

/** The resources that an environment should have, from its synthesized stack. Nothing is written and nothing is sent. */
export class ExpectedStack {
  private readonly elements: readonly Element[];
  private readonly regions: ReadonlyMap<string, string>;
  private readonly byAddress: ReadonlyMap<string, Element>;
  private readonly moves: ReadonlyMap<string, string>;
  private readonly imports: ReadonlySet<string>;
  private readonly forgets: ReadonlySet<string>;
  private readonly known = new Map<string, string>();

  /** @throws UserError if the environment cannot be synthesized */
  constructor(
    id: string,
    private readonly environment: Environment,
    private readonly facts: DeployedFacts,
  ) {
    const { elements, providers, statements } = readConfiguration(
      preparedStack(id, environment).toTerraform(),
      [],
    );
    this.elements = elements;
    this.moves = new Map(
      statements
        .filter(({ type }) => type === "moved")
        .map(({ body }) => [textOf(body.to), textOf(body.from)]),
    );
    const addresses = (of: string, argument: string) =>
      new Set(statements.flatMap(({ type, body }) => (type === of ? [textOf(body[argument])] : [])));
    this.imports = addresses("import", "to");
    this.forgets = addresses("removed", "from");
    this.byAddress = new Map(elements.map((one) => [addressOf(one), one]));
    this.regions = new Map(
      providers.map(({ body }) => [
        typeof body.alias === "string" ? `aws.${body.alias}` : "aws",
        textOf(body.region),
      ]),
    );
  }

  /** The access points of the environment: one, or two while its Regions are changed. The new one is first. */
  accessPoints(): ExpectedAccessPoint[] {
    return generationsOf(this.environment).map(({ name, regions }) => {
      const arn = this.arnOf(name);
      return {
        name,
        ...(arn !== undefined && { arn, alias: arn.split("/")[1] ?? "" }),
        regions: regions as Environment["regions"],
      };
    });
  }

  /** All resources, or those of a type, in the order of the stack. */
  resources(type?: string): ExpectedElement[] {
    return this.of("resource", type);
  }

  /** All data sources, or those of a type, in the order of the stack. */
  dataSources(type?: string): ExpectedElement[] {
    return this.of("data", type);
  }

  /** Adds an attribute that only AWS knows, such as the ARN of a created key. */
  learn(address: string, attribute: string, value: string): void {
    this.known.set(`${address}.${attribute}`, value);
  }

  /** An attribute that was learned. Undefined if AWS was not asked, or did not say it. */
  learned(address: string, attribute: string): string | undefined {
    return this.known.get(`${address}.${attribute}`);
  }

  /** The address from which the next apply moves a resource. Undefined if it does not move. */
  movedFrom(address: string): string | undefined {
    return this.moves.get(address);
  }

  /** Whether Terraform imports a resource, if its state does not have it. */
  isImported(address: string): boolean {
    return this.imports.has(address);
  }

  /** Whether Terraform forgets a resource, and does not delete it. */
  isForgotten(address: string): boolean {
    return this.forgets.has(address);
  }

  /** How many resources the stack has, by type. */
  counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { kind, type } of this.elements)
      if (kind === "resource") counts.set(type, (counts.get(type) ?? 0) + 1);
    return counts;
  }

  /** The Regions in which the stack has resources. */
  providerRegions(): string[] {
    return [...new Set(this.regions.values())];
  }

  private of(kind: Element["kind"], type?: string): ExpectedElement[] {
    return this.elements
      .filter((one) => one.kind === kind && (type === undefined || one.type === type))
      .map((one) => ({
        address: addressOf(one),
        type: one.type,
        label: one.label,
        region: this.regionOf(one),
        body: this.resolve(one.body) as JsonObject,
      }));
  }

  private regionOf({ body }: Element): string {
    return this.regions.get(typeof body.provider === "string" ? body.provider : "aws") ?? "";
  }

  private resolve(value: Json): Json {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((one) => this.resolve(one));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.resolve(one)]));
  }

  private text(value: string): string {
    const decoded = decodeJsonencode(value);
    if (decoded !== undefined) return JSON.stringify(this.resolve(decoded as Json));
    return value.replace(/\$\{([\w.]+)\.(\w+)\}/g, (whole, address: string, attribute: string) => {
      return this.attribute(address, attribute) ?? whole;
    });
  }

  private arnOf(accessPoint: string): string | undefined {
    const isPrevious = accessPoint === this.environment.previous?.name;
    return isPrevious ? this.facts.previousAccessPointArn : this.facts.accessPointArn;
  }

  private attribute(address: string, attribute: string): string | undefined {
    const { account, partition = "aws" } = this.facts;
    const [type] = address.replace(/^data\./, "").split(".");
    if (type === "aws_caller_identity" && attribute === "account_id") return account;
    if (type === "aws_partition" && attribute === "partition") return partition;
    const element = this.byAddress.get(address);
    if (element === undefined) return undefined;
    if (type === "aws_iam_policy_document" && attribute === "json")
      return JSON.stringify(policyJson(this.resolve(element.body) as JsonObject));
    if (type === "aws_s3control_multi_region_access_point") {
      const arn = this.arnOf(nameOf(element.body));
      if (attribute === "arn") return arn;
      if (attribute === "alias") return arn?.split("/")[1];
      return undefined;
    }
    const learned = this.learned(address, attribute);
    if (learned !== undefined) return learned;
    const body = this.resolve(element.body) as JsonObject;
    const literal = body[attribute];
    if (typeof literal === "string") return literal;
    const region = this.regionOf(element);
    const { name, bucket, path = DEFAULTS.iam.path } = body;
    switch (`${type} ${attribute}`) {
      case "aws_s3_bucket id":
        return textOf(bucket);
      case "aws_s3_bucket arn":
        return `arn:${partition}:s3:::${textOf(bucket)}`;
      case "aws_sns_topic arn":
      case "aws_sns_topic id":
        return `arn:${partition}:sns:${region}:${account}:${textOf(name)}`;
      case "aws_sqs_queue arn":
        return `arn:${partition}:sqs:${region}:${account}:${textOf(name)}`;
      case "aws_iam_role arn":
        return `arn:${partition}:iam::${account}:role${textOf(path)}${textOf(name)}`;
      case "aws_iam_policy arn":
        return `arn:${partition}:iam::${account}:policy${textOf(path)}${textOf(name)}`;
      case "aws_kms_key arn":
        // The data source of an existing key, which is named by its ARN.
        return address.startsWith("data.") ? textOf(body.key_id) || undefined : undefined;
      case "aws_iam_role id":
        return textOf(name);
      case "aws_cloudwatch_metric_alarm arn":
        return `arn:${partition}:cloudwatch:${region}:${account}:alarm:${textOf(body.alarm_name)}`;
      case "aws_cloudwatch_event_rule arn":
        return `arn:${partition}:events:${region}:${account}:rule/${textOf(name)}`;
      default:
        return undefined;
    }
  }
}

/** The name of an access point's resource. */
function nameOf({ details }: JsonObject): string {
  const one = Array.isArray(details) ? details[0] : details;
  return one !== undefined && isJsonObject(one) ? textOf(one.name) : "";
}

/** A string, or an empty string in place of anything else. */
export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Whether a value contains a reference that is not known before AWS is asked. */
export function isUnresolved(value: Json): boolean {
  return isOpen(JSON.stringify(value));
}
