"""Assembles the pipeline."""

from . import bucket_configurations, gaps, region_rule, rules, sso_portal
from .access import check, simulate
from .actions import name_action
from .backend import Backend
from .batch.calls import JobCalls
from .batch.worker import Worker
from .control import Control
from .faults import Faults
from .journal import Journal
from .kms import key_calls, objects
from .messages import Call
from .metrics.clock import MetricsClock
from .metrics.replication import ReplicationMetrics
from .metrics.requests import RequestMetrics
from .mrap import control as mrap_control
from .mrap import rules as mrap_rules
from .mrap import status as mrap_status
from .mrap import trail
from .mrap.data import DataPlane
from .pipeline import Pipeline
from .replication import events, status
from .replication.engine import Engine
from .replication.observer import ReplicationObserver


def _describe(call: Call) -> None:
    call.action = name_action(call)


def build() -> Pipeline:
    """Patch moto and assemble the handlers around it."""
    gaps.install()
    mrap_control.install()
    status.install()
    events.install()
    faults, journal = Faults(), Journal()
    pipeline = Pipeline(Backend(), faults, journal)
    pipeline.describe = _describe
    replication_metrics, request_metrics = ReplicationMetrics(), RequestMetrics()
    engine = Engine(replication_metrics)
    worker = Worker(engine)
    clock = MetricsClock(replication_metrics, request_metrics, engine)
    pipeline.local = Control(pipeline, engine, clock, worker).handle
    pipeline.handlers = [
        DataPlane(faults).handle,
        region_rule.handle,
        check.handle,
        JobCalls(worker).handle,
        mrap_rules.control_region,
        mrap_rules.policy_document,
        mrap_rules.member_bucket,
        *rules.HANDLERS,
        key_calls.handle,
        objects.handle,
        bucket_configurations.handle,
        sso_portal.handle,
        simulate.handle,
    ]
    pipeline.corrections = [mrap_status.correct]
    pipeline.observers = [objects.observe, ReplicationObserver(engine).observe, request_metrics.observe, trail.observe]
    return pipeline
