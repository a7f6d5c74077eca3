"""Replication configurations and Systems Manager documents that are too large.

Ledger: replication-limits, ssm-document-size
"""

import json
from xml.etree import ElementTree

from ..messages import Answer, Call, aws_error

#: Rules and bytes of one replication configuration.
REPLICATION_RULES = 1000
REPLICATION_BYTES = 2 * 1024 * 1024
#: Bytes of one document.
DOCUMENT_BYTES = 64 * 1024


def handle(call: Call) -> Answer | None:
    """Reject what is too large, or return None."""
    if call.action == "s3:PutReplicationConfiguration" and call.method == "PUT":
        return _replication(call)
    if call.action in ("ssm:CreateDocument", "ssm:UpdateDocument"):
        size = len(str(json.loads(call.body or b"{}").get("Content", "")).encode())
        if size > DOCUMENT_BYTES:
            reason = f"The document has {size} bytes. The maximum is {DOCUMENT_BYTES}."
            return aws_error(call, 400, "MaxDocumentSizeExceeded", reason)
    return None


def _replication(call: Call) -> Answer | None:
    if len(call.body) > REPLICATION_BYTES:
        return aws_error(call, 400, "InvalidRequest", f"A replication configuration has at most {REPLICATION_BYTES} bytes.")
    try:
        rules = len(ElementTree.fromstring(call.body).findall(".//{*}Rule"))
    except ElementTree.ParseError:
        return None
    if rules > REPLICATION_RULES:
        return aws_error(call, 400, "InvalidRequest", f"A replication configuration has at most {REPLICATION_RULES} rules.")
    return None
