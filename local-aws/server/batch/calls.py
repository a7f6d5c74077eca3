"""Answers the calls of S3 Batch Operations, which moto does not have.

Ledger: batch-create-job, batch-job-states, batch-job-tags, batch-list-jobs
"""

import re
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from ..messages import Answer, Call, aws_error, xml_answer
from ..s3_store import ACCOUNT
from .job import CANCELABLE, Job
from .request import mistake, parse
from .worker import Worker

_NAMESPACE = "http://awss3control.amazonaws.com/doc/2018-08-20/"
_PATH = re.compile(r"/v20180820/jobs(?:/(?P<id>[^/]+)(?:/(?P<part>status|priority|tagging))?)?/?$")


class JobCalls:
    """One method for each call."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def handle(self, call: Call) -> Answer | None:
        """Answer a call about jobs."""
        found = _PATH.match(call.path) if call.s3_host is not None and call.s3_host.kind == "control" else None
        if found is None:
            return None
        with self._worker.lock:
            if found["id"] is None:
                return self._create(call) if call.method == "POST" else self._list(call)
            job = self._worker.jobs.get(found["id"])
            if job is None or job.region != (call.s3_host.region if call.s3_host else None):
                return aws_error(call, 404, "NoSuchJob", "The specified job does not exist.")
            routes: dict[tuple[str, str | None], Callable[[Call, Job], Answer]] = {
                ("GET", None): _describe,
                ("POST", "status"): self._update_status,
                ("POST", "priority"): _update_priority,
                ("GET", "tagging"): _get_tags,
                ("PUT", "tagging"): _put_tags,
                ("DELETE", "tagging"): _delete_tags,
            }
            route = routes.get((call.method, found["part"]))
            return route(call, job) if route else aws_error(call, 405, "MethodNotAllowed", "Not allowed on this resource.")

    def _create(self, call: Call) -> Answer:
        region = (call.s3_host.region if call.s3_host else None) or ""
        try:
            request = parse(call.body)
        except (ElementTree.ParseError, ValueError) as problem:
            return aws_error(call, 400, "MalformedXML", str(problem))
        wrong = mistake(request, region)
        if wrong is not None:
            return aws_error(call, 400, "InvalidRequest", wrong)
        token = request["ClientRequestToken"]
        same = [job for job in self._worker.jobs.values() if job.region == region and job.request["ClientRequestToken"] == token]
        if same and same[0].body != call.body:
            return aws_error(call, 400, "IdempotencyException", "The token was used for a request with other parameters.")
        job = same[0] if same else Job(region, request, call.body)
        job.tags = job.tags or {tag["Key"]: tag["Value"] for tag in request.get("Tags", [])}
        self._worker.add(job)
        return _result("CreateJobResult", f"<JobId>{job.identity}</JobId>")

    def _list(self, call: Call) -> Answer:
        region = call.s3_host.region if call.s3_host else None
        statuses = re.findall(r"jobStatuses=([A-Za-z]+)", call.query_string)
        jobs = sorted((job for job in self._worker.jobs.values() if job.region == region), key=lambda job: -job.created)
        jobs = [job for job in jobs if not statuses or job.status in statuses]
        start, most = int(call.query.get("nextToken") or 0), int(call.query.get("maxResults") or 1000)
        more = f"<NextToken>{start + most}</NextToken>" if len(jobs) > start + most else ""
        rows = "".join(f"<member>{_listed(job)}</member>" for job in jobs[start : start + most])
        return _result("ListJobsResult", f"{more}<Jobs>{rows}</Jobs>")

    def _update_status(self, call: Call, job: Job) -> Answer:
        wanted = call.query.get("requestedJobStatus")
        allowed = {"Ready": ("Suspended",), "Cancelled": CANCELABLE}.get(wanted or "")
        if allowed is None:
            return aws_error(call, 400, "InvalidRequest", "requestedJobStatus should be Ready or Cancelled")  # voice: allow
        if job.status not in allowed:
            return aws_error(call, 400, "JobStatusException", f"A job that is {job.status} cannot become {wanted}.")
        job.status_reason = call.query.get("statusUpdateReason", "")
        job.status = "Ready" if wanted == "Ready" else "Cancelling"
        self._worker.wake()
        reason = f"<StatusUpdateReason>{escape(job.status_reason)}</StatusUpdateReason>"
        return _result("UpdateJobStatusResult", f"<JobId>{job.identity}</JobId><Status>{job.status}</Status>{reason}")


def _update_priority(call: Call, job: Job) -> Answer:
    priority = call.query.get("priority", "")
    if not priority.isdigit():
        return aws_error(call, 400, "InvalidRequest", "priority should be a whole number from 0")
    job.request["Priority"] = priority
    return _result("UpdateJobPriorityResult", f"<JobId>{job.identity}</JobId><Priority>{priority}</Priority>")


def _get_tags(_: Call, job: Job) -> Answer:
    rows = "".join(
        f"<member><Key>{escape(key)}</Key><Value>{escape(value)}</Value></member>" for key, value in job.tags.items()
    )
    return _result("GetJobTaggingResult", f"<Tags>{rows}</Tags>")


def _put_tags(call: Call, job: Job) -> Answer:
    tags = parse(call.body).get("Tags", [])
    job.tags = {tag["Key"]: tag["Value"] for tag in tags}
    return _result("PutJobTaggingResult", "")


def _delete_tags(_: Call, job: Job) -> Answer:
    job.tags = {}
    return _result("DeleteJobTaggingResult", "")


def _describe(_: Call, job: Job) -> Answer:
    fields = [
        f"<JobId>{job.identity}</JobId>",
        f"<JobArn>arn:aws:s3:{job.region}:{ACCOUNT}:job/{job.identity}</JobArn>",
        *(_xml(name, job.request[name]) for name in ("ConfirmationRequired", "Description", "RoleArn") if name in job.request),
        *(_xml(name, job.request[name]) for name in ("Operation", "Priority", "Report", "ManifestGenerator")),
        f"<Status>{job.status}</Status>",
        f"<StatusUpdateReason>{escape(job.status_reason)}</StatusUpdateReason>",
        _progress(job),
        _times(job),
    ]
    if job.suspended is not None:
        fields.append(f"<SuspendedDate>{_stamp(job.suspended)}</SuspendedDate>")
        fields.append("<SuspendedCause>AWAITING_CONFIRMATION</SuspendedCause>")
    if job.failures:
        rows = "".join(
            f"<member><FailureCode>{code}</FailureCode><FailureReason>{escape(reason)}</FailureReason></member>"
            for code, reason in job.failures
        )
        fields.append(f"<FailureReasons>{rows}</FailureReasons>")
    if job.manifest is not None:
        arn, etag = job.manifest
        location = f"<Location><ObjectArn>{escape(arn)}</ObjectArn><ETag>{etag}</ETag></Location>"
        descriptor = f"<Format>S3InventoryReport_CSV_20211130</Format>{location}"
        fields.append(f"<GeneratedManifestDescriptor>{descriptor}</GeneratedManifestDescriptor>")
    return _result("DescribeJobResult", f"<Job>{''.join(fields)}</Job>")


def _listed(job: Job) -> str:
    description = job.request.get("Description")
    return (
        f"<JobId>{job.identity}</JobId>{_xml('Description', description) if description else ''}"
        f"<Operation>S3ReplicateObject</Operation><Priority>{job.priority}</Priority><Status>{job.status}</Status>"
        f"{_times(job)}{_progress(job)}"
    )


def _progress(job: Job) -> str:
    if not job.prepared:
        return ""
    seconds = 0 if job.activated is None else int((job.ended or datetime.now().timestamp()) - job.activated)
    return (
        f"<ProgressSummary><TotalNumberOfTasks>{len(job.tasks)}</TotalNumberOfTasks>"
        f"<NumberOfTasksSucceeded>{job.count(failed=False)}</NumberOfTasksSucceeded>"
        f"<NumberOfTasksFailed>{job.count(failed=True)}</NumberOfTasksFailed>"
        f"<Timers><ElapsedTimeInActiveSeconds>{seconds}</ElapsedTimeInActiveSeconds></Timers></ProgressSummary>"
    )


def _times(job: Job) -> str:
    ended = "" if job.ended is None else f"<TerminationDate>{_stamp(job.ended)}</TerminationDate>"
    return f"<CreationTime>{_stamp(job.created)}</CreationTime>{ended}"


def _stamp(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _xml(name: str, value: Any) -> str:
    if isinstance(value, dict):
        inner = "".join(_xml(key, child) for key, child in value.items())
    elif isinstance(value, list):
        inner = "".join(_xml("member", child) for child in value)
    else:
        inner = escape(str(value))
    return f"<{name}>{inner}</{name}>"


def _result(name: str, inner: str) -> Answer:
    return xml_answer(f'<?xml version="1.0" encoding="UTF-8"?><{name} xmlns="{_NAMESPACE}">{inner}</{name}>')
