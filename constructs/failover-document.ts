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

/**
 * A failover as an Automation document. One update makes one Region active and another one passive. The update is sent
 * to the routes API of the Region in which the document runs. All other Regions keep their routing status.
 */
export function failoverDocument(props: FailoverDocumentProps): Record<string, unknown> {
  const accessPoint = { AccountId: props.accountId, Mrap: props.accessPointArn };
  const region = (description: string) => ({
    type: "String",
    description,
    allowedValues: Object.keys(props.buckets),
  });
  const readRoutes = (name: string, next: Record<string, unknown>) => ({
    name,
    action: "aws:executeAwsApi",
    inputs: { Service: "s3control", Api: "GetMultiRegionAccessPointRoutes", ...accessPoint },
    outputs: [{ Name: "Routes", Selector: "$.Routes", Type: "MapList" }],
    ...next,
  });
  const runScript = (name: string, handler: string, routesFrom: string, outputs: readonly string[]) => ({
    name,
    action: "aws:executeScript",
    onFailure: "Abort",
    inputs: {
      Runtime: "python3.11",
      Handler: handler,
      Script: script,
      InputPayload: {
        Routes: `{{ ${routesFrom}.Routes }}`,
        ActivateRegion: "{{ ActivateRegion }}",
        PassivateRegion: "{{ PassivateRegion }}",
        ...(handler === "check" ? { Buckets: { ...props.buckets } } : {}),
      },
    },
    outputs: outputs.map((output) => ({ Name: output, Selector: `$.Payload.${output}`, Type: "String" })),
  });
  return {
    schemaVersion: "0.3",
    description:
      `Fails over the S3 Multi-Region Access Point ${props.name}: one Region becomes active and another one passive, in ` +
      "one update. All other Regions keep their routing status. Check replication first: objects that have not been " +
      "replicated yet cannot be read in the new Region.",
    assumeRole: props.roleArn,
    parameters: {
      ActivateRegion: region("The Region that becomes active"),
      PassivateRegion: region("The Region that becomes passive"),
    },
    mainSteps: [
      readRoutes("ReadRouting", { onFailure: "Abort" }),
      runScript("CheckTarget", "check", "ReadRouting", ["Before", "ActivateBucket", "PassivateBucket"]),
      {
        name: "Submit",
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
            { Bucket: "{{ CheckTarget.ActivateBucket }}", TrafficDialPercentage: 100 },
            { Bucket: "{{ CheckTarget.PassivateBucket }}", TrafficDialPercentage: 0 },
          ],
        },
      },
      // A routing change takes up to two minutes.
      { name: "LetItTakeEffect", action: "aws:sleep", inputs: { Duration: "PT2M" } },
      readRoutes("ReadRoutingAgain", { onFailure: "Abort" }),
      { ...runScript("Verify", "verify", "ReadRoutingAgain", ["After"]), isEnd: true },
    ],
    outputs: ["CheckTarget.Before", "Verify.After"],
  };
}
