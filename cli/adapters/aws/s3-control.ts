import type { S3ControlClient } from "@aws-sdk/client-s3-control";
import { CONTROL_PLANE_REGION } from "../../../constructs/limits";
import type { Aws } from "./aws";

/** The client for the control plane of access points, which is in one Region. Ledger: mrap-management-region */
export function accessPointControl(aws: Aws): Promise<S3ControlClient> {
  return aws.sdk("s3-control", CONTROL_PLANE_REGION, async () => {
    const { S3ControlClient } = await import("@aws-sdk/client-s3-control");
    return S3ControlClient;
  });
}
