"""The data plane. Requests to ALIAS.accesspoint.s3-global.amazonaws.com reach the bucket of an active Region.

Ledger: data-sigv4a, data-operations, data-unknown-alias
"""

from urllib.parse import unquote

from ..faults import CONNECTION_FAULTS, Faults
from ..messages import Answer, Call, aws_error
from . import store


class DataPlane:
    """Routes a request to a member bucket. The rest of the server sees a request to that bucket."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def handle(self, call: Call) -> Answer | None:
        """Route the call, or return the error of AWS."""
        if call.s3_host is None or call.s3_host.kind != "mrap":
            return None
        mrap = store.by_alias(call.s3_host.alias or "")
        if mrap is None:
            return aws_error(
                call, 404, "NoSuchMultiRegionAccessPoint", "The specified Multi-Region Access Point does not exist"
            )
        refusal = _refusal(call, store.arn(mrap))
        if refusal:
            return refusal
        call.mrap = store.route(mrap, call.client_region)
        call.address(f"{call.mrap.bucket}.s3.{call.mrap.region}.amazonaws.com")
        fault = self._faults.broken(call.host)
        if fault and fault.fault in CONNECTION_FAULTS:
            return aws_error(call, 503, "ServiceUnavailable", f"{call.mrap.region} does not respond")
        return None


def _refusal(call: Call, arn: str) -> Answer | None:
    authorization = call.headers.get("authorization", "")
    signed = authorization.startswith("AWS4-ECDSA-P256-SHA256") or call.query.get("X-Amz-Algorithm", "").startswith(
        "AWS4-ECDSA"
    )
    if not authorization and not signed:
        return aws_error(call, 403, "AccessDenied", "Anonymous requests are not allowed on this resource")
    if not signed:
        return aws_error(call, 400, "InvalidRequest", "A request to a Multi-Region Access Point must use SigV4A")
    if call.method == "POST" and "delete" in call.query:
        return aws_error(call, 405, "MethodNotAllowed", "DeleteObjects is not supported on Multi-Region Access Points")
    source = unquote(call.headers.get("x-amz-copy-source", ""))
    if ":accesspoint/" in source:
        return aws_error(
            call, 400, "InvalidRequest", f"CopyObject does not accept the access point {arn} as its source"
        )
    return None
