import type { Construct } from "constructs";
import { defaultStateKey } from "../constructs/defaults";
import { RemoteState, TrialState } from "../constructs/remote-state";
import { AzureState, GoogleCloudState, HcpTerraformState, HttpState } from "../constructs/state-outside-aws";
import { environmentName } from "./generations";
import type { EnvironmentProps } from "./props";

/** Creates the backend of a stack. No value is a `literal`: Terraform evaluates no expressions in a backend. */
export function configureState(scope: Construct, props: EnvironmentProps): void {
  const { state } = props;
  const name = environmentName(props);
  if (state === "local") {
    new TrialState(scope, "State");
  } else if ("cloud" in state) {
    const { organization, workspace = name, project, hostname } = state.cloud;
    new HcpTerraformState(scope, "State", {
      organization,
      workspace,
      project: project ?? undefined,
      hostname: hostname ?? undefined,
    });
  } else if ("http" in state) {
    const { username, ...rest } = state.http;
    new HttpState(scope, "State", { ...rest, username: username ?? undefined });
  } else if ("gcs" in state) {
    const { bucket, prefix = name, kmsKey } = state.gcs;
    new GoogleCloudState(scope, "State", { bucket, prefix, kmsKey: kmsKey ?? undefined });
  } else if ("azurerm" in state) {
    const { key = defaultStateKey(name), subscriptionId, tenantId, ...rest } = state.azurerm;
    new AzureState(scope, "State", {
      ...rest,
      key,
      subscriptionId: subscriptionId ?? undefined,
      tenantId: tenantId ?? undefined,
    });
  } else {
    const { bucket, region, key = defaultStateKey(name), kmsKey } = state;
    new RemoteState(scope, "State", { bucket, region, key, kmsKey: kmsKey ?? undefined });
  }
}
