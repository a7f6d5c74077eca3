"""The Multi-Region Access Points in moto, and what moto does not keep of them: dials and where a request goes."""

from dataclasses import dataclass
from typing import Any, Dict, List, Optional

from moto.s3control.models import s3control_backends

from ..s3_store import ACCOUNT, PARTITION
from .distance import distance


@dataclass(frozen=True)
class Route:
    """Where one request through an access point goes."""

    arn: str
    name: str
    bucket: str
    region: str

    @property
    def serving(self) -> Dict[str, str]:
        """For the journal."""
        return {"region": self.region, "bucket": self.bucket, "arn": self.arn}


def backend() -> Any:
    """moto's S3 Control backend."""
    return s3control_backends[ACCOUNT][PARTITION]


def every() -> List[Any]:
    """All access points of the account."""
    return list(backend().multi_region_access_points[ACCOUNT].values())


def arn(mrap: Any) -> str:
    """The ARN, which holds the alias and not the name."""
    return f"arn:{PARTITION}:s3::{ACCOUNT}:accesspoint/{mrap.alias}"


def by_alias(alias: str) -> Optional[Any]:
    """An access point by its alias."""
    return next((mrap for mrap in every() if mrap.alias == alias), None)


def over_bucket(bucket: str) -> Optional[Any]:
    """An access point that has this bucket as a member."""
    return next((mrap for mrap in every() if any(entry["Bucket"] == bucket for entry in mrap.regions)), None)


def route(mrap: Any, client_region: Optional[str]) -> Route:
    """The active member nearest to the client; the first active one when nobody knows where the client is."""
    active = [entry for entry in mrap.regions if mrap.dials[entry["Region"]] > 0]
    if client_region:
        active.sort(key=lambda entry: distance(client_region, entry["Region"]))
    return Route(arn(mrap), mrap.name, active[0]["Bucket"], active[0]["Region"])
