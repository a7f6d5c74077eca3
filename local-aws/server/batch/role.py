"""Decides whether the role of a job may do its work. Unlike for other calls, the permissions of this role are enforced.

Ledger: batch-role
"""

from .. import s3_store
from ..access.check import denial_of_bucket
from ..access.simulate import allows
from ..access.trust import may_assume
from .job import Job

_SERVICE = "batchoperations.s3.amazonaws.com"


def preparation_error(job: Job) -> tuple[str, str] | None:
    """Return the code and the reason of a job that cannot be prepared, or None."""
    role = job.request["RoleArn"]
    if not may_assume(role, job.source, False, service=_SERVICE, unknown=False):
        return "AccessDenied", f"Unable to assume role {role}"
    source = f"arn:aws:s3:::{job.source}"
    needed = [("s3:GetReplicationConfiguration", source), ("s3:PutInventoryConfiguration", source)]
    output = job.generator.get("ManifestOutputLocation")
    if output is not None:
        place = f"{output['Bucket']}/{output.get('ManifestPrefix', '')}/job-{job.identity}/manifest.json"
        needed += [("s3:PutObject", place), ("s3:GetObject", place), ("s3:GetObjectVersion", place)]
    if job.report.get("Enabled") == "true":
        needed.append(("s3:PutObject", f"{job.report['Bucket']}/{job.report.get('Prefix', '')}/job-{job.identity}/manifest.json"))
    for action, resource in needed:
        reason = refusal(role, action, resource)
        if reason is not None:
            return "AccessDenied", reason
    bucket = s3_store.bucket(job.source)
    if bucket is None or not getattr(bucket, "replication", None):
        return "ReplicationConfigurationNotFound", "The source bucket has no replication configuration"
    return None


def refusal(role: str, action: str, resource: str) -> str | None:
    """Return why the role may not do this, or None."""
    if not allows(role, action, resource):
        return f"Role {role} is not authorized to perform {action} on {resource}"
    return denial_of_bucket(role, action, resource)
