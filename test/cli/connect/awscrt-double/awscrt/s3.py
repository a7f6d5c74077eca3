"""Names that boto3 imports from awscrt.s3 and does not use in these tests."""

from typing import Any


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return type(name, (), {})
