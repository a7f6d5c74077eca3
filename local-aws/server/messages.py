"""One request and one answer, as every part of the server sees them."""

import json
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Tuple
from urllib.parse import parse_qs, unquote
from xml.sax.saxutils import escape

from .hosts import S3Host, parse_s3_host


@dataclass
class Call:
    """A request. `headers` has lower-case names; the later fields are filled in on its way through the server."""

    method: str
    scheme: str
    host: str
    path: str
    query_string: str
    headers: Dict[str, str]
    body: bytes
    client_region: Optional[str] = None
    mrap: Any = None
    action: Optional[str] = None
    principal: Optional[str] = None
    s3_host: Optional[S3Host] = None
    bucket: Optional[str] = None
    key: Optional[str] = None
    query: Dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.address(self.host)

    def address(self, host: str) -> None:
        """Point the call at a host, and read bucket and key anew."""
        self.host = host
        self.query = {name: values[0] for name, values in parse_qs(self.query_string, keep_blank_values=True).items()}
        self.s3_host = parse_s3_host(host)
        self.bucket = self.key = None
        if self.s3_host is None or self.s3_host.kind == "control":
            return
        path = unquote(self.path).lstrip("/") if self.path == "/" else unquote(self.path)[1:]
        if self.s3_host.kind == "s3" and self.s3_host.bucket is None:
            bucket, _, key = path.partition("/")
            self.bucket, self.key = bucket or None, key or None
        else:
            self.bucket, self.key = self.s3_host.bucket, path or None


@dataclass
class Answer:
    """A response; `error` is the AWS error code when the local AWS itself made it."""

    status: int
    headers: List[Tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    error: Optional[str] = None

    def header(self, name: str) -> Optional[str]:
        """The value of a header, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def json_answer(value: Any, status: int = 200) -> Answer:
    """An answer in JSON."""
    return Answer(status, [("Content-Type", "application/json")], json.dumps(value).encode())


def xml_answer(body: str, status: int = 200) -> Answer:
    """An answer in XML."""
    return Answer(status, [("Content-Type", "application/xml")], body.encode())


def aws_error(call: Call, status: int, code: str, message: str) -> Answer:
    """An error in the form that the service's clients read."""
    if "json" in call.headers.get("content-type", "") or "x-amz-target" in call.headers:
        answer = json_answer({"__type": code, "message": message}, status)
        answer.headers.append(("x-amzn-ErrorType", code))
    else:
        error = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message><RequestId>local</RequestId></Error>"
        if call.s3_host is None or call.s3_host.kind == "control":
            error = f"<ErrorResponse>{error}<RequestId>local</RequestId></ErrorResponse>"
        answer = xml_answer('<?xml version="1.0" encoding="UTF-8"?>' + error, status)
    answer.error = code
    return answer
