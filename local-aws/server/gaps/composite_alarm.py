"""PutCompositeAlarm, and DescribeAlarms with the requested alarm types. moto has neither.

Ledger: alarm-composite
"""

from typing import Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import EmptyResult


def _put_composite_alarm(response: CloudWatchResponse) -> EmptyResult:
    param = response._get_param
    unused = ("namespace", "metric_name", "comparison_operator", "evaluation_periods", "period", "threshold", "statistic")
    response.cloudwatch_backend.put_metric_alarm(
        name=param("AlarmName"),
        description=param("AlarmDescription"),
        rule=param("AlarmRule"),
        actions_enabled=param("ActionsEnabled"),
        alarm_actions=param("AlarmActions", []),
        ok_actions=param("OKActions", []),
        insufficient_data_actions=param("InsufficientDataActions", []),
        tags=param("Tags", []),
        dimensions=[],
        **dict.fromkeys(unused),
    )
    return EmptyResult()


def install() -> None:
    """Add PutCompositeAlarm, and filter the alarms by the requested types."""
    original = CloudWatchResponse.describe_alarms

    def describe_alarms(self: CloudWatchResponse) -> Any:
        answer = original(self)
        wanted = self._get_param("AlarmTypes", []) or ["MetricAlarm"]
        for kind in ("MetricAlarm", "CompositeAlarm"):
            if kind not in wanted:
                answer.result[f"{kind}s"] = []
        return answer

    CloudWatchResponse.put_composite_alarm = _put_composite_alarm
    CloudWatchResponse.describe_alarms = describe_alarms
