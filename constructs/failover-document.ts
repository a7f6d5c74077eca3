/** What the Automation document needs to know; values may be tokens. */
export interface FailoverDocumentProps {
  /** The access point's name. */
  readonly name: string;
  readonly accessPointArn: string;
  readonly accountId: string;
  /** The role that the automation acts as. */
  readonly roleArn: string;
  /** The access point's Regions: the only ones that the parameters take. */
  readonly members: readonly string[];
}

/**
 * Refuses before anything is changed, and fails where the routing is not as it was asked for. Without double quotes:
 * they do not survive in an expression of Terraform's.
 */
const script = `def routing(events):
    return {route['Region']: route['TrafficDialPercentage'] for route in events['Routes']}

def check(events, context):
    now, up, down = routing(events), events['ActivateRegion'], events['PassivateRegion']
    for region in (up, down):
        if region not in now:
            raise Exception(region + ' is no member; the members are ' + ', '.join(sorted(now)))
    if up == down:
        raise Exception('ActivateRegion and PassivateRegion are both ' + up)
    return {'Before': str(now)}

def verify(events, context):
    now, up, down = routing(events), events['ActivateRegion'], events['PassivateRegion']
    if now.get(up) != 100 or now.get(down) != 0:
        raise Exception('submitted, but the routing still reads ' + str(now))
    return {'After': str(now)}
`;

/**
 * A failover as an Automation document: one Region becomes active and another passive, in one update, through the
 * control endpoint of the Region in which the document runs. A Region that is not named keeps its routing.
 */
export function failoverDocument(props: FailoverDocumentProps): Record<string, unknown> {
  const accessPoint = { AccountId: props.accountId, Mrap: props.accessPointArn };
  const region = (description: string) => ({
    type: "String",
    description,
    allowedValues: [...props.members],
  });
  const routing = (name: string, next: Record<string, unknown>) => ({
    name,
    action: "aws:executeAwsApi",
    inputs: { Service: "s3control", Api: "GetMultiRegionAccessPointRoutes", ...accessPoint },
    outputs: [{ Name: "Routes", Selector: "$.Routes", Type: "MapList" }],
    ...next,
  });
  const judged = (name: string, handler: string, from: string, output: string) => ({
    name,
    action: "aws:executeScript",
    onFailure: "Abort",
    inputs: {
      Runtime: "python3.11",
      Handler: handler,
      Script: script,
      InputPayload: {
        Routes: `{{ ${from}.Routes }}`,
        ActivateRegion: "{{ ActivateRegion }}",
        PassivateRegion: "{{ PassivateRegion }}",
      },
    },
    outputs: [{ Name: output, Selector: `$.Payload.${output}`, Type: "String" }],
  });
  return {
    schemaVersion: "0.3",
    description:
      `Fails the S3 Multi-Region Access Point ${props.name} over: one Region becomes active and another passive, in one ` +
      "update. Takes no other Region in. Look at replication first: what has not arrived cannot be read there.",
    assumeRole: props.roleArn,
    parameters: {
      ActivateRegion: region("The Region that traffic shall go to"),
      PassivateRegion: region("The Region that traffic shall leave"),
    },
    mainSteps: [
      routing("ReadRouting", { onFailure: "Abort" }),
      judged("CheckTarget", "check", "ReadRouting", "Before"),
      {
        name: "Submit",
        action: "aws:executeAwsApi",
        // A conflict or a lost answer is looked into, and never repeated blindly.
        maxAttempts: 1,
        onFailure: "Continue",
        inputs: {
          Service: "s3control",
          Api: "SubmitMultiRegionAccessPointRoutes",
          ...accessPoint,
          RouteUpdates: [
            { Region: "{{ ActivateRegion }}", TrafficDialPercentage: 100 },
            { Region: "{{ PassivateRegion }}", TrafficDialPercentage: 0 },
          ],
        },
      },
      // A change takes up to two minutes.
      { name: "LetItTakeEffect", action: "aws:sleep", inputs: { Duration: "PT2M" } },
      routing("ReadRoutingAgain", { onFailure: "Abort" }),
      { ...judged("Verify", "verify", "ReadRoutingAgain", "After"), isEnd: true },
    ],
    outputs: ["CheckTarget.Before", "Verify.After"],
  };
}
