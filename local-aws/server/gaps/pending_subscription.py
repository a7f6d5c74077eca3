"""SNS: an email address has no ARN in a list of subscriptions until it is confirmed. moto confirms every subscription.

Ledger: sns-pending
"""

from copy import copy
from typing import Any

from moto.sns.models import SNSBackend, Subscription

#: The endpoints that a test leaves unconfirmed.
pending: set[str] = set()


def _listed(subscription: Subscription) -> Subscription:
    if subscription.endpoint not in pending:
        return subscription
    shown = copy(subscription)
    shown.arn = "PendingConfirmation"
    return shown


def install() -> None:
    """Leave the subscriptions of these endpoints pending."""
    lists = (SNSBackend.list_subscriptions, SNSBackend.list_subscriptions_by_topic)
    attributes = SNSBackend.get_subscription_attributes

    def patched(original: Any) -> Any:
        def listing(self: SNSBackend, *args: Any, **kwargs: Any) -> Any:
            found, next_token = original(self, *args, **kwargs)
            return [_listed(one) for one in found], next_token

        return listing

    def get_subscription_attributes(self: SNSBackend, arn: str) -> dict[str, Any]:
        found: dict[str, Any] = attributes(self, arn)
        return {**found, "PendingConfirmation": True} if found.get("Endpoint") in pending else found

    SNSBackend.list_subscriptions, SNSBackend.list_subscriptions_by_topic = map(patched, lists)
    SNSBackend.get_subscription_attributes = get_subscription_attributes
