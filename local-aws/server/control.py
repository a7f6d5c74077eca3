"""The control interface for tests: plain HTTP under /_local/ at the address of the server."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timezone
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends
from moto.moto_api._internal.models import moto_api_backend
from moto.s3.models import FakeKey

from . import s3_store
from .access.principal import THIS_ACCOUNT
from .batch.worker import Worker
from .faults import InvalidFault
from .gaps import endpoint_service, pending_subscription, service_quotas
from .hosts import is_aws
from .messages import Answer, Call, json_answer
from .mrap import store
from .pipeline import S3_WRITES, Pipeline
from .replication.engine import Engine

PREFIX = "/_local/"


class Control:
    """Answers the calls in `_routes`."""

    def __init__(self, pipeline: Pipeline, engine: Engine, metrics: Any, worker: Worker) -> None:
        self._pipeline = pipeline
        self._engine = engine
        self._metrics = metrics
        self._worker = worker
        self._routes: dict[tuple[str, str], Callable[[Call], Any]] = {
            ("GET", "health"): lambda call: {"ok": True},
            ("POST", "reset"): self._reset,
            ("POST", "flush"): self._flush,
            ("GET", "replication"): lambda call: asdict(engine.settings),
            ("PUT", "replication"): self._set_replication,
            ("GET", "batch"): lambda call: asdict(worker.settings),
            ("PUT", "batch"): self._set_batch,
            ("GET", "pending"): lambda call: engine.pending(),
            ("GET", "faults"): lambda call: pipeline.faults.current(),
            ("PUT", "faults"): self._set_faults,
            ("GET", "requests"): lambda call: pipeline.journal.read(),
            ("DELETE", "requests"): lambda call: pipeline.journal.clear(),
            ("PUT", "access-point"): _set_access_point,
            ("PUT", "endpoint-zones"): _set_endpoint_zones,
            ("PUT", "organization"): _set_organization,
            ("PUT", "pending-subscriptions"): _set_pending_subscriptions,
            ("PUT", "quota"): _set_quota,
            ("GET", "ledger"): _ledger,
            ("GET", "metrics"): _metrics,
        }

    def handle(self, call: Call) -> Answer | None:
        """Answer a call to the control interface. Return None for other calls."""
        if not call.path.startswith(PREFIX) or call.scheme != "http" or is_aws(call.host):
            return None
        route = self._routes.get((call.method, call.path[len(PREFIX) :]))
        if route is None:
            known = ", ".join(f"{method} {PREFIX}{name}" for method, name in self._routes)
            return json_answer({"error": f"unknown: {call.method} {call.path}; known: {known}"}, 404)
        try:
            return json_answer(route(call))
        except (InvalidFault, ValueError, TypeError) as problem:
            return json_answer({"error": str(problem)}, 400)

    def _reset(self, _: Call) -> dict[str, bool]:
        with S3_WRITES:
            self._engine.reset()
            self._worker.reset()
            self._pipeline.faults.replace([])
            moto_api_backend.reset()
            self._metrics.reset()
            endpoint_service.zones_by_region.clear()
            service_quotas.values.clear()
            pending_subscription.pending.clear()
            THIS_ACCOUNT.organization = None
            self._pipeline.journal.clear()
        return {"ok": True}

    def _flush(self, _: Call) -> dict[str, bool]:
        self._metrics.flush()
        return {"ok": True}

    def _set_replication(self, call: Call) -> dict[str, Any]:
        self._engine.settings.update(json.loads(call.body))
        self._engine.wake()
        return asdict(self._engine.settings)

    def _set_batch(self, call: Call) -> dict[str, Any]:
        with self._worker.lock:
            self._worker.settings.update(json.loads(call.body))
            self._worker.lock.notify()
            return asdict(self._worker.settings)

    def _set_faults(self, call: Call) -> Any:
        self._pipeline.faults.replace(json.loads(call.body))
        return self._pipeline.faults.current()


#: The statuses of an access point on AWS.
STATUSES = (
    "READY",
    "INCONSISTENT_ACROSS_REGIONS",
    "CREATING",
    "PARTIALLY_CREATED",
    "PARTIALLY_DELETED",
    "DELETING",
)


def _set_access_point(call: Call) -> dict[str, str]:
    """Set the status of an access point."""
    wanted = json.loads(call.body)
    name, status = wanted.get("name"), wanted.get("status")
    mrap = next((one for one in store.every() if one.name == name), None)
    if mrap is None:
        raise ValueError(f"no access point {name!r}")
    if status not in STATUSES:
        raise ValueError(f"status should be one of {', '.join(STATUSES)}, got {status!r}")
    mrap.status = status
    return {"name": name, "status": status}


def _set_endpoint_zones(call: Call) -> dict[str, Any]:
    """Set the zones of the endpoint service in a Region."""
    wanted = json.loads(call.body)
    endpoint_service.zones_by_region.pop(wanted["region"], None)
    if wanted["zones"] is not None:
        endpoint_service.zones_by_region[wanted["region"]] = wanted["zones"]
    return wanted


def _set_organization(call: Call) -> dict[str, Any]:
    """Set the organization of the account, which is aws:PrincipalOrgID of every caller."""
    THIS_ACCOUNT.organization = json.loads(call.body)["organization"]
    return {"organization": THIS_ACCOUNT.organization}


def _set_quota(call: Call) -> dict[str, Any]:
    """Set the value of a quota in every Region."""
    wanted = json.loads(call.body)
    key = (wanted["service"], wanted["code"])
    service_quotas.values.pop(key, None)
    if wanted["value"] is not None:
        service_quotas.values[key] = float(wanted["value"])
    return wanted


def _set_pending_subscriptions(call: Call) -> list[str]:
    """Set the endpoints whose subscriptions are not confirmed."""
    pending_subscription.pending.clear()
    pending_subscription.pending.update(json.loads(call.body))
    return sorted(pending_subscription.pending)


def _metrics(call: Call) -> Any:
    """Return every AWS/S3 value published in a Region, oldest first."""
    region = call.query.get("region", "")
    return [
        {
            "name": datum.name,
            "dimensions": {dimension.name: dimension.value for dimension in datum.dimensions},
            "value": datum.value,
            "time": datum.timestamp.replace(tzinfo=timezone.utc).timestamp(),
        }
        for datum in list(cloudwatch_backends[s3_store.ACCOUNT][region].metric_data)
        if datum.namespace == "AWS/S3" and hasattr(datum, "value")
    ]


def _ledger(call: Call) -> Any:
    """Return every version in a bucket, oldest first within a key."""
    name = call.query.get("bucket", "")
    bucket = s3_store.bucket(name)
    if bucket is None:
        raise ValueError(f"no bucket {name!r}")
    return [
        {
            "key": key,
            "versionId": version.version_id,
            "deleteMarker": not isinstance(version, FakeKey),
            "etag": version.etag.strip('"') if isinstance(version, FakeKey) else None,
            "replication": getattr(version, "replication_status", None),
        }
        for key in sorted(bucket.keys)
        for version in s3_store.versions(bucket, key)
    ]
