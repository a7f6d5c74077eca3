"""Decides whether a policy statement applies to a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .conditions import as_list, conditions_hold, like


@dataclass(frozen=True)
class Question:
    """A request to judge: the principal, the action, the resource and the context."""

    principal: str
    account: str
    action: str
    resource: str
    context: Mapping[str, Any]


def denies(statement: dict[str, Any], question: Question) -> bool:
    """Return whether this is a Deny statement that applies to the question."""
    return statement.get("Effect") == "Deny" and applies(statement, question)


def applies(statement: dict[str, Any], question: Question) -> bool:
    """Return whether a statement applies to the question, whatever its effect is."""
    return (
        _is_for_principal(statement, question)
        and in_scope(statement, "Action", question.action.lower(), lower=True)
        and in_scope(statement, "Resource", question.resource)
        and conditions_hold(statement.get("Condition"), question.context)
    )


def denying(policy: Mapping[str, Any], question: Question) -> list[dict[str, Any]]:
    """Return the statements of a policy that deny the question."""
    return [statement for statement in as_list(policy.get("Statement", [])) if denies(statement, question)]


def in_scope(statement: Mapping[str, Any], name: str, value: str, lower: bool = False) -> bool:
    """Return whether the Action or the Resource of a statement covers a value."""

    def matches(entries: Any) -> bool:
        return any(like(entry.lower() if lower else entry, value) for entry in as_list(entries))

    if f"Not{name}" in statement:
        return not matches(statement[f"Not{name}"])
    return name not in statement or matches(statement[name])


def _is_for_principal(statement: dict[str, Any], question: Question) -> bool:
    if "NotPrincipal" in statement:
        return not _names(statement["NotPrincipal"], question)
    return "Principal" not in statement or _names(statement["Principal"], question)


def _names(principal: Any, question: Question) -> bool:
    if principal == "*":
        return True
    entries = as_list(principal.get("AWS", [])) if isinstance(principal, dict) else []
    everybody = {"*", question.account, f"arn:aws:iam::{question.account}:root"}
    return any(entry in everybody or entry == question.principal for entry in entries)
