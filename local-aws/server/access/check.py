"""Judges every S3 request by the policy of the bucket and, if it came through one, of the access point.

Ledger: access-deny, access-data-access-point-arn, access-control-calls
"""

import json
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from .. import s3_store
from ..gaps.object_policy import judge_keys
from ..messages import Answer, Call, aws_error
from ..mrap import store
from .principal import THIS_ACCOUNT, Principal, who
from .statement import Question, denying

_NOBODY = Principal("anonymous", "Anonymous")
#: The control plane calls whose resource is an access point that exists.
_JUDGED_CONTROL_ACTIONS = {
    "s3:DeleteMultiRegionAccessPoint",
    "s3:GetMultiRegionAccessPoint",
    "s3:GetMultiRegionAccessPointPolicy",
    "s3:GetMultiRegionAccessPointPolicyStatus",
    "s3:GetMultiRegionAccessPointRoutes",
    "s3:PutMultiRegionAccessPointPolicy",
    "s3:SubmitMultiRegionAccessPointRoutes",
}


def handle(call: Call) -> Answer | None:
    """Answer 403 if a policy explicitly denies the request."""
    judge_keys(None)
    if call.s3_host is not None and call.s3_host.kind == "control":
        return _control_call(call)
    if call.s3_host is None or call.s3_host.kind != "s3" or call.bucket is None or call.action is None:
        return None
    principal = who(call) or _NOBODY
    call.principal = principal.arn
    context = _context(call, principal)
    if call.action == "s3:DeleteObject" and call.key is None:
        judge_keys(lambda key: _refusal(principal, call.action or "", call.bucket or "", key, context, None) is not None)
        return None
    if call.action == "s3:CreateBucket":
        return None
    reason = _refusal(principal, call.action, call.bucket, call.key, context, call)
    reason = reason or _copy_source_refusal(call, principal)
    return aws_error(call, 403, "AccessDenied", reason) if reason else None


def _control_call(call: Call) -> Answer | None:
    """Judge a control plane call on an access point by the policy of that access point."""
    if call.action not in _JUDGED_CONTROL_ACTIONS:
        return None
    mrap = store.addressed(call)
    if mrap is None or not mrap.policy:
        return None
    principal = who(call) or _NOBODY
    call.principal = principal.arn
    arn = store.arn(mrap)
    question = Question(principal.arn, s3_store.ACCOUNT, call.action or "", arn, _context(call, principal))
    checks = [(f"the policy of access point {mrap.name}", _parse(mrap.policy))]
    reason = _denial(question, checks)
    return aws_error(call, 403, "AccessDenied", reason) if reason else None


def _context(call: Call, principal: Principal) -> dict[str, Any]:
    context: dict[str, Any] = {
        "aws:securetransport": "true" if call.scheme == "https" else "false",
        "aws:principalarn": principal.arn,
        "aws:principalaccount": s3_store.ACCOUNT,
        "aws:principalisawsservice": "false",
        "aws:principaltype": principal.kind,
        "aws:sourceip": "127.0.0.1",
        "aws:requestedregion": call.s3_host.region if call.s3_host else None,
        "aws:useragent": call.headers.get("user-agent"),
        "s3:x-amz-acl": call.headers.get("x-amz-acl"),
        "s3:x-amz-server-side-encryption": call.headers.get("x-amz-server-side-encryption"),
        "s3:x-amz-server-side-encryption-aws-kms-key-id": call.headers.get("x-amz-server-side-encryption-aws-kms-key-id"),
        "s3:prefix": call.query.get("prefix"),
        "s3:tlsversion": "1.2" if call.scheme == "https" else None,
    }
    if principal is _NOBODY:
        del context["aws:principalarn"], context["aws:principalaccount"]
    elif THIS_ACCOUNT.organization is not None:
        context["aws:principalorgid"] = THIS_ACCOUNT.organization
    if call.mrap:
        context["s3:dataaccesspointarn"] = call.mrap.arn
        context["s3:dataaccesspointaccount"] = s3_store.ACCOUNT
    return context


def _refusal(
    principal: Principal, action: str, bucket: str, key: str | None, context: dict[str, Any], call: Call | None
) -> str | None:
    """Return why a policy denies the request, or None."""
    checks = [(f"the policy of bucket {bucket}", f"arn:aws:s3:::{bucket}", "/", _bucket_policy(bucket))]
    if call is not None and call.mrap:
        checks.append((f"the policy of access point {call.mrap.name}", call.mrap.arn, "/object/", _mrap_policy(call)))
    for owner, arn, joint, policy in checks:
        resource = f"{arn}{joint}{key}" if key is not None else arn
        reason = _denial(Question(principal.arn, s3_store.ACCOUNT, action, resource, context), [(owner, policy)])
        if reason:
            return reason
    return None


def denial_of_bucket(principal: str, action: str, resource: str) -> str | None:
    """Return why the policy of a bucket denies a request of a role of this account that uses TLS, or None."""
    context = {
        "aws:securetransport": "true",
        "aws:principalarn": principal,
        "aws:principalaccount": s3_store.ACCOUNT,
        "aws:principalisawsservice": "false",
        "aws:principaltype": "AssumedRole",
        "s3:tlsversion": "1.2",
    }
    if THIS_ACCOUNT.organization is not None:
        context["aws:principalorgid"] = THIS_ACCOUNT.organization
    bucket, _, key = resource.removeprefix("arn:aws:s3:::").partition("/")
    return _refusal(Principal(principal, "AssumedRole"), action, bucket, key or None, context, None)


def _denial(question: Question, policies: list[tuple[str, dict[str, Any] | None]]) -> str | None:
    """Return the message of AWS for the first policy that denies the question, or None."""
    for owner, policy in policies:
        statements = denying(policy, question) if policy is not None else []
        if statements:
            sid = statements[0].get("Sid")
            return (
                f"User: {question.principal} is not authorized to perform: {question.action} on resource: "
                f'"{question.resource}" with an explicit deny in a resource-based policy: {owner}'
                + (f", statement {sid}" if sid else "")
            )
    return None


def _copy_source_refusal(call: Call, principal: Principal) -> str | None:
    source = unquote(call.headers.get("x-amz-copy-source", "")).lstrip("/").partition("?")[0]
    bucket, _, key = source.partition("/")
    if not key or call.method != "PUT":
        return None
    direct = {name: value for name, value in _context(call, principal).items() if not name.startswith("s3:dataaccess")}
    return _refusal(principal, "s3:GetObject", bucket, key, direct, None)


_parse = lru_cache(maxsize=256)(json.loads)


def _bucket_policy(name: str) -> dict[str, Any] | None:
    bucket = s3_store.bucket(name)
    return _parse(bucket.policy) if bucket is not None and bucket.policy else None


def _mrap_policy(call: Call) -> dict[str, Any] | None:
    mrap = next((entry for entry in store.every() if store.arn(entry) == call.mrap.arn), None)
    return _parse(mrap.policy) if mrap is not None and mrap.policy else None
