"""What AWS refuses around Multi-Region Access Points before any backend sees the call."""

import json
import re
from typing import Optional
from xml.etree import ElementTree

from ..messages import Answer, Call, aws_error
from . import store

#: The one Region of the control plane.
HOME = "us-west-2"
#: The Regions that serve failover calls.
ROUTING_REGIONS = ("us-east-1", "us-west-2", "ap-southeast-2", "ap-northeast-1", "eu-west-1")


def control_region(call: Call) -> Optional[Answer]:
    """Only the Regions that AWS serves these calls in."""
    if call.s3_host is None or call.s3_host.kind != "control":
        return None
    region = call.s3_host.region
    if re.search(r"/mrap/instances/.+/routes$", call.path):
        if region not in ROUTING_REGIONS:
            places = ", ".join(ROUTING_REGIONS)
            return aws_error(call, 400, "InvalidRequest", f"failover calls are served by {places} only, not by {region}")
    elif re.match(r"/v20180820/(mrap|async-requests/mrap)/", call.path + "/") and region != HOME:
        return aws_error(
            call, 400, "InvalidRequest", f"Multi-Region Access Points are managed in {HOME} only, not in {region}"
        )
    return None


def policy_document(call: Call) -> Optional[Answer]:
    """A policy must be JSON with statements; moto takes any text."""
    if call.action != "s3:PutMultiRegionAccessPointPolicy":
        return None
    try:
        text = next((e.text for e in ElementTree.fromstring(call.body).iter() if e.tag.rpartition("}")[2] == "Policy"), None)
        statements = json.loads(text or "")["Statement"]
    except (ElementTree.ParseError, ValueError, KeyError, TypeError):
        return aws_error(call, 400, "MalformedPolicy", "the policy is not a JSON document with statements")
    return None if statements else aws_error(call, 400, "MalformedPolicy", "the policy has no statement")


def member_bucket(call: Call) -> Optional[Answer]:
    """A bucket cannot go before the access point over it."""
    if call.action != "s3:DeleteBucket" or call.bucket is None:
        return None
    mrap = store.over_bucket(call.bucket)
    if mrap is None:
        return None
    reason = f"The bucket is a member of the Multi-Region Access Point '{mrap.name}': delete that first"
    return aws_error(call, 409, "InvalidBucketState", reason)
