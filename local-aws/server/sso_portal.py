"""GetRoleCredentials of IAM Identity Center, for profiles of `aws sso login`.

Ledger: sso-portal
"""

import re

from moto.sts.models import sts_backends

from . import s3_store
from .hosts import without_port
from .messages import Answer, Call, json_answer

_PORTAL = re.compile(r"portal\.sso\.(?P<region>[a-z0-9-]+)\.amazonaws\.com")
#: The only valid token. Every other token counts as expired.
TOKEN = "signed-in"


def handle(call: Call) -> Answer | None:
    """Answer GetRoleCredentials."""
    portal = _PORTAL.fullmatch(without_port(call.host))
    if portal is None or call.path != "/federation/credentials":
        return None
    if call.headers.get("x-amz-sso_bearer_token") != TOKEN:
        answer = json_answer({"message": "Session token not found or invalid"}, 401)
        answer.headers.append(("x-amzn-ErrorType", "UnauthorizedException"))
        return answer
    name = f"AWSReservedSSO_{call.query['role_name']}_0123456789abcdef"
    role = f"arn:aws:iam::{s3_store.ACCOUNT}:role/aws-reserved/sso.amazonaws.com/{name}"
    sts = sts_backends[s3_store.ACCOUNT][s3_store.PARTITION]
    given = sts.assume_role(
        region_name=portal["region"], role_session_name="someone", role_arn=role, policy=None, duration=3600, external_id=None
    )
    return json_answer(
        {
            "roleCredentials": {
                "accessKeyId": given.access_key_id,
                "secretAccessKey": given.secret_access_key,
                "sessionToken": given.session_token,
                "expiration": int(given.expiration.timestamp() * 1000),
            }
        }
    )
