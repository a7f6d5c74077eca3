"""Putting AWS/S3 metric data into moto's CloudWatch."""

from datetime import datetime, timedelta, timezone
from typing import Dict, List

from moto.cloudwatch.models import cloudwatch_backends

from ..s3_store import ACCOUNT

_MOST_VALUES = 100


def publish(region: str, name: str, dimensions: Dict[str, str], values: List[float], unit: str) -> None:
    """Put values of one metric into one Region; of very many values, an even sample."""
    if not values or not region:
        return
    step = -(-len(values) // _MOST_VALUES)
    cloudwatch_backends[ACCOUNT][region].put_metric_data(
        "AWS/S3",
        [
            {
                "MetricName": name,
                "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()],
                "Timestamp": datetime.now(timezone.utc).replace(tzinfo=None),
                "Unit": unit,
                "Values": values[::step],
            }
        ],
    )


def publish_gauge(region: str, name: str, dimensions: Dict[str, str], value: float, unit: str) -> None:
    """Put a reading that stands for its minute, as S3 does: it takes the place of the minute's earlier one."""
    if not region:
        return
    data = cloudwatch_backends[ACCOUNT][region].metric_data
    since = datetime.now(timezone.utc).replace(tzinfo=None) - timedelta(minutes=1)
    for index in range(len(data) - 1, -1, -1):
        datum = data[index]
        if datum.timestamp and datum.timestamp.replace(tzinfo=None) < since:
            break
        if datum.name == name and {d.name: d.value for d in datum.dimensions} == dimensions:
            del data[index]
    publish(region, name, dimensions, [value], unit)
