"""CloudTrail events of submitted routes, on the default event bus of the Region of the call. Rejected calls are included.

There is no event without a trail that is logging, covers the Region and records write management events.

Ledger: trail-events, trail-region, trail-parameters
"""

import json
import re
from datetime import datetime, timezone
from typing import Any
from urllib.parse import unquote

from moto.cloudtrail.models import cloudtrail_backends
from moto.events.models import events_backends
from moto.moto_api._internal import mock_random

from .. import s3_store
from ..access.principal import ROOT, who
from ..messages import Answer, Call


def observe(call: Call, answer: Answer, _: float) -> None:
    """Send the event of one submission."""
    region = call.s3_host.region if call.s3_host else None
    if call.action != "s3:SubmitMultiRegionAccessPointRoutes" or region is None or not _is_recorded(region):
        return
    entry = {"Source": "aws.s3", "DetailType": "AWS API Call via CloudTrail", "Detail": json.dumps(_detail(call, answer, region))}
    events_backends[s3_store.ACCOUNT][region].put_events([entry])


def _is_recorded(region: str) -> bool:
    """Return whether a trail records write management events of the Region."""
    return any(
        trail.status.is_logging and (trail.is_multi_region or home == region) and _records_writes(trail)
        for home, backend in list(cloudtrail_backends[s3_store.ACCOUNT].items())
        for trail in list(backend.trails.values())
    )


def _records_writes(trail: Any) -> bool:
    if trail.advanced_event_selectors:
        return any(_selects_writes(selector) for selector in trail.advanced_event_selectors)
    return not trail.event_selectors or any(
        str(selector.get("IncludeManagementEvents", True)).lower() == "true"
        and selector.get("ReadWriteType", "All") in ("All", "WriteOnly")
        for selector in trail.event_selectors
    )


def _selects_writes(selector: dict[str, Any]) -> bool:
    fields = {field["Field"]: field.get("Equals", []) for field in selector.get("FieldSelectors", [])}
    return "Management" in fields.get("eventCategory", []) and fields.get("readOnly", ["false"]) == ["false"]


def _detail(call: Call, answer: Answer, region: str) -> dict[str, Any]:
    """Return the record. AWS documents its fields, but not the parameters of this call."""
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
        "awsRegion": region,
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
