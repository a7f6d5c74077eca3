"""A bucket with suspended versioning can be emptied. moto fails on its delete markers.

Ledger: bucket-lock
"""

from typing import Any

from moto.s3.models import FakeDeleteMarker


def _dispose(_: Any, garbage: bool = False) -> None:
    """Do nothing. A delete marker has no content to free."""


def install() -> None:
    """Add the method that moto calls on delete markers."""
    FakeDeleteMarker.dispose = _dispose
