"""Replaces moto's check of bucket policies, which ignores conditions. `access/check.py` judges requests before moto
sees them. Only the keys of a DeleteObjects call are judged one by one from within moto.

Ledger: access-bulk-delete
"""

import threading
from collections.abc import Callable
from typing import Any

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket

_current = threading.local()


def judge_keys(judge: Callable[[str], bool] | None) -> None:
    """While this thread runs moto, ask `judge` whether the deletion of a key is denied."""
    _current.judge = judge


def _get_permission(_: FakeBucket, action: str, resource: str) -> Any:
    judge = getattr(_current, "judge", None)
    denied = action == "s3:DeleteObject" and judge is not None and judge(resource.split(":::", 1)[1].split("/", 1)[1])
    return PermissionResult.DENIED if denied else PermissionResult.NEUTRAL


def install() -> None:
    """Replace moto's own check."""
    FakeBucket.get_permission = _get_permission
