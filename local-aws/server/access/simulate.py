"""SimulatePrincipalPolicy, which moto does not have: what the policies of a role or a user say about actions.

As on AWS, the simulation judges the identity policies and the permissions boundary. It does not judge the policies of
resources or of the organization.

Ledger: iam-simulation
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

from moto.iam.models import iam_backends

from ..hosts import without_port
from ..messages import Answer, Call, form, query_error, xml_answer
from ..s3_store import ACCOUNT, PARTITION
from .conditions import as_list
from .statement import Question, applies

_CONTEXT_TYPES = {"string", "stringList", "numeric", "numericList", "boolean", "booleanList", "ip", "ipList"}


def handle(call: Call) -> Answer | None:
    """Answer SimulatePrincipalPolicy."""
    if without_port(call.host) != "iam.amazonaws.com":
        return None
    fields = form(call)
    if fields.get("Action") != "SimulatePrincipalPolicy":
        return None
    principal = fields.get("PolicySourceArn", "")
    policies = _policies(principal)
    if policies is None:
        return query_error(404, "NoSuchEntity", f"The entity {principal} cannot be found.")
    context = _context(fields)
    if context is None:
        return query_error(400, "InvalidInput", "A context entry needs a name, a type and a value.")
    actions = _members(fields, "ActionNames")
    resources = _members(fields, "ResourceArns") or ["*"]
    missing = sorted(policies.condition_keys() - context.keys())
    results = "".join(
        _result(action, resource, _decision(policies, Question(principal, ACCOUNT, action, resource, context)), missing)
        for action in actions
        for resource in resources
    )
    return xml_answer(
        '<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult>'
        f"<IsTruncated>false</IsTruncated><EvaluationResults>{results}</EvaluationResults>"
        "</SimulatePrincipalPolicyResult><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata>"
        "</SimulatePrincipalPolicyResponse>"
    )


def allows(principal: str, action: str, resource: str) -> bool:
    """Return whether the policies of a role or a user allow an action. A principal that does not exist may do nothing."""
    policies = _policies(principal)
    return policies is not None and _decision(policies, Question(principal, ACCOUNT, action, resource, {})) == "allowed"


class _Policies:
    """The policies of a principal: those that allow, and the permissions boundary, if there is one."""

    def __init__(self, identity: list[dict[str, Any]], boundary: dict[str, Any] | None) -> None:
        self.identity = identity
        self.boundary = boundary

    def condition_keys(self) -> set[str]:
        """Return the condition keys of all statements, in lowercase."""
        documents = [*self.identity, *([self.boundary] if self.boundary else [])]
        statements = (one for document in documents for one in as_list(document.get("Statement", [])))
        return {key.lower() for one in statements for keys in one.get("Condition", {}).values() for key in keys}


def _decision(policies: _Policies, question: Question) -> str:
    boundary = [] if policies.boundary is None else [policies.boundary]
    if _any(policies.identity + boundary, "Deny", question):
        return "explicitDeny"
    allowed = _any(policies.identity, "Allow", question) and (not boundary or _any(boundary, "Allow", question))
    return "allowed" if allowed else "implicitDeny"


def _any(policies: Iterable[dict[str, Any]], effect: str, question: Question) -> bool:
    statements = (one for policy in policies for one in as_list(policy.get("Statement", [])))
    return any(one.get("Effect") == effect and applies(one, question) for one in statements)


def _policies(arn: str) -> _Policies | None:
    """Return the policies of a role or a user. None if there is no such principal."""
    backend = iam_backends[ACCOUNT][PARTITION]
    entity = next((one for one in (*backend.roles.values(), *backend.users.values()) if one.arn == arn), None)
    if entity is None:
        return None
    groups = [group for group in backend.groups.values() if entity in group.users]
    documents = [document for owner in (entity, *groups) for document in _documents(owner)]
    boundary_arn = getattr(entity, "permissions_boundary_arn", None)
    boundary = backend.managed_policies.get(boundary_arn) if boundary_arn else None
    return _Policies(documents, _parse(_default_document(boundary)) if boundary else None)


def _documents(entity: Any) -> Iterator[dict[str, Any]]:
    for document in entity.policies.values():
        yield _parse(document)
    for policy in entity.managed_policies.values():
        yield _parse(_default_document(policy))


def _default_document(policy: Any) -> str:
    version = next(one for one in policy.versions if one.version_id == policy.default_version_id)
    return str(version.document)


def _parse(document: Any) -> dict[str, Any]:
    text = str(document)
    parsed: dict[str, Any] = json.loads(unquote(text) if text.startswith("%7B") else text)
    return parsed


def _members(fields: dict[str, str], name: str) -> list[str]:
    found: list[str] = []
    while (value := fields.get(f"{name}.member.{len(found) + 1}")) is not None:
        found.append(value)
    return found


def _context(fields: dict[str, str]) -> dict[str, list[str]] | None:
    """Return the values of the context keys by name. None if an entry is not complete."""
    context: dict[str, list[str]] = {}
    number = 1
    while (name := fields.get(f"ContextEntries.member.{number}.ContextKeyName")) is not None:
        values = _members(fields, f"ContextEntries.member.{number}.ContextKeyValues")
        if not values or fields.get(f"ContextEntries.member.{number}.ContextKeyType") not in _CONTEXT_TYPES:
            return None
        context[name.lower()] = values
        number += 1
    return context


def _result(action: str, resource: str, decision: str, missing: list[str]) -> str:
    keys = "".join(f"<member>{escape(key)}</member>" for key in missing)
    return (
        f"<member><EvalActionName>{escape(action)}</EvalActionName><EvalResourceName>{escape(resource)}</EvalResourceName>"
        f"<EvalDecision>{decision}</EvalDecision><MatchedStatements/>"
        f"<MissingContextValues>{keys}</MissingContextValues></member>"
    )
