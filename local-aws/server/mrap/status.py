"""HTTP statuses of S3 Control errors. moto returns 400 for all of them.

Ledger: mrap-status-codes
"""

import re

from ..messages import Answer, Call

_CODE = re.compile(rb"<Code>(\w+)</Code>")
_STATUS = {b"MethodNotAllowed": 405}


def correct(call: Call, answer: Answer) -> None:
    """Set the HTTP status that AWS uses for the error."""
    if call.s3_host is None or call.s3_host.kind != "control" or answer.status != 400:
        return
    found = _CODE.search(answer.body)
    if found:
        answer.error = found[1].decode()
        answer.status = 404 if found[1].startswith(b"NoSuch") else _STATUS.get(found[1], 400)
