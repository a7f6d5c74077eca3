"""Emptying a bucket whose versioning is suspended: moto disposes of every version, which its delete markers cannot."""

from typing import Any

from moto.s3.models import FakeDeleteMarker


def _dispose(_: Any, garbage: bool = False) -> None:
    """A delete marker holds nothing to free."""


def install() -> None:
    """Let delete markers be disposed of."""
    FakeDeleteMarker.dispose = _dispose
