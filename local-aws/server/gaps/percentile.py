"""CloudWatch percentiles (p50, p99, p99.9) in metric data. moto returns no values for them.

Ledger: metrics-percentiles
"""

import re
from typing import Any

from moto.cloudwatch.models import Statistics

_PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d+)?|100)")


def _percentile(values: Any, percent: float) -> float:
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (ordered[above] - ordered[below]) * (place - below))


def install() -> None:
    """Compute percentiles from the individual values."""
    original = Statistics.get_statistics_for_type

    def get_statistics_for_type(self: Statistics, stat: str | None) -> Any:
        wanted = _PERCENTILE.fullmatch(stat or "")
        if not wanted:
            return original(self, stat)
        values = self.metric_single_values_list
        return _percentile(values, float(wanted[1])) if values else None

    Statistics.get_statistics_for_type = get_statistics_for_type
