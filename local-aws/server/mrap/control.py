"""The control plane of Multi-Region Access Points in moto, with AWS's rules for creation, aliases, policies and routes.

Ledger: mrap-name, mrap-regions, mrap-alias, mrap-policy-proposed, routes-bucket, routes-dial, routes-partial-update,
routes-one-region
"""

import re
import secrets
import string
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.s3control import urls
from moto.s3control.exceptions import InvalidRequestException, MultiRegionAccessPointNotFound, S3ControlError
from moto.s3control.models import S3ControlBackend
from moto.s3control.responses import S3ControlResponse

from .. import s3_store
from . import store

_NAME = re.compile(r"[a-z0-9][-a-z0-9]{1,48}[a-z0-9]")
_MOST_REGIONS = 17
_used_aliases: set = set()


class RoutesNotAllowed(S3ControlError):
    """An access point with one Region has no failover configuration."""

    code = "MethodNotAllowed"

    def __init__(self) -> None:
        super().__init__("A Multi-Region Access Point with one Region has no failover configuration")


def new_alias() -> str:
    """Return a random alias that was never used before."""
    while True:
        text = secrets.choice(string.ascii_lowercase) + "".join(
            secrets.choice(string.ascii_lowercase + string.digits) for _ in range(12)
        )
        if text not in _used_aliases:
            _used_aliases.add(text)
            return f"{text}.mrap"


def check_members(name: str, regions: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the members with their Regions, or raise the error of AWS."""
    if not _NAME.fullmatch(name):
        raise InvalidRequestException(f"the name '{name}' should match {_NAME.pattern}")
    if not 1 <= len(regions) <= _MOST_REGIONS:
        raise InvalidRequestException(f"an access point has 1 to {_MOST_REGIONS} Regions, got {len(regions)}")
    members: list[dict[str, str]] = []
    for entry in regions:
        bucket = s3_store.bucket(entry.get("Bucket"))
        if bucket is None:
            raise InvalidRequestException(f"the bucket '{entry.get('Bucket')}' does not exist")
        twin = next((member for member in members if member["Region"] == bucket.region_name), None)
        if twin:
            raise InvalidRequestException(
                f"the buckets '{twin['Bucket']}' and '{bucket.name}' are both in {bucket.region_name}: "
                "an access point takes one bucket per Region"
            )
        members.append({"Bucket": bucket.name, "Region": bucket.region_name, "BucketAccountId": s3_store.ACCOUNT})
    return members


def _install_create() -> None:
    original = S3ControlBackend.create_multi_region_access_point

    def create(self: Any, account_id: str, name: str, public_access_block: Any, regions: Any, region_name: str) -> Any:
        members = check_members(name, regions)
        operation = original(self, account_id, name, public_access_block, regions, region_name)
        mrap = self.multi_region_access_points[account_id][name]
        mrap.alias = new_alias()
        mrap.regions = members
        mrap.dials = {entry["Region"]: 100 for entry in members}
        operation.details["Regions"] = members
        return operation

    S3ControlBackend.create_multi_region_access_point = create


def _install_policy() -> None:
    original = S3ControlResponse.get_multi_region_access_point_policy

    def get_policy(self: Any) -> ActionResult:
        answer = original(self)
        answer.result["Policy"]["Proposed"] = answer.result["Policy"]["Established"]
        return answer

    S3ControlResponse.get_multi_region_access_point_policy = get_policy


def _addressed(response: Any) -> Any:
    arn = response._get_param("Mrap") or ""
    for mrap in store.every():
        if arn in (store.arn(mrap), mrap.alias):
            return mrap
    raise MultiRegionAccessPointNotFound(arn)


def _get_routes(response: Any) -> ActionResult:
    mrap = _addressed(response)
    if len(mrap.regions) == 1:
        raise RoutesNotAllowed()
    routes = [
        {
            "Bucket": entry["Bucket"],
            "Region": entry["Region"],
            "TrafficDialPercentage": mrap.dials[entry["Region"]],
        }
        for entry in mrap.regions
    ]
    return ActionResult({"Mrap": store.arn(mrap), "Routes": routes})


def _submit_routes(response: Any) -> EmptyResult:
    mrap = _addressed(response)
    if len(mrap.regions) == 1:
        raise RoutesNotAllowed()
    dials = dict(mrap.dials)
    for update in response._get_param("RouteUpdates", []):
        if update.get("Region"):
            raise InvalidRequestException("A route update names the bucket of a Region, not the Region")
        members = [entry for entry in mrap.regions if update.get("Bucket") == entry["Bucket"]]
        if len(members) != 1:
            raise InvalidRequestException(f"the route {dict(update)} names no member of the access point")
        dial = int(update["TrafficDialPercentage"])
        if dial not in (0, 100):
            raise InvalidRequestException(f"TrafficDialPercentage should be 0 or 100, got {dial}")
        dials[members[0]["Region"]] = dial
    if not any(dials.values()):
        raise InvalidRequestException("At least one Region must be active in the Multi-Region Access Point")
    mrap.dials = dials
    return EmptyResult()


def install() -> None:
    """Add the rules and the routes to moto."""
    _install_create()
    _install_policy()
    S3ControlResponse.get_multi_region_access_point_routes = _get_routes
    S3ControlResponse.submit_multi_region_access_point_routes = _submit_routes
    urls.url_paths["/v20180820/mrap/instances/<path:mrap>/routes"] = S3ControlResponse.dispatch
