"""Bucket configurations with an id: metrics, analytics and Intelligent-Tiering. moto does not support them or mistakes
them for another call. Each is stored as XML on moto's bucket and deleted with it.

Ledger: bucket-configurations
"""

import re
from typing import Any
from xml.etree import ElementTree

from . import s3_store
from .messages import Answer, Call, aws_error, xml_answer

_KINDS = {
    "metrics": "ListMetricsConfigurationsResult",
    "analytics": "ListBucketAnalyticsConfigurationResult",
    "intelligent-tiering": "ListBucketIntelligentTieringConfigurationsResult",
}
_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def stored(bucket: Any, kind: str) -> dict[str, str]:
    """Return the configurations of one kind by id."""
    every: dict[str, dict[str, str]] = bucket.__dict__.setdefault("local_configurations", {})
    return every.setdefault(kind, {})


def metrics_prefix(configuration: str) -> str:
    """Return the key prefix of a metrics configuration. It is empty for the whole bucket."""
    for element in ElementTree.fromstring(configuration).iter():
        if element.tag.rpartition("}")[2] == "Prefix":
            return element.text or ""
    return ""


def handle(call: Call) -> Answer | None:
    """Answer calls about these configurations."""
    if call.bucket is None or call.key is not None:
        return None
    kind = next((name for name in _KINDS if name in call.query), None)
    if kind is None:
        return None
    owner = s3_store.bucket(call.bucket)
    if owner is None:
        return aws_error(call, 404, "NoSuchBucket", "The specified bucket does not exist")
    known, identity = stored(owner, kind), call.query.get("id")
    if call.method == "PUT" and identity:
        known[identity] = call.body.decode()
        return Answer(200)
    if call.method == "GET" and identity is None:
        inner = "".join(re.sub(r"<\?xml.*?\?>", "", text) for text in known.values())
        return xml_answer(f'<{_KINDS[kind]} xmlns="{_NAMESPACE}"><IsTruncated>false</IsTruncated>{inner}</{_KINDS[kind]}>')
    if identity not in known:
        return aws_error(call, 404, "NoSuchConfiguration", "The specified configuration does not exist.")
    if call.method == "DELETE":
        del known[identity]
        return Answer(204)
    return xml_answer(known[identity])
