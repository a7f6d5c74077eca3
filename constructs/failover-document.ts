/** The contents of the Automation document. Values may be tokens. */
export interface FailoverDocumentProps {
  /** The access point's name. */
  readonly name: string;
  readonly accessPointArn: string;
  readonly accountId: string;
  /** ARN of the role that the automation assumes. */
  readonly roleArn: string;
  /** The member buckets' names, keyed by Region. The parameters accept these Regions only. */
  readonly buckets: Readonly<Record<string, string>>;
  /** Other access points that fail over together with this one. @default none */
  readonly otherAccessPoints?: readonly RoutedAccessPoint[];
}

/** An access point whose routing a runbook changes. */
export interface RoutedAccessPoint {
  readonly name: string;
  readonly arn: string;
  /** The member buckets' names, keyed by Region. */
  readonly buckets: Readonly<Record<string, string>>;
}

/**
 * `check` fails before anything changes, and `verify` fails if the routing is not as requested. Both compare numbers,
 * because an output of Automation may hold a number as text. No double quotes: they do not survive in an expression of
 * Terraform.
 */
const script = `def routing(events):
    return {route['Region']: int(float(route['TrafficDialPercentage'])) for route in events['Routes']}

def check(events, context):
    now, up, down = routing(events), events['ActivateRegion'], events['PassivateRegion']
    for region in (up, down):
        if region not in now:
            raise Exception(region + ' is not a member Region. The member Regions are ' + ', '.join(sorted(now)) + '.')
    if up == down:
        raise Exception('ActivateRegion and PassivateRegion are both ' + up + '.')
    buckets = events['Buckets']
    return {'Before': str(now), 'ActivateBucket': buckets[up], 'PassivateBucket': buckets[down]}

def verify(events, context):
    now, up, down = routing(events), events['ActivateRegion'], events['PassivateRegion']
    if now.get(up) != 100 or now.get(down) != 0:
        raise Exception('The update was submitted, but the routing is still ' + str(now) + '.')
    return {'After': str(now)}
`;

/** The value of the parameter AccessPoints that means every access point of the document. */
const ALL = "all";

/**
 * A failover as an Automation document. One update makes one Region active and another one passive. The update is sent
 * to the routes API of the Region in which the document runs. All other Regions keep their routing status.
 *
 * With several access points, the document checks all of them before it changes the first one.
 */
export function failoverDocument(props: FailoverDocumentProps): Record<string, unknown> {
  const first = { name: props.name, arn: props.accessPointArn, buckets: props.buckets };
  const all = [first, ...(props.otherAccessPoints ?? [])];
  const region = (description: string) => ({
    type: "String",
    description,
    allowedValues: [...new Set(all.flatMap(({ buckets }) => Object.keys(buckets)))],
  });
  const regions = {
    ActivateRegion: region("The Region that becomes active"),
    PassivateRegion: region("The Region that becomes passive"),
  };
  // A routing change takes up to two minutes.
  const wait = { name: "LetItTakeEffect", action: "aws:sleep", inputs: { Duration: "PT2M" } };
  const header = (accessPoints: string) => ({
    schemaVersion: "0.3",
    description:
      `Fails over the S3 Multi-Region Access ${accessPoints}: one Region becomes active and another one passive, in ` +
      "one update. All other Regions keep their routing status. Check replication first: objects that have not been " +
      "replicated yet cannot be read in the new Region.",
    assumeRole: props.roleArn,
  });
  if (all.length === 1) {
    const { read, check, submit, readAgain, verify } = stepsOf(first, props.accountId);
    return {
      ...header(`Point ${props.name}`),
      parameters: regions,
      mainSteps: [read, check, submit, wait, readAgain, { ...verify, isEnd: true }],
      outputs: ["CheckTarget.Before", "Verify.After"],
    };
  }
  const names = all.map(({ name }) => name);
  const steps = all.map((each, index) => stepsOf(each, props.accountId, index + 1));
  /** Runs steps for each access point that the parameter selects. */
  const forEach = (phase: string, stepsOfOne: (index: number) => Step[], next: string): Step[] =>
    all.flatMap(({ name }, index) => {
      const [one, ...rest] = stepsOfOne(index) as [Step, ...Step[]];
      const choice = (value: string) => ({
        NextStep: one.name,
        Variable: "{{ AccessPoints }}",
        StringEquals: value,
      });
      const select: Step = {
        name: `${phase}_${index + 1}`,
        action: "aws:branch",
        inputs: {
          Choices: [choice(ALL), choice(name)],
          Default: index + 1 < all.length ? `${phase}_${index + 2}` : next,
        },
      };
      return [select, one, ...rest];
    });
  return {
    ...header(`Points ${names.join(" and ")}`),
    parameters: {
      ...regions,
      AccessPoints: {
        type: "String",
        description: `The access points that fail over. With ${ALL}, they are routed the same way afterwards`,
        allowedValues: [ALL, ...names],
        default: ALL,
      },
    },
    mainSteps: [
      ...forEach("Check", (index) => [steps[index]!.read, steps[index]!.check], "Change_1"),
      ...forEach("Change", (index) => [steps[index]!.submit], wait.name),
      wait,
      ...forEach(
        "Confirm",
        // The other access points are verified, too, if one fails. The automation fails at its end.
        (index) => [steps[index]!.readAgain, { ...steps[index]!.verify, onFailure: "Continue" }],
        "End",
      ),
      { name: "End", action: "aws:sleep", inputs: { Duration: "PT1S" }, isEnd: true },
    ],
    outputs: all.flatMap((_, index) => [`CheckTarget_${index + 1}.Before`, `Verify_${index + 1}.After`]),
  };
}

interface Step {
  readonly name: string;
  readonly action: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

/** The steps for one access point. @param number distinguishes the steps of several access points */
function stepsOf({ name, arn, buckets }: RoutedAccessPoint, accountId: string, number?: number) {
  const accessPoint = { AccountId: accountId, Mrap: arn };
  const suffix = number === undefined ? "" : `_${number}`;
  const readRoutes = (step: string): Step => ({
    name: `${step}${suffix}`,
    action: "aws:executeAwsApi",
    inputs: { Service: "s3control", Api: "GetMultiRegionAccessPointRoutes", ...accessPoint },
    outputs: [{ Name: "Routes", Selector: "$.Routes", Type: "MapList" }],
    onFailure: "Abort",
  });
  const runScript = (
    step: string,
    handler: string,
    routesFrom: string,
    outputs: readonly string[],
  ): Step => ({
    name: `${step}${suffix}`,
    action: "aws:executeScript",
    onFailure: "Abort",
    inputs: {
      Runtime: "python3.11",
      Handler: handler,
      Script: number === undefined ? script : namedScript(name),
      InputPayload: {
        Routes: `{{ ${routesFrom}${suffix}.Routes }}`,
        ActivateRegion: "{{ ActivateRegion }}",
        PassivateRegion: "{{ PassivateRegion }}",
        ...(handler === "check" ? { Buckets: { ...buckets } } : {}),
      },
    },
    outputs: outputs.map((output) => ({ Name: output, Selector: `$.Payload.${output}`, Type: "String" })),
  });
  const submit: Step = {
    name: `Submit${suffix}`,
    action: "aws:executeAwsApi",
    // Never retried: after a conflict or a lost response, the next steps read the routing to find out.
    maxAttempts: 1,
    onFailure: "Continue",
    inputs: {
      Service: "s3control",
      Api: "SubmitMultiRegionAccessPointRoutes",
      ...accessPoint,
      // Bucket, not Region: every example of AWS sends the bucket, and the endpoint is reported to reject a Region.
      RouteUpdates: [
        { Bucket: `{{ CheckTarget${suffix}.ActivateBucket }}`, TrafficDialPercentage: 100 },
        { Bucket: `{{ CheckTarget${suffix}.PassivateBucket }}`, TrafficDialPercentage: 0 },
      ],
    },
  };
  return {
    read: readRoutes("ReadRouting"),
    check: runScript("CheckTarget", "check", "ReadRouting", ["Before", "ActivateBucket", "PassivateBucket"]),
    submit,
    readAgain: readRoutes("ReadRoutingAgain"),
    verify: runScript("Verify", "verify", "ReadRoutingAgain", ["After"]),
  };
}

/** The script with the name of its access point in the messages. */
function namedScript(name: string): string {
  return script
    .replace("is not a member Region. The", `is not a member Region of ${name}. Its`)
    .replace(
      "', '.join(sorted(now)) + '.')",
      "', '.join(sorted(now)) + '. To fail over another access point only, choose it in AccessPoints.')",
    )
    .replace("but the routing is still", `but the routing of ${name} is still`);
}
