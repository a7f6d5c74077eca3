"""Host names: which of them are AWS, and what an S3 host name says."""

import re
from dataclasses import dataclass
from typing import Optional

_AWS = re.compile(
    r"(^|\.)(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws|on\.aws|api\.amazonwebservices\.com\.cn)$"
)
_METADATA = {"169.254.169.254", "169.254.170.2", "fd00:ec2::254"}
_REGION = r"(?P<region>[a-z]{2}(?:-[a-z]+)+-\d+)"
_S3 = re.compile(
    r"^(?:(?P<bucket>[a-z0-9][a-z0-9.-]*)\.)?s3(?:-fips)?(?:\.dualstack)?(?:[.-]" + _REGION + r")?\.amazonaws\.com(?:\.cn)?$"
)
_CONTROL = re.compile(
    r"^(?:(?P<account>\d{12})\.)?s3-control(?:-fips)?(?:\.dualstack)?\." + _REGION + r"\.amazonaws\.com(?:\.cn)?$"
)
_MRAP = re.compile(r"^(?P<alias>[a-z0-9-]+\.mrap)\.accesspoint\.s3-global\.amazonaws\.com$")


@dataclass(frozen=True)
class S3Host:
    """What an S3 host name addresses; `kind` is s3, control or mrap."""

    kind: str
    region: Optional[str] = None
    bucket: Optional[str] = None
    alias: Optional[str] = None


def without_port(host: str) -> str:
    """The host part of HOST:PORT, in lower case."""
    if host.startswith("["):
        return host[1:].split("]")[0].lower()
    return host.rsplit(":", 1)[0].lower() if host.count(":") == 1 else host.lower()


def is_aws(host: str) -> bool:
    """True for every host that must never be reached for real."""
    name = without_port(host)
    return bool(_AWS.search(name)) or name in _METADATA


def parse_s3_host(host: str) -> Optional[S3Host]:
    """Read an S3 host name, or None when the host is another service's."""
    name = without_port(host)
    if found := _MRAP.match(name):
        return S3Host("mrap", alias=found["alias"])
    if found := _CONTROL.match(name):
        return S3Host("control", region=found["region"])
    if found := _S3.match(name):
        return S3Host("s3", region=found["region"] or "us-east-1", bucket=found["bucket"])
    return None
