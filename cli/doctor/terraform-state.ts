import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Environment } from "../../environment/load";
import type { Aws } from "../adapters/aws/aws";
import { explain, kindOf } from "../adapters/aws/errors";

/** The resources in Terraform's state of the environment, or why they are not known. */
export type TerraformState = { readonly addresses: ReadonlySet<string> } | { readonly unknown: string };

const EMPTY: TerraformState = { addresses: new Set() };

/** Reads which resources Terraform's state has. The values of their attributes are not looked at. */
export async function readTerraformState(
  aws: Aws,
  id: string,
  { state, name }: Environment,
  account: string,
  signal: AbortSignal,
): Promise<TerraformState> {
  if (state === "local") return localState(id);
  if (!("bucket" in state)) return { unknown: "Terraform's state is outside AWS." };
  const { bucket, region, key = `${name}/terraform.tfstate` } = state;
  try {
    const { body } = await aws.send(
      {
        method: "GET",
        service: "s3",
        region,
        host: `${bucket}.s3.${region}.amazonaws.com`,
        path: `/${key.split("/").map(encodeURIComponent).join("/")}`,
        headers: { "x-amz-expected-bucket-owner": account },
      },
      { signal },
    );
    return parseState(body, key);
  } catch (error) {
    if (kindOf(error) === "missing") return EMPTY;
    return {
      unknown: explain(error, { action: "s3:GetObject", resource: `arn:aws:s3:::${bucket}/${key}` }),
    };
  }
}

async function localState(id: string): Promise<TerraformState> {
  const folder = dirname(resolve(process.env["CDKTF_OUTDIR"] || "cdktf.out"));
  const file = join(folder, `terraform.${id}.tfstate`);
  try {
    return parseState(await readFile(file, "utf8"), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return EMPTY;
    return { unknown: `${file} cannot be read: ${(error as Error).message}.` };
  }
}

/** @param name the name of the file or object in the sentence */
export function parseState(text: string, name: string): TerraformState {
  interface Resource {
    readonly mode?: string;
    readonly type?: string;
    readonly name?: string;
    readonly instances?: readonly unknown[];
  }
  try {
    const { resources } = JSON.parse(text) as { resources?: readonly Resource[] };
    if (!Array.isArray(resources)) return { unknown: `${name} is not a state of Terraform.` };
    const own = (resources as readonly Resource[]).filter(
      (one) => one.mode === "managed" && (one.instances?.length ?? 0) > 0,
    );
    return { addresses: new Set(own.map((one) => `${one.type}.${one.name}`)) };
  } catch {
    return { unknown: `${name} is not a state of Terraform.` };
  }
}
