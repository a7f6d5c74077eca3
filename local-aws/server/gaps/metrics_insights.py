"""Metrics Insights queries in GetMetricData, as far as alarms use them. moto returns the sum of all metrics for any text.

The local AWS supports `SELECT FUNCTION(metric) FROM SCHEMA("namespace", dimension, …) WHERE dimension = 'value' AND …`
and rejects other queries.

Ledger: metrics-insights
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from moto.cloudwatch.exceptions import ValidationError
from moto.cloudwatch.models import CloudWatchBackend

_QUERY = re.compile(
    r"SELECT\s+(?P<function>AVG|COUNT|MAX|MIN|SUM)\((?P<metric>\w+)\)\s+"
    r"FROM\s+SCHEMA\(\"(?P<namespace>[^\"]+)\"(?P<dimensions>(?:\s*,\s*\w+)*)\)"
    r"(?:\s+WHERE\s+(?P<where>\w+\s*=\s*'[^']*'(?:\s+AND\s+\w+\s*=\s*'[^']*')*))?"
)
_FUNCTIONS: dict[str, Callable[[list[float]], float]] = {
    "AVG": lambda values: sum(values) / len(values),
    "COUNT": lambda values: float(len(values)),
    "MAX": max,
    "MIN": min,
    "SUM": sum,
}


@dataclass(frozen=True)
class _Query:
    function: str
    metric: str
    namespace: str
    dimensions: frozenset[str]
    where: dict[str, str]

    def selects(self, datum: Any) -> bool:
        has = {dimension.name: dimension.value for dimension in datum.dimensions}
        return (
            (datum.namespace, datum.name) == (self.namespace, self.metric)
            and has.keys() == self.dimensions
            and all(has.get(name) == value for name, value in self.where.items())
        )


def _parse(text: str) -> _Query:
    found = _QUERY.fullmatch(text.strip())
    if found is None:
        raise ValidationError(f"The local AWS does not support the query {text}")
    where = dict(re.findall(r"(\w+)\s*=\s*'([^']*)'", found["where"] or ""))
    dimensions = frozenset(re.findall(r"\w+", found["dimensions"]))
    return _Query(found["function"], found["metric"], found["namespace"], dimensions, where)


def _points(query: dict[str, Any], data: Iterable[Any], start: datetime, end: datetime) -> list[tuple[datetime, float]]:
    parsed, period = _parse(query["Expression"]), timedelta(seconds=int(query["Period"]))
    by_period: dict[datetime, list[float]] = {}
    for datum in data:
        if start <= datum.timestamp < end and parsed.selects(datum):
            begin = start + (datum.timestamp - start) // period * period
            by_period.setdefault(begin, []).append(float(datum.value))
    return [(begin, _FUNCTIONS[parsed.function](values)) for begin, values in sorted(by_period.items())]


def install() -> None:
    """Answer the queries that start with SELECT."""
    original = CloudWatchBackend.get_metric_data

    def get_metric_data(
        self: CloudWatchBackend,
        queries: list[dict[str, Any]],
        start_time: datetime,
        end_time: datetime,
        scan_by: str = "TimestampAscending",
    ) -> list[dict[str, Any]]:
        selects = [query for query in queries if str(query.get("Expression", "")).startswith("SELECT")]
        others = [query for query in queries if query not in selects]
        results = original(self, others, start_time, end_time, scan_by)
        start, end = start_time.replace(microsecond=0), end_time.replace(microsecond=0)
        for query in selects:
            points = _points(query, self.metric_data, start, end)
            if scan_by == "TimestampDescending":
                points.reverse()
            results.append(
                {
                    "id": query["Id"],
                    "label": query.get("Label") or query["Id"],
                    "values": [value for _, value in points],
                    "timestamps": [begin for begin, _ in points],
                    "status_code": "Complete",
                }
            )
        return results

    CloudWatchBackend.get_metric_data = get_metric_data
