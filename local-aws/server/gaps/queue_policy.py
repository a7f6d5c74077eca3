"""SQS: SetQueueAttributes changes the attributes that it names. In moto, a call without a policy deletes the policy.

Ledger: sqs-attributes
"""

from typing import Any

from moto.sqs.models import Queue


def install() -> None:
    """Keep the policy if the call names none. An empty policy deletes it."""
    original = Queue._set_attributes

    def set_attributes(self: Queue, attributes: dict[str, Any], now: float | None = None) -> None:
        if "Policy" not in attributes and hasattr(self, "_policy_json"):
            attributes = {**attributes, "Policy": self.policy}
        original(self, attributes, now)

    Queue._set_attributes = set_attributes
