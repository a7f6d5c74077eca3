import { controlRegions } from "../access-point/control-regions";
import { FailoverControls } from "../access-point/failover-controls";
import type { Aws } from "../adapters/aws/aws";
import { judge, routesApi } from "../adapters/aws/routes-api";

/** The only one of several access points that has exactly these member buckets. Its routing lists them. */
export async function arnWithMembers(
  aws: Aws,
  arns: readonly string[],
  buckets: readonly string[],
): Promise<string | undefined> {
  const wanted = [...buckets].sort().join();
  const all = await Promise.all(arns.map((arn) => membersOf(aws, arn)));
  const found = arns.filter((_, index) => all[index] === wanted);
  return found.length === 1 ? found[0] : undefined;
}

async function membersOf(aws: Aws, arn: string): Promise<string | undefined> {
  const account = arn.split(":")[4] ?? "";
  const controls = new FailoverControls(routesApi(aws, { account, arn }), controlRegions, { judge });
  try {
    const { routes } = await controls.read();
    return routes
      .map(({ bucket }) => bucket)
      .sort()
      .join();
  } catch {
    return undefined;
  } finally {
    controls.close();
  }
}
