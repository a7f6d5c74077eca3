"""EventBridge: a rule whose target is an SNS topic makes moto raise, and silences the targets after it."""

import json
from typing import Any

from moto.events.models import Rule
from moto.sns.models import sns_backends


def install() -> None:
    """Publish to topics, and leave the other targets to moto."""
    original = Rule.send_to_targets

    def send_to_targets(self: Rule, event: Any, transform_input: bool = True) -> None:
        topics = [target for target in self.targets if ":sns:" in target["Arn"]]
        if topics and self.event_pattern.matches_event(event):
            for target in topics:
                sns_backends[self.account_id][self.region_name].publish(arn=target["Arn"], message=json.dumps(event))
        others = [target for target in self.targets if target not in topics]
        if others:
            everything, self.targets = self.targets, others
            try:
                original(self, event, transform_input)
            finally:
                self.targets = everything

    Rule.send_to_targets = send_to_targets
