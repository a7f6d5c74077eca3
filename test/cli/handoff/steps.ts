/** The promises of a handover, as checks of one environment. */
import { HANDED_OVER, substance, type Form, type Plan, type Proof } from "./proof";

export async function isValidAndFormatted(proof: Proof, form: Form): Promise<void> {
  const { output } = await proof.terraform(form, "validate", "-json");
  expect(JSON.parse(output)).toMatchObject({ valid: true, warning_count: 0, diagnostics: [] });
  await isFormatted(proof, form);
}

export async function isFormatted(proof: Proof, form: Form): Promise<void> {
  await proof.must(proof.terraform(form, "fmt", "-check", "-recursive", "-diff"));
}

export async function passesItsTestsOffline(proof: Proof, form: Form): Promise<void> {
  const { output } = await proof.must(proof.terraformOffline(form, "test"));
  expect(output).toMatch(/Success! 5 passed, 0 failed\./);
}

/** From an empty state. */
export async function plansTheSame(
  proof: Proof,
  deployed: Plan,
  forms: readonly Form[] = HANDED_OVER,
): Promise<void> {
  expect(deployed.resource_changes.length).toBeGreaterThan(50);
  for (const form of forms) expect(substance(await proof.plan(form))).toEqual(substance(deployed));
}

/** On the state of the deployment. */
export async function plansNoChange(proof: Proof, form: Form): Promise<void> {
  await proof.takeOver(form);
  const { output } = await proof.must(proof.terraform(form, "plan", "-lock=false", "-detailed-exitcode"));
  expect(output).toMatch(/No changes\./);
}

/** Another threshold and another tag, in one plan that is kept for an apply. */
export async function otherVariablesChangeTheirArgumentsOnly(proof: Proof, form: Form): Promise<void> {
  const tags = { ...proof.environment.tags, Owner: "somebody else" };
  const plan = await proof.plan(
    form,
    ...["-var", "replication_latency_seconds=61", "-var", `tags=${JSON.stringify(tags)}`],
  );
  const known = changes(plan).map((change) => change.split(" "));
  expect(known.filter(([, ...names]) => names.includes("tags_all")).length).toBeGreaterThan(10);

  const alarms = Object.keys(proof.environment.regions).map(
    (region) => `aws_cloudwatch_metric_alarm.${region.replace(/-/g, "_")}_replication_latency threshold`,
  );
  // The dashboard draws the threshold.
  const dashboard = proof.environment.monitoring.dashboard
    ? ["aws_cloudwatch_dashboard.this dashboard_body"]
    : [];
  const others = known.flatMap(([address, ...names]) => {
    const left = names.filter((name) => !/^tags(_all)?$/.test(name));
    return left.length > 0 ? [`${address} ${left.join(" ")}`] : [];
  });
  expect(others).toEqual([...alarms, ...dashboard].sort());

  // Terraform reads a policy document again when a resource in it changes. The policy is then known after apply.
  for (const { address, change } of plan.resource_changes) {
    if (change.actions.join() === "read") expect(address).toMatch(/^data\.aws_iam_policy_document\./);
    else
      for (const name of unknown(change.after_unknown))
        expect(`${address} ${name}`).toMatch(/ (policy|assume_role_policy|details)$/);
  }
}

/** Names of arguments that are at least partly known after apply. */
function unknown(afterUnknown: unknown): string[] {
  return Object.entries(afterUnknown as object).flatMap(([name, value]) =>
    JSON.stringify(value).includes("true") ? [name] : [],
  );
}

/** `ADDRESS argument argument` for each resource whose arguments change, or `ADDRESS action`. */
function changes({ resource_changes }: Plan): string[] {
  return resource_changes
    .flatMap(({ address, change: { actions, before, after, after_unknown } }) => {
      const action = actions.join();
      if (action === "no-op" || action === "read") return [];
      if (action !== "update") return [`${address} ${action}`];
      const changed = Object.keys({ ...before, ...after })
        .filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]))
        .filter((name) => !unknown(after_unknown).includes(name));
      return changed.length > 0 ? [`${address} ${changed.sort().join(" ")}`] : [];
    })
    .sort();
}
