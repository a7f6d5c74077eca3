"""The Multi-Region Access Points in moto, and the routing decision for a request.

Ledger: routes-nearest
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from moto.s3control.models import s3control_backends

from ..messages import Call
from ..s3_store import ACCOUNT, PARTITION
from .distance import distance


@dataclass(frozen=True)
class Route:
    """The member that serves a request."""

    arn: str
    name: str
    bucket: str
    region: str

    @property
    def serving(self) -> dict[str, str]:
        """Return the member for the journal."""
        return {"region": self.region, "bucket": self.bucket, "arn": self.arn}


def backend() -> Any:
    """Return moto's S3 Control backend."""
    return s3control_backends[ACCOUNT][PARTITION]


def every() -> list[Any]:
    """Return all access points of the account."""
    return list(backend().multi_region_access_points[ACCOUNT].values())


def arn(mrap: Any) -> str:
    """Return the ARN. It contains the alias, not the name."""
    return f"arn:{PARTITION}:s3::{ACCOUNT}:accesspoint/{mrap.alias}"


def by_alias(alias: str) -> Any | None:
    """Return an access point by alias."""
    return next((mrap for mrap in every() if mrap.alias == alias), None)


def addressed(call: Call) -> Any | None:
    """Return the access point that a control plane call names, by ARN, alias or name."""
    path = unquote(call.path).removeprefix("/v20180820/mrap/instances/")
    given = path if path != unquote(call.path) else _name_in(call.body)
    for tail in ("/routes", "/policystatus", "/policy"):
        given = given.removesuffix(tail)
    return next((mrap for mrap in every() if given in (arn(mrap), mrap.alias, mrap.name)), None)


def _name_in(body: bytes) -> str:
    try:
        return ElementTree.fromstring(body).findtext(".//{*}Details/{*}Name", "")
    except ElementTree.ParseError:
        return ""


def over_bucket(bucket: str) -> Any | None:
    """Return the access point of which a bucket is a member."""
    return next((mrap for mrap in every() if any(entry["Bucket"] == bucket for entry in mrap.regions)), None)


def route(mrap: Any, client_region: str | None) -> Route:
    """Return the active member nearest to the client, or the first one if its Region is unknown."""
    active = [entry for entry in mrap.regions if mrap.dials[entry["Region"]] > 0]
    if client_region is not None:
        here = client_region
        active.sort(key=lambda entry: distance(here, entry["Region"]))
    return Route(arn(mrap), mrap.name, active[0]["Bucket"], active[0]["Region"])
