"""Calls that AWS rejects before they reach a backend.

Ledger: mrap-management-region, routes-regions, mrap-policy-document, mrap-member-bucket
"""

import json
import re
from xml.etree import ElementTree

from ..messages import Answer, Call, aws_error
from . import store

#: The Region that manages access points.
HOME = "us-west-2"
#: The Regions that serve failover calls.
ROUTING_REGIONS = ("us-east-1", "us-west-2", "ap-southeast-2", "ap-northeast-1", "eu-west-1")


def control_region(call: Call) -> Answer | None:
    """Reject a call in a Region that does not serve it."""
    if call.s3_host is None or call.s3_host.kind != "control":
        return None
    region = call.s3_host.region
    if re.search(r"/mrap/instances/.+/routes$", call.path):
        if region not in ROUTING_REGIONS:
            places = ", ".join(ROUTING_REGIONS)
            return aws_error(call, 400, "InvalidRequest", f"Only {places} serve failover calls. {region} does not.")
    elif re.match(r"/v20180820/(mrap|async-requests/mrap)/", call.path + "/") and region != HOME:
        return aws_error(
            call, 400, "InvalidRequest", f"Only {HOME} serves calls that manage Multi-Region Access Points. {region} does not."
        )
    return None


def policy_document(call: Call) -> Answer | None:
    """Reject a policy that is not a JSON document with statements. moto accepts any text."""
    if call.action != "s3:PutMultiRegionAccessPointPolicy":
        return None
    try:
        text = next((e.text for e in ElementTree.fromstring(call.body).iter() if e.tag.rpartition("}")[2] == "Policy"), None)
        statements = json.loads(text or "")["Statement"]
    except (ElementTree.ParseError, ValueError, KeyError, TypeError):
        return aws_error(call, 400, "MalformedPolicy", "The policy is not a JSON document with statements")
    return None if statements else aws_error(call, 400, "MalformedPolicy", "The policy has no statement")


def member_bucket(call: Call) -> Answer | None:
    """Reject the deletion of a member bucket."""
    if call.action != "s3:DeleteBucket" or call.bucket is None:
        return None
    mrap = store.over_bucket(call.bucket)
    if mrap is None:
        return None
    reason = f"The bucket is a member of the Multi-Region Access Point '{mrap.name}'. Delete the access point first."
    return aws_error(call, 409, "InvalidBucketState", reason)
