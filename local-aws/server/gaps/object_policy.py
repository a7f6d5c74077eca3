"""Bucket policies: moto reads them without their conditions. The local AWS judges requests itself before moto sees
them; only the keys of a bulk delete are judged one by one from within moto."""

import threading
from typing import Any, Callable, Optional

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket

_current = threading.local()


def judge_keys(judge: Optional[Callable[[str], bool]]) -> None:
    """While this thread is in moto, ask `judge` whether the deletion of a key is denied."""
    _current.judge = judge


def _get_permission(_: FakeBucket, action: str, resource: str) -> Any:
    judge = getattr(_current, "judge", None)
    denied = action == "s3:DeleteObject" and judge is not None and judge(resource.split(":::", 1)[1].split("/", 1)[1])
    return PermissionResult.DENIED if denied else PermissionResult.NEUTRAL


def install() -> None:
    """Take moto's own check out."""
    FakeBucket.get_permission = _get_permission
