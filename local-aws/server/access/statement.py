"""One statement of a policy: does it deny this request?"""

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping

from .conditions import as_list, conditions_hold, like


@dataclass(frozen=True)
class Question:
    """What is asked: may this principal do this action on this resource, in this context?"""

    principal: str
    account: str
    action: str
    resource: str
    context: Mapping[str, Any]


def denies(statement: Dict[str, Any], question: Question) -> bool:
    """True for a Deny statement that applies to the question."""
    return (
        statement.get("Effect") == "Deny"
        and _is_for_principal(statement, question)
        and _in_scope(statement, "Action", question.action.lower(), lower=True)
        and _in_scope(statement, "Resource", question.resource)
        and conditions_hold(statement.get("Condition"), question.context)
    )


def denying(policy: Mapping[str, Any], question: Question) -> List[Dict[str, Any]]:
    """The statements of a policy that deny the question."""
    return [statement for statement in as_list(policy.get("Statement", [])) if denies(statement, question)]


def _in_scope(statement: Dict[str, Any], name: str, value: str, lower: bool = False) -> bool:
    def matches(entries: Any) -> bool:
        return any(like(entry.lower() if lower else entry, value) for entry in as_list(entries))

    if f"Not{name}" in statement:
        return not matches(statement[f"Not{name}"])
    return name not in statement or matches(statement[name])


def _is_for_principal(statement: Dict[str, Any], question: Question) -> bool:
    if "NotPrincipal" in statement:
        return not _names(statement["NotPrincipal"], question)
    return "Principal" not in statement or _names(statement["Principal"], question)


def _names(principal: Any, question: Question) -> bool:
    if principal == "*":
        return True
    entries = as_list(principal.get("AWS", [])) if isinstance(principal, dict) else []
    everybody = {"*", question.account, f"arn:aws:iam::{question.account}:root"}
    return any(entry in everybody or entry == question.principal for entry in entries)
