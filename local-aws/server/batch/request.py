"""Reads a CreateJob request and finds what AWS rejects.

Ledger: batch-create-job, batch-manifest-filter
"""

from typing import Any
from xml.etree import ElementTree

from .. import s3_store

#: The statuses that a filter may name. A filter cannot select PENDING.
STATUSES = ("COMPLETED", "FAILED", "REPLICA", "NONE")
_LISTS = {"Tags", "ObjectReplicationStatuses", "Fields"}


def parse(body: bytes) -> dict[str, Any]:
    """Return the request as nested dictionaries."""
    parsed = _value(ElementTree.fromstring(body))
    if not isinstance(parsed, dict):
        raise ValueError("The request is empty.")
    return parsed


def mistake(request: dict[str, Any], region: str) -> str | None:
    """Return why AWS rejects the request, or None."""
    for name in ("Operation", "Report", "ClientRequestToken", "Priority", "RoleArn"):
        if name not in request:
            return f"Request must contain {name}"
    if "S3ReplicateObject" not in request["Operation"]:
        return "The local AWS supports the operation S3ReplicateObject only"
    generator = (request.get("ManifestGenerator") or {}).get("S3JobManifestGenerator")
    if "Manifest" in request or not isinstance(generator, dict):
        return "The local AWS supports jobs with an S3JobManifestGenerator only"
    return _generator_mistake(generator, region) or _report_mistake(request["Report"], region)


def _generator_mistake(generator: dict[str, Any], region: str) -> str | None:
    bucket = s3_store.bucket(name_of(generator.get("SourceBucket", "")))
    if bucket is None:
        return "The source bucket does not exist"
    if bucket.region_name != region:
        return f"The source bucket must be in the Region of the job, {region}, but is in {bucket.region_name}"
    owner = generator.get("ExpectedBucketOwner")
    if owner is not None and owner != s3_store.ACCOUNT:
        return "The source bucket has another owner than expected"
    if generator.get("EnableManifestOutput") == "true":
        output = generator.get("ManifestOutputLocation") or {}
        place = s3_store.bucket(name_of(output.get("Bucket", "")))
        if place is None:
            return "The manifest bucket does not exist"
        if place.region_name != region:
            return "The manifest bucket must be in the same Region as the source bucket"
        if output.get("ManifestFormat") != "S3InventoryReport_CSV_20211130":
            return "ManifestFormat must be S3InventoryReport_CSV_20211130"
    for status in (generator.get("Filter") or {}).get("ObjectReplicationStatuses", []):
        if status not in STATUSES:
            return f"ObjectReplicationStatuses: {status} should be one of {', '.join(STATUSES)}"
    return None


def _report_mistake(report: dict[str, Any], region: str) -> str | None:
    if report.get("Enabled") != "true":
        return None
    bucket = s3_store.bucket(name_of(report.get("Bucket", "")))
    if bucket is None:
        return "The report bucket does not exist"
    return None if bucket.region_name == region else "The report bucket must be in the Region of the job"


def name_of(arn: str) -> str:
    """Return the name of a bucket from its ARN."""
    return arn.removeprefix("arn:aws:s3:::")


def _value(element: Any) -> Any:
    children = list(element)
    name = element.tag.rpartition("}")[2]
    if name in _LISTS:
        return [_value(child) for child in children]
    if not children:
        return {} if element.text is None and name.startswith("S3") else (element.text or "")
    return {child.tag.rpartition("}")[2]: _value(child) for child in children}
