"""What a test may set of replication."""

from dataclasses import asdict, dataclass, field
from typing import Any, Dict, List


@dataclass
class Settings:
    """`dropEvery` n: each n-th object is reported as replicated, and is not."""

    delaySeconds: float = 0.2
    thresholdSeconds: float = 900.0
    pausedDestinations: List[str] = field(default_factory=list)
    failingDestinations: List[str] = field(default_factory=list)
    dropEvery: int = 0

    def update(self, wanted: Dict[str, Any]) -> None:
        """Change the named settings only."""
        unknown = set(wanted) - set(asdict(self))
        if unknown:
            raise ValueError(f"replication has no setting {', '.join(sorted(unknown))}; it has {', '.join(asdict(self))}")
        for name, value in wanted.items():
            setattr(self, name, value)
