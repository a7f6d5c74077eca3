"""Finds the identity policies of a role or a user.

Ledger: kms-key-policy
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from moto.iam.models import iam_backends

from .. import s3_store


def policies_of(arn: str) -> list[Mapping[str, Any]]:
    """Return the inline and the attached policies of a principal. A principal that does not exist has none."""
    backend = iam_backends[s3_store.ACCOUNT][s3_store.PARTITION]
    owners: list[Any] = [*backend.roles.values(), *backend.users.values()]
    owner = next((one for one in owners if one.arn == arn), None)
    if owner is None:
        return []
    attached = [policy.document for policy in owner.managed_policies.values()]
    return [_parse(document) for document in [*_inline(owner), *attached]]


def _inline(owner: Any) -> list[Any]:
    policies = owner.policies
    return list(policies.values()) if isinstance(policies, dict) else list(policies)


def _parse(document: Any) -> Mapping[str, Any]:
    if not isinstance(document, str):
        return document
    parsed: Mapping[str, Any] = json.loads(unquote(document) if document.startswith("%7B") else document)
    return parsed
