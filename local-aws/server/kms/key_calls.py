"""Calls to KMS need the permission of the key policy, such as DescribeKey.

Ledger: kms-key-policy
"""

import json

from ..access.principal import who
from ..messages import Answer, Call, aws_error
from . import keys
from .judge import may

#: Calls that name a key and are not judged: their resource is not the key alone.
_NOT_JUDGED = {"CreateAlias", "CreateKey", "DeleteAlias", "ListAliases", "ReEncrypt", "UpdateAlias"}


def handle(call: Call) -> Answer | None:
    """Answer 400 AccessDeniedException if the policies do not allow the call, or return None."""
    service, _, name = (call.action or "").partition(":")
    if service != "kms" or name in _NOT_JUDGED:
        return None
    try:
        fields = json.loads(call.body or b"{}")
    except ValueError:
        return None
    region = call.host.split(".")[1]
    key = keys.find(str(fields.get("KeyId", "")), region)
    caller = who(call)
    if key is None or caller is None:
        return None
    context = {f"kms:encryptioncontext:{name.lower()}": value for name, value in (fields.get("EncryptionContext") or {}).items()}
    if may(caller.arn, f"kms:{name}", key, context):
        return None
    reason = f"User: {caller.arn} is not authorized to perform: kms:{name} on resource: {key.arn}"
    return aws_error(call, 400, "AccessDeniedException", reason)
