"""Decides whether a principal may use a key: the policy of the key, and the identity policies if it delegates to them.

Ledger: kms-key-policy, kms-via-service, kms-encryption-context
"""

import json
from collections.abc import Mapping
from typing import Any

from .. import s3_store
from ..access.conditions import as_list, conditions_hold
from ..access.identity import policies_of
from ..access.principal import ROOT, THIS_ACCOUNT
from ..access.statement import Question, denying, in_scope

_ACCOUNT_NAMES = (s3_store.ACCOUNT, ROOT.arn)


def may_use_through_s3(principal: str, action: str, key: Any, region: str, context_arn: str) -> bool:
    """Return whether a principal may use a key through S3 in a Region, with this encryption context."""
    context = {"kms:viaservice": f"s3.{region}.amazonaws.com", "kms:encryptioncontext:aws:s3:arn": context_arn}
    return may(principal, action, key, context)


def may(principal: str, action: str, key: Any, context: Mapping[str, Any]) -> bool:
    """Return whether a principal of this account may do this with a key."""
    known = {"aws:principalarn": principal, "aws:principalaccount": s3_store.ACCOUNT, "kms:calleraccount": s3_store.ACCOUNT}
    if THIS_ACCOUNT.organization is not None:
        known["aws:principalorgid"] = THIS_ACCOUNT.organization
    question = Question(principal, s3_store.ACCOUNT, action, key.arn, {**known, **context})
    policy = json.loads(key.policy)
    identity = policies_of(principal)
    if any(denying(one, question) for one in [policy, *identity]):
        return False
    allowing = [one for one in as_list(policy.get("Statement", [])) if _allows(one, question)]
    if any(_names(one, (principal, "*")) for one in allowing):
        return True
    # A statement for the account lets the identity policies decide. The root user needs none.
    delegated = any(_names(one, _ACCOUNT_NAMES) for one in allowing)
    statements = [one for policy in identity for one in as_list(policy.get("Statement", []))]
    return delegated and (principal == ROOT.arn or any(_allows(one, question) for one in statements))


def _allows(statement: Mapping[str, Any], question: Question) -> bool:
    return (
        statement.get("Effect") == "Allow"
        and in_scope(statement, "Action", question.action.lower(), lower=True)
        and in_scope(statement, "Resource", question.resource)
        and conditions_hold(statement.get("Condition"), question.context)
    )


def _names(statement: Mapping[str, Any], wanted: tuple[str, ...]) -> bool:
    principal = statement.get("Principal")
    entries = as_list(principal.get("AWS", [])) if isinstance(principal, dict) else as_list(principal)
    return any(entry in wanted for entry in entries)
