"""The part of awscrt.auth that botocore uses."""

from concurrent.futures import Future
from enum import IntEnum
from types import SimpleNamespace
from typing import Any

from .http import HttpRequest


class AwsSigningAlgorithm(IntEnum):
    V4 = 0
    V4_ASYMMETRIC = 1
    V4_S3EXPRESS = 2


class AwsSignatureType(IntEnum):
    HTTP_REQUEST_HEADERS = 0
    HTTP_REQUEST_QUERY_PARAMS = 1


class AwsSignedBodyValue:
    EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
    STREAMING_AWS4_HMAC_SHA256_PAYLOAD = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"


class AwsSignedBodyHeaderType(IntEnum):
    NONE = 0
    X_AMZ_CONTENT_SHA_256 = 1


class AwsCredentials:
    """boto3 imports it and does not use it in these tests."""


class AwsCredentialsProvider:
    @staticmethod
    def new_static(access_key_id: str, secret_access_key: str, session_token: str | None = None) -> SimpleNamespace:
        return SimpleNamespace(access_key_id=access_key_id, session_token=session_token)


def AwsSigningConfig(**settings: Any) -> SimpleNamespace:
    return SimpleNamespace(**settings)


def aws_sign_request(request: HttpRequest, config: SimpleNamespace) -> "Future[HttpRequest]":
    """Add the headers of SigV4A, with a signature that is not valid."""
    assert config.algorithm is AwsSigningAlgorithm.V4_ASYMMETRIC, config.algorithm
    assert config.region == "*", config.region
    assert config.service == "s3", config.service
    date = config.date.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{config.credentials_provider.access_key_id}/{date[:8]}/s3/aws4_request"
    request.headers.add("X-Amz-Date", date)
    request.headers.add("X-Amz-Region-Set", config.region)
    if config.signed_body_header_type is AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA_256:
        request.headers.add("X-Amz-Content-Sha256", config.signed_body_value or AwsSignedBodyValue.UNSIGNED_PAYLOAD)
    request.headers.add(
        "Authorization", f"AWS4-ECDSA-P256-SHA256 Credential={scope}, SignedHeaders=host, Signature=none"
    )
    result: "Future[HttpRequest]" = Future()
    result.set_result(request)
    return result
