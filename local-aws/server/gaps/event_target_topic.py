"""EventBridge publishes to SNS topics. moto raises an error and skips the remaining targets.

Ledger: events-sns-target, events-input-template
"""

import json
import re
from datetime import datetime, timezone
from typing import Any

from moto.events.models import Rule
from moto.sns.models import sns_backends


def message(target: dict[str, Any], event: dict[str, Any]) -> str:
    """Return what a topic receives: the event, or the output of the target's input transformer."""
    moment = datetime.fromtimestamp(float(event["time"]), timezone.utc)
    event = {**event, "time": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}
    transformer = target.get("InputTransformer")
    return _text(transformer["InputTemplate"], transformer.get("InputPathsMap", {}), event) if transformer else json.dumps(event)


def _text(template: str, paths: dict[str, str], event: dict[str, Any]) -> str:
    """Fill in a template. Values are not escaped, a missing value leaves nothing, and an object in quotes loses its own."""
    is_text = template.strip().startswith('"')

    def value(found: "re.Match[str]") -> str:
        if found[1] not in paths:
            return found[0]
        inner = _at(event, paths[found[1]])
        if isinstance(inner, str):
            return inner
        if is_quoted(found.start()):
            return "" if inner is None else json.dumps(inner).replace('"', "")
        return json.dumps(inner)

    def is_quoted(position: int) -> bool:
        return is_text or template[:position].count('"') % 2 == 1

    filled = re.sub(r"<([\w-]+)>", value, template)
    if not is_text:
        json.loads(filled)  # EventBridge does not deliver a message that is not JSON.
    return filled


def _at(event: Any, path: str) -> Any:
    for name in path.split(".")[1:]:
        event = event.get(name) if isinstance(event, dict) else None
    return event


def install() -> None:
    """Publish to topics, and leave the other targets to moto."""
    original = Rule.send_to_targets

    def send_to_targets(self: Rule, event: Any, transform_input: bool = True) -> None:
        topics = [target for target in self.targets if ":sns:" in target["Arn"]]
        if topics and self.event_pattern.matches_event(event):
            for target in topics:
                sns_backends[self.account_id][self.region_name].publish(arn=target["Arn"], message=message(target, event))
        others = [target for target in self.targets if target not in topics]
        if others:
            everything, self.targets = self.targets, others
            try:
                original(self, event, transform_input)
            finally:
                self.targets = everything

    Rule.send_to_targets = send_to_targets
