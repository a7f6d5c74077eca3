/**
 * The message of a routing change, as an input transformer of EventBridge: a JSON object.
 *
 * EventBridge does not escape the values that it inserts. The values in quotes are ARNs, times, names of Regions, error
 * codes and ids, which contain no quotes. The request is an object, which must not be in quotes. The error message is
 * not part of the message, because it is free text. Ledger: events-input-template
 */
export const ROUTING_CHANGE_MESSAGE = {
  inputPaths: {
    who: "$.detail.userIdentity.arn",
    time: "$.time",
    region: "$.detail.awsRegion",
    request: "$.detail.requestParameters",
    error: "$.detail.errorCode",
    event: "$.detail.eventID",
  },
  inputTemplate: `{
  "summary": "<who> submitted routes of a Multi-Region Access Point in <region> at <time>.",
  "error": "<error>",
  "request": <request>,
  "eventId": "<event>",
  "verify": "The sender of this message is not verified. Before you act on it, look up the event: aws cloudtrail lookup-events --region <region> --lookup-attributes AttributeKey=EventId,AttributeValue=<event>"
}`,
};
