/** The location of the state, in the words of the README. */
import type { Configuration, JsonObject } from "../synthesized/configuration";
import { code } from "./markdown";

export interface StateWords {
  /** Where the state is. */
  readonly place: string;
  /** What `terraform init` needs. */
  readonly needs?: string;
  /** How to move the state after an edit of the backend. */
  readonly move: string;
}

const MIGRATE = "`terraform init -migrate-state`";

/** Nothing for the local state of a trial. */
export function stateWords({ backend }: Configuration): StateWords | undefined {
  const text = (name: string): string => backend.body[name] as string;
  switch (backend.name) {
    case "local":
      return undefined;
    case "s3":
      return {
        place: `the bucket ${code(text("bucket"))} (${text("region")}) under the key ${code(text("key"))}`,
        needs: "credentials that can read and write the state bucket",
        move: `${MIGRATE}. A backend accepts no variables. To change the Region without an edit, run \`terraform init -migrate-state -backend-config=region=REGION\``,
      };
    case "cloud": {
      const workspace = (backend.body["workspaces"] as JsonObject)["name"] as string;
      return {
        place: `the workspace ${code(workspace)} of the organization ${code(text("organization"))} in HCP Terraform`,
        needs: "a token from `terraform login`",
        move: "`terraform init`. The block accepts no variables",
      };
    }
    case "http":
      return {
        place: code(text("address")),
        needs: "`TF_HTTP_USERNAME` and `TF_HTTP_PASSWORD`",
        move: `${MIGRATE}. A backend accepts no variables`,
      };
    case "gcs":
      return {
        place: code(`gs://${text("bucket")}/${text("prefix")}/default.tfstate`),
        needs: "Google Cloud credentials that can read and write the bucket",
        move: `${MIGRATE}. A backend accepts no variables`,
      };
    default:
      return {
        place: `the blob ${code(text("key"))} in the container ${code(text("container_name"))} of the Azure storage account ${code(text("storage_account_name"))}`,
        needs: "Azure credentials that can read and write the container",
        move: `${MIGRATE}. A backend accepts no variables`,
      };
  }
}
