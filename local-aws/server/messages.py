"""The request and the answer that all parts of the server share."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote
from xml.sax.saxutils import escape

from .hosts import S3Host, parse_s3_host


@dataclass
class Call:
    """A request. `headers` has lowercase names. The server fills in the later fields."""

    method: str
    scheme: str
    host: str
    path: str
    query_string: str
    headers: dict[str, str]
    body: bytes
    client_region: str | None = None
    mrap: Any = None
    action: str | None = None
    principal: str | None = None
    s3_host: S3Host | None = None
    bucket: str | None = None
    key: str | None = None
    query: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.address(self.host)

    def address(self, host: str) -> None:
        """Set the host and read the bucket and the key again."""
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
    """A response. `error` is the AWS error code of an error that the local AWS returns itself."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    error: str | None = None

    def header(self, name: str) -> str | None:
        """Return the value of a header. Case does not matter."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def json_answer(value: Any, status: int = 200) -> Answer:
    """Return an answer in JSON."""
    return Answer(status, [("Content-Type", "application/json")], json.dumps(value).encode())


def xml_answer(body: str, status: int = 200) -> Answer:
    """Return an answer in XML."""
    return Answer(status, [("Content-Type", "application/xml")], body.encode())


def form(call: Call) -> dict[str, str]:
    """Return the first value of each field of a form."""
    return {name: values[0] for name, values in parse_qs(call.body.decode("utf-8", "replace"), keep_blank_values=True).items()}


def ec2_error(status: int, code: str, message: str) -> Answer:
    """Return an error in the form of EC2."""
    error = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    answer = xml_answer(f"<Response><Errors>{error}</Errors><RequestID>local</RequestID></Response>", status)
    answer.error = code
    return answer


def query_error(status: int, code: str, message: str) -> Answer:
    """Return an error in the form of the query protocol, such as of IAM."""
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    answer = xml_answer(f"<ErrorResponse>{error}<RequestId>local</RequestId></ErrorResponse>", status)
    answer.error = code
    return answer


def aws_error(call: Call, status: int, code: str, message: str) -> Answer:
    """Return an error in the form that clients of the service expect."""
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
