"""Decides whether a policy is public in the sense of S3 Block Public Access.

Ledger: access-public
"""

from collections.abc import Mapping
from typing import Any

from .conditions import as_list

#: Condition keys that make a grant to everyone not public if their values are fixed.
_RESTRICTING = {
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
}
_OPERATORS = {"StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike"}


def is_public(policy: Mapping[str, Any]) -> bool:
    """Return whether a statement grants access to everyone without a restriction to fixed values."""
    return any(
        statement.get("Effect") == "Allow" and _is_for_everyone(statement) and not _is_restricted(statement)
        for statement in as_list(policy.get("Statement", []))
    )


def _is_for_everyone(statement: Mapping[str, Any]) -> bool:
    if "NotPrincipal" in statement:
        return True
    principal = statement.get("Principal")
    if isinstance(principal, dict):
        return any("*" in as_list(values) for values in principal.values())
    return principal == "*"


def _is_restricted(statement: Mapping[str, Any]) -> bool:
    for operator, keys in (statement.get("Condition") or {}).items():
        for key, values in keys.items():
            if operator == "IpAddress" and key.lower() == "aws:sourceip":
                if not any(str(value) in ("0.0.0.0/0", "::/0") for value in as_list(values)):
                    return True
            if operator in _OPERATORS and key.lower() in _RESTRICTING and all(_is_fixed(key, value) for value in as_list(values)):
                return True
    return False


def _is_fixed(key: str, value: Any) -> bool:
    text = str(value)
    if key.lower() == "s3:dataaccesspointarn":
        # The name may contain a wildcard if the account is fixed.
        parts = text.split(":")
        return len(parts) > 4 and "*" not in parts[4] and "?" not in parts[4]
    return "*" not in text and "?" not in text and "${" not in text
