"""Policies that AWS rejects: oversized ones, and public ones under Block Public Access.

Ledger: access-public, access-policy-size, iam-role-name
"""

import json
import re
from typing import Any
from xml.etree import ElementTree

from moto.iam.models import iam_backends
from moto.s3control.models import s3control_backends

from .. import s3_store
from ..access.public import is_public
from ..messages import Answer, Call, aws_error, form, query_error
from ..mrap import store

#: Bytes of the policy of a bucket or an access point.
RESOURCE_POLICY_BYTES = 20 * 1024
#: Characters of all inline policies of a role, without whitespace.
ROLE_POLICY_CHARACTERS = 10_240


def handle(call: Call) -> Answer | None:
    """Reject the policy, or return None."""
    if call.action == "s3:PutBucketPolicy":
        return _check(call, call.body.decode("utf-8", "replace"), _bucket_blocks(call.bucket))
    if call.action == "s3:PutMultiRegionAccessPointPolicy":
        name, policy = (_xml_text(call.body, field) for field in ("Name", "Policy"))
        return _check(call, policy, _access_point_blocks(name))
    if call.action == "iam:PutRolePolicy":
        return _role_policy(form(call))
    return None


def _check(call: Call, policy: str, blocks_public: bool) -> Answer | None:
    size = len(policy.encode())
    if size > RESOURCE_POLICY_BYTES:
        reason = f"The policy has {size} bytes. The maximum is {RESOURCE_POLICY_BYTES}."
        return aws_error(call, 400, "PolicyTooLarge", reason)
    try:
        document = json.loads(policy)
    except ValueError:
        return None  # moto or the next handler rejects it as malformed
    if blocks_public and isinstance(document, dict) and is_public(document):
        reason = "The policy grants public access, and Block Public Access prevents public policies (BlockPublicPolicy)."
        return aws_error(call, 403, "AccessDenied", reason)
    return None


def _role_policy(fields: dict[str, str]) -> Answer | None:
    backend = iam_backends[s3_store.ACCOUNT][s3_store.PARTITION]
    role = next((role for role in backend.roles.values() if role.name == fields.get("RoleName")), None)
    if role is None:
        return None
    documents = {**role.policies, fields.get("PolicyName", ""): fields.get("PolicyDocument", "")}
    size = sum(len(re.sub(r"\s", "", str(document))) for document in documents.values())
    if size <= ROLE_POLICY_CHARACTERS:
        return None
    reason = f"Maximum policy size of {ROLE_POLICY_CHARACTERS} bytes exceeded for role {role.name}"
    return query_error(409, "LimitExceeded", reason)


def _bucket_blocks(name: str | None) -> bool:
    bucket = s3_store.bucket(name)
    return _blocks(getattr(bucket, "public_access_block", None)) or _account_blocks()


def _access_point_blocks(name: str) -> bool:
    mrap = next((entry for entry in store.every() if entry.name == name), None)
    settings = mrap.public_access_block if mrap is not None else {}
    return str(settings.get("BlockPublicPolicy", "false")).lower() == "true" or _account_blocks()


def _account_blocks() -> bool:
    return _blocks(s3control_backends[s3_store.ACCOUNT][s3_store.PARTITION].public_access_block)


def _blocks(block: Any) -> bool:
    return block is not None and str(block.block_public_policy).lower() == "true"


def _xml_text(body: bytes, name: str) -> str:
    try:
        return ElementTree.fromstring(body).findtext(f".//{{*}}{name}", "")
    except ElementTree.ParseError:
        return ""
