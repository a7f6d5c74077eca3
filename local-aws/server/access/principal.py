"""Finds the caller: maps the access key of a request to the ARN that policies name.

Ledger: access-principal-arn
"""

import re
from dataclasses import dataclass

from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from ..messages import Call
from ..s3_store import ACCOUNT, PARTITION

_CREDENTIAL = re.compile(r"Credential=([A-Z0-9]+)/")


@dataclass(frozen=True)
class Principal:
    """A caller. For an assumed role, `arn` is the ARN of the role, as in aws:PrincipalArn."""

    arn: str
    kind: str


@dataclass
class Account:
    """The account of all callers. A test sets the organization to which it belongs."""

    organization: str | None = None


THIS_ACCOUNT = Account()
ROOT = Principal(f"arn:{PARTITION}:iam::{ACCOUNT}:root", "Account")


def access_key(call: Call) -> str | None:
    """Return the access key that signed the request."""
    found = _CREDENTIAL.search(call.headers.get("authorization", ""))
    if found:
        return found[1]
    return call.query.get("X-Amz-Credential", "").partition("/")[0] or None


def who(call: Call) -> Principal | None:
    """Return the caller. An unknown key belongs to the account's root user. Without a key there is no caller."""
    key = access_key(call)
    if key is None:
        return None
    assumed = sts_backends[ACCOUNT][PARTITION].get_assumed_role_from_access_key(key)
    if assumed:
        return Principal(assumed.role_arn, "AssumedRole")
    user = iam_backends[ACCOUNT][PARTITION].get_user_from_access_key_id(key)
    return Principal(user.arn, "User") if user else ROOT
