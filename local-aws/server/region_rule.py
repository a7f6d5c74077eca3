"""A bucket answers in its own Region only; moto answers everywhere, which hides a client set up for the wrong one."""

from typing import Optional

from . import s3_store
from .hosts import without_port
from .messages import Answer, Call, aws_error


def handle(call: Call) -> Optional[Answer]:
    """Redirect a request that came to another Region's endpoint, as AWS does."""
    if call.s3_host is None or call.s3_host.kind != "s3" or call.action == "s3:CreateBucket":
        return None
    bucket = s3_store.bucket(call.bucket)
    if bucket is None or bucket.region_name == call.s3_host.region or _is_global(call):
        return None
    answer = aws_error(
        call,
        301,
        "PermanentRedirect",
        f"The bucket {bucket.name} is in {bucket.region_name}: address it there, not in {call.s3_host.region}",
    )
    answer.headers.append(("x-amz-bucket-region", bucket.region_name))
    return answer


def _is_global(call: Call) -> bool:
    """The endpoint without a Region in its name serves every bucket."""
    return f".{without_port(call.host)}".endswith(".s3.amazonaws.com")
