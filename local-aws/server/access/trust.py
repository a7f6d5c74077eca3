"""Decides whether S3 may assume the role of a replication configuration.

S3 sends no condition keys, unless a test switches them on. No page of AWS says which keys S3 sends.

Ledger: replication-role
"""

import json
from typing import Any
from urllib.parse import unquote

from moto.iam.models import iam_backends

from .. import s3_store
from .conditions import as_list, conditions_hold, like

_SERVICE = "s3.amazonaws.com"


def may_assume(role_arn: str, bucket: str, with_source: bool, service: str = _SERVICE, unknown: bool = True) -> bool:
    """Return whether the trust policy allows S3. `unknown` is the answer for a role that does not exist here."""
    roles = iam_backends[s3_store.ACCOUNT][s3_store.PARTITION].roles.values()
    role = next((role for role in roles if role.arn == role_arn), None)
    if role is None:
        return unknown
    context = {"aws:sourcearn": f"arn:aws:s3:::{bucket}", "aws:sourceaccount": s3_store.ACCOUNT} if with_source else {}
    document = role.assume_role_policy_document
    policy = json.loads(unquote(document) if document.startswith("%7B") else document)
    statements = as_list(policy.get("Statement", []))
    applying = [statement for statement in statements if _applies(statement, service, context)]
    return bool(applying) and all(statement.get("Effect") == "Allow" for statement in applying)


def _applies(statement: dict[str, Any], service: str, context: dict[str, str]) -> bool:
    principal = statement.get("Principal")
    services = as_list(principal.get("Service", [])) if isinstance(principal, dict) else []
    actions = as_list(statement.get("Action", []))
    return (
        (principal == "*" or service in services)
        and any(like(str(action).lower(), "sts:assumerole") for action in actions)
        and conditions_hold(statement.get("Condition"), context)
    )
