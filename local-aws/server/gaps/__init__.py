"""Patches of moto, one file for each gap. `install()` of each file patches moto at run time."""

from . import (
    bucket_replication,
    caller_identity,
    composite_alarm,
    delete_marker,
    endpoint_service,
    event_bridge_notification,
    event_target_topic,
    key_usage,
    metrics_insights,
    object_lock,
    object_policy,
    pending_subscription,
    percentile,
    queue_policy,
    service_quotas,
)

_ALL = (
    bucket_replication,
    caller_identity,
    composite_alarm,
    delete_marker,
    endpoint_service,
    event_bridge_notification,
    event_target_topic,
    key_usage,
    metrics_insights,
    object_lock,
    object_policy,
    pending_subscription,
    percentile,
    queue_policy,
    service_quotas,
)


def install() -> None:
    """Install every patch."""
    for gap in _ALL:
        gap.install()
