"""Publishes AWS/S3 metrics in moto's CloudWatch."""

from datetime import datetime, timedelta, timezone

from moto.cloudwatch.models import cloudwatch_backends

from ..s3_store import ACCOUNT

_MOST_VALUES = 100


def publish(region: str, name: str, dimensions: dict[str, str], values: list[float], unit: str) -> None:
    """Publish the values of a metric in a Region. Publish an even sample of very many values."""
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


def publish_gauge(region: str, name: str, dimensions: dict[str, str], value: float, unit: str) -> None:
    """Publish a gauge. It replaces the earlier value of its minute, as in S3."""
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
