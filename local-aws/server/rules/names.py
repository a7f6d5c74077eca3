"""Names that Systems Manager and EC2 reserve.

Ledger: ssm-document-name, security-group-name
"""

import json

from ..messages import Answer, Call, aws_error, ec2_error, form

_DOCUMENT_PREFIXES = ("aws", "amazon", "amzn")


def handle(call: Call) -> Answer | None:
    """Reject a reserved name, or return None."""
    if call.action == "ssm:CreateDocument":
        name = str(json.loads(call.body or b"{}").get("Name", ""))
        if name.lower().startswith(_DOCUMENT_PREFIXES):
            reason = f"The document name {name} must not start with {', '.join(_DOCUMENT_PREFIXES)}."
            return aws_error(call, 400, "ValidationException", reason)
    if call.action == "ec2:CreateSecurityGroup":
        name = form(call).get("GroupName", "")
        if name.startswith("sg-"):
            return ec2_error(400, "InvalidParameterValue", f"Value ({name}) for parameter GroupName is invalid: sg- is reserved.")
    return None
