"""The replication settings that a test can change."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Settings:
    """`failingKeys`: patterns of keys whose replication fails, live and in a job.

    `dropEvery` n: every n-th object, and every n-th delete marker, is reported as replicated but is not.

    `sendSourceToRole`: S3 sends aws:SourceArn and aws:SourceAccount when it assumes the replication role.
    """

    delaySeconds: float = 0.2
    thresholdSeconds: float = 900.0
    pausedDestinations: list[str] = field(default_factory=list)
    failingDestinations: list[str] = field(default_factory=list)
    failingKeys: list[str] = field(default_factory=list)
    dropEvery: int = 0
    sendSourceToRole: bool = False

    def update(self, wanted: dict[str, Any]) -> None:
        """Change the named settings."""
        unknown = set(wanted) - set(asdict(self))
        if unknown:
            raise ValueError(f"replication has no setting {', '.join(sorted(unknown))}; it has {', '.join(asdict(self))}")
        for name, value in wanted.items():
            setattr(self, name, value)
