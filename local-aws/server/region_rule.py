"""A bucket answers in its own Region only. moto answers in every Region, which hides a client for the wrong Region.

Ledger: bucket-region
"""


from . import s3_store
from .hosts import without_port
from .messages import Answer, Call, aws_error


def handle(call: Call) -> Answer | None:
    """Redirect a request for a bucket in another Region, as S3 does."""
    if call.s3_host is None or call.s3_host.kind != "s3" or call.action == "s3:CreateBucket":
        return None
    bucket = s3_store.bucket(call.bucket)
    if bucket is None or bucket.region_name == call.s3_host.region or _is_global(call):
        return None
    answer = aws_error(
        call,
        301,
        "PermanentRedirect",
        f"The bucket {bucket.name} is in {bucket.region_name}, not in {call.s3_host.region}. Use the endpoint of its Region.",
    )
    answer.headers.append(("x-amz-bucket-region", bucket.region_name))
    return answer


def _is_global(call: Call) -> bool:
    """Return whether the call uses the endpoint without a Region, which serves every bucket."""
    return f".{without_port(call.host)}".endswith(".s3.amazonaws.com")
