"""CloudTrail, as far as access points go: EventBridge in us-west-2 hears of every submission of routes, refused ones too.

Ledger: trail-events, trail-region, trail-parameters
"""

import json
import re
from datetime import datetime, timezone
from typing import Any
from urllib.parse import unquote

from moto.events.models import events_backends
from moto.moto_api._internal import mock_random

from .. import s3_store
from ..access.principal import ROOT, who
from ..messages import Answer, Call

#: Where CloudTrail records the management of access points, whichever control Region took the call.
REGION = "us-west-2"


def observe(call: Call, answer: Answer, _: float) -> None:
    """Tell the default bus of the Region of one answered submission."""
    if call.action != "s3:SubmitMultiRegionAccessPointRoutes":
        return
    entry = {"Source": "aws.s3", "DetailType": "AWS API Call via CloudTrail", "Detail": json.dumps(_detail(call, answer))}
    events_backends[s3_store.ACCOUNT][REGION].put_events([entry])


def _detail(call: Call, answer: Answer) -> dict[str, Any]:
    """The record; AWS publishes its frame, but no example of this call's parameters."""
    caller = who(call) or ROOT
    body = call.body.decode("utf-8", "replace")
    routes = [
        {name: _field(route, name) for name in ("Bucket", "Region", "TrafficDialPercentage") if _field(route, name)}
        for route in re.findall(r"<Route>(.*?)</Route>", body, re.S)
    ]
    code = answer.error or _field(answer.body.decode("utf-8", "replace"), "Code")
    return {
        "eventVersion": "1.11",
        "userIdentity": {"type": caller.kind, "arn": caller.arn, "accountId": s3_store.ACCOUNT},
        "eventTime": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": "s3.amazonaws.com",
        "eventName": "SubmitMultiRegionAccessPointRoutes",
        "awsRegion": REGION,
        "sourceIPAddress": "127.0.0.1",
        "userAgent": f"[{call.headers.get('user-agent', '')}]",
        "requestParameters": {
            "Host": call.host,
            "Mrap": unquote(call.path).removeprefix("/v20180820/mrap/instances/").removesuffix("/routes"),
            "RouteUpdates": routes,
        },
        "responseElements": None,
        **({"errorCode": code or str(answer.status)} if answer.status >= 300 else {}),
        "requestID": mock_random.get_random_hex(16).upper(),
        "eventID": str(mock_random.uuid4()),
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": s3_store.ACCOUNT,
        "eventCategory": "Management",
    }


def _field(xml: str, name: str) -> str:
    found = re.search(rf"<{name}>([^<]*)</{name}>", xml)
    return found[1] if found else ""
