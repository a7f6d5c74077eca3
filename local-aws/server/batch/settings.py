"""The settings of jobs that a test can change."""

from dataclasses import asdict, dataclass
from typing import Any

#: The fate of the completion report: S3 writes it, does not write it, or writes a text that is no CSV.
REPORTS = ("written", "missing", "corrupt")


@dataclass
class BatchSettings:
    """`tasksPerSecond` 0: without a limit. `stalled`: no job advances. `preparationError`: the next preparations fail."""

    prepareSeconds: float = 0.0
    tasksPerSecond: float = 0.0
    stalled: bool = False
    preparationError: str | None = None
    report: str = "written"

    def update(self, wanted: dict[str, Any]) -> None:
        """Change the named settings."""
        unknown = set(wanted) - set(asdict(self))
        if unknown:
            raise ValueError(f"batch has no setting {', '.join(sorted(unknown))}; it has {', '.join(asdict(self))}")
        if wanted.get("report", "written") not in REPORTS:
            raise ValueError(f"report should be one of {', '.join(REPORTS)}, got {wanted['report']!r}")
        for name, value in wanted.items():
            setattr(self, name, value)
