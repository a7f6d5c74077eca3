"""Finds the IAM action of a call."""

from urllib.parse import parse_qs

from .messages import Call

# Query parameter of a bucket call -> the IAM action's stem (Get..., Put..., and what DELETE needs).
_BUCKET: dict[str, tuple[str, str, str]] = {
    "accelerate": ("GetAccelerateConfiguration", "PutAccelerateConfiguration", ""),
    "acl": ("GetBucketAcl", "PutBucketAcl", ""),
    "analytics": ("GetAnalyticsConfiguration", "PutAnalyticsConfiguration", "PutAnalyticsConfiguration"),
    "cors": ("GetBucketCORS", "PutBucketCORS", "PutBucketCORS"),
    "encryption": ("GetEncryptionConfiguration", "PutEncryptionConfiguration", "PutEncryptionConfiguration"),
    "intelligent-tiering": (
        "GetIntelligentTieringConfiguration",
        "PutIntelligentTieringConfiguration",
        "PutIntelligentTieringConfiguration",
    ),
    "inventory": ("GetInventoryConfiguration", "PutInventoryConfiguration", "PutInventoryConfiguration"),
    "lifecycle": ("GetLifecycleConfiguration", "PutLifecycleConfiguration", "PutLifecycleConfiguration"),
    "location": ("GetBucketLocation", "", ""),
    "logging": ("GetBucketLogging", "PutBucketLogging", ""),
    "metrics": ("GetMetricsConfiguration", "PutMetricsConfiguration", "PutMetricsConfiguration"),
    "notification": ("GetBucketNotification", "PutBucketNotification", ""),
    "object-lock": ("GetBucketObjectLockConfiguration", "PutBucketObjectLockConfiguration", ""),
    "ownershipControls": ("GetBucketOwnershipControls", "PutBucketOwnershipControls", "PutBucketOwnershipControls"),
    "policy": ("GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"),
    "policyStatus": ("GetBucketPolicyStatus", "", ""),
    "publicAccessBlock": ("GetBucketPublicAccessBlock", "PutBucketPublicAccessBlock", "PutBucketPublicAccessBlock"),
    "replication": ("GetReplicationConfiguration", "PutReplicationConfiguration", "PutReplicationConfiguration"),
    "requestPayment": ("GetBucketRequestPayment", "PutBucketRequestPayment", ""),
    "tagging": ("GetBucketTagging", "PutBucketTagging", "PutBucketTagging"),
    "uploads": ("ListBucketMultipartUploads", "", ""),
    "versioning": ("GetBucketVersioning", "PutBucketVersioning", ""),
    "versions": ("ListBucketVersions", "", ""),
    "website": ("GetBucketWebsite", "PutBucketWebsite", "DeleteBucketWebsite"),
}
_BUCKET_DEFAULT = {"GET": "ListBucket", "HEAD": "ListBucket", "PUT": "CreateBucket", "DELETE": "DeleteBucket"}
_OBJECT_DEFAULT = {"GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject", "POST": "PutObject", "DELETE": "DeleteObject"}
_METHOD_INDEX = {"GET": 0, "HEAD": 0, "PUT": 1, "DELETE": 2}
_CONTROL = [
    ("POST", "/async-requests/mrap/create", "CreateMultiRegionAccessPoint"),
    ("POST", "/async-requests/mrap/delete", "DeleteMultiRegionAccessPoint"),
    ("POST", "/async-requests/mrap/put-policy", "PutMultiRegionAccessPointPolicy"),
    ("GET", "/async-requests/mrap/", "DescribeMultiRegionAccessPointOperation"),
]
_JOB_PARTS = {
    ("POST", "status"): "UpdateJobStatus",
    ("POST", "priority"): "UpdateJobPriority",
    ("GET", "tagging"): "GetJobTagging",
    ("PUT", "tagging"): "PutJobTagging",
    ("DELETE", "tagging"): "DeleteJobTagging",
}
_CONTROL_TAILS = {"routes": "Routes", "policy": "Policy", "policystatus": "PolicyStatus"}


def name_action(call: Call) -> str | None:
    """Return SERVICE:Action of a call, or None if it is unknown."""
    if call.s3_host is None:
        return _other_service(call)
    if call.s3_host.kind == "control":
        return _control(call)
    if call.bucket is None and call.s3_host.kind == "s3":
        return "s3:ListAllMyBuckets"
    name = _object_action(call) if call.key else _bucket_action(call)
    return f"s3:{name}" if name else None


def _bucket_action(call: Call) -> str | None:
    if call.method == "POST":
        return "DeleteObject" if "delete" in call.query else "PutObject"
    for parameter, names in _BUCKET.items():
        if parameter in call.query and call.method in _METHOD_INDEX:
            return names[_METHOD_INDEX[call.method]] or None
    return _BUCKET_DEFAULT.get(call.method)


def _object_action(call: Call) -> str | None:
    query, version = call.query, "versionId" in call.query
    verb = {"GET": "Get", "HEAD": "Get", "PUT": "Put", "DELETE": "Delete"}.get(call.method)
    for parameter, stem in (("tagging", "Tagging"), ("acl", "Acl")):
        if parameter in query and verb:
            return f"{verb}Object{'Version' if version else ''}{stem}"
    for parameter, stem in (("legal-hold", "LegalHold"), ("retention", "Retention")):
        if parameter in query and verb:
            return f"{verb}Object{stem}"
    if "attributes" in query:
        return "GetObjectVersionAttributes" if version else "GetObjectAttributes"
    if "uploadId" in query and call.method in ("GET", "DELETE"):
        return "ListMultipartUploadParts" if call.method == "GET" else "AbortMultipartUpload"
    if "restore" in query:
        return "RestoreObject"
    name = _OBJECT_DEFAULT.get(call.method)
    return f"{name}Version" if version and name in ("GetObject", "DeleteObject") else name


def _control(call: Call) -> str | None:
    path = call.path.removeprefix("/v20180820")
    for method, start, name in _CONTROL:
        if call.method == method and path.startswith(start):
            return f"s3:{name}"
    if path == "/jobs" or path.startswith("/jobs/"):
        return _job_action(call.method, path.strip("/").split("/"))
    if path.startswith("/mrap/instances"):
        if path.rstrip("/") == "/mrap/instances":
            return "s3:ListMultiRegionAccessPoints"
        verb = "Submit" if call.method in ("PATCH", "PUT", "POST") else "Get"
        return f"s3:{verb}MultiRegionAccessPoint{_CONTROL_TAILS.get(path.rsplit('/', 1)[-1], '')}"
    if path.startswith("/configuration/publicAccessBlock"):
        return f"s3:{'Get' if call.method == 'GET' else 'Put'}AccountPublicAccessBlock"
    return None


def _job_action(method: str, steps: list[str]) -> str | None:
    if len(steps) == 1:
        return "s3:CreateJob" if method == "POST" else "s3:ListJobs"
    name = "DescribeJob" if len(steps) == 2 else _JOB_PARTS.get((method, steps[2]))
    return f"s3:{name}" if name else None


def _other_service(call: Call) -> str | None:
    service = call.host.split(".")[0]
    target = call.headers.get("x-amz-target")
    if target:
        return f"{service}:{target.rsplit('.', 1)[-1]}"
    if "/operation/" in call.path:
        return f"{service}:{call.path.rsplit('/', 1)[-1]}"
    if call.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        names = parse_qs(call.body.decode("utf-8", "replace")).get("Action")
        return f"{service}:{names[0]}" if names else None
    return None
