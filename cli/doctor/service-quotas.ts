import type { Aws } from "../adapters/aws/aws";
import { details, ServiceError } from "../adapters/aws/errors";
import { jsonApi } from "../adapters/aws/json-api";

interface Answer {
  readonly Quota?: { readonly Value?: number };
}

/** The quota of the account in a Region. Its default if the account has no value of its own. Ledger: service-quotas */
export async function quota(
  aws: Aws,
  service: string,
  code: string,
  region: string,
  signal: AbortSignal,
): Promise<number> {
  const parameters = { ServiceCode: service, QuotaCode: code };
  const ask = (action: string) => jsonApi<Answer>(aws, "servicequotas", region, action, parameters, signal);
  const { Quota } = await ask("GetServiceQuota").catch((error: unknown) => {
    if (details(error).code === "NoSuchResourceException") return ask("GetAWSDefaultServiceQuota");
    throw error;
  });
  if (Quota?.Value === undefined) throw new ServiceError(200, "HTTP200", "", false);
  return Quota.Value;
}
