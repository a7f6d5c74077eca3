"""Recognizes the host names of AWS and reads those of S3."""

import re
from dataclasses import dataclass

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
    """The target of an S3 host name. `kind` is s3, control or mrap."""

    kind: str
    region: str | None = None
    bucket: str | None = None
    alias: str | None = None


def without_port(host: str) -> str:
    """Return the host of HOST:PORT in lowercase."""
    if host.startswith("["):
        return host[1:].split("]")[0].lower()
    return host.rsplit(":", 1)[0].lower() if host.count(":") == 1 else host.lower()


def is_aws(host: str) -> bool:
    """Return whether a host belongs to AWS. No request to such a host leaves this process."""
    name = without_port(host)
    return bool(_AWS.search(name)) or name in _METADATA


def parse_s3_host(host: str) -> S3Host | None:
    """Read an S3 host name. Return None for the host of another service."""
    name = without_port(host)
    if found := _MRAP.match(name):
        return S3Host("mrap", alias=found["alias"])
    if found := _CONTROL.match(name):
        return S3Host("control", region=found["region"])
    if found := _S3.match(name):
        return S3Host("s3", region=found["region"] or "us-east-1", bucket=found["bucket"])
    return None
