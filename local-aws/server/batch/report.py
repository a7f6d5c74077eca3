"""Writes the completion report of a job.

Ledger: batch-report
"""

import csv
import hashlib
import io
import json
from datetime import datetime, timezone
from urllib.parse import quote

from .job import Job, Task
from .manifest import put
from .request import name_of

_SCHEMA = "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage"


def write(job: Job, kind: str) -> None:
    """Write the report: one file for each task status, and a manifest that names them."""
    if job.report.get("Enabled") != "true" or kind == "missing" or job.next_task == 0:
        return
    bucket, start = name_of(job.report["Bucket"]), f"{job.report.get('Prefix', '')}/job-{job.identity}".lstrip("/")
    results = []
    for status in ("succeeded", "failed"):
        tasks = [task for task in job.tasks[: job.next_task] if (task.reason is not None) == (status == "failed")]
        if not tasks or (status == "succeeded" and job.report.get("ReportScope") == "FailedTasksOnly"):
            continue
        text = "\x00 this is no report" if kind == "corrupt" else _rows(job, status, tasks)
        key = f"{start}/results/{hashlib.sha1(f'{job.identity}{status}'.encode(), usedforsecurity=False).hexdigest()}.csv"
        put(bucket, key, text)
        checksum = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
        results.append({"TaskExecutionStatus": status, "Bucket": bucket, "MD5Checksum": checksum, "Key": key})
    created = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = {"Format": "Report_CSV_20180820", "ReportCreationDate": created, "Results": results, "ReportSchema": _SCHEMA}
    put(bucket, f"{start}/manifest.json", json.dumps(body))


def _rows(job: Job, status: str, tasks: list[Task]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for task in tasks:
        code, http = (task.reason or "", "400") if task.reason else ("", "200")
        message = f"Replication failed: {task.reason}" if task.reason else "Successful"
        rows.writerow([job.source, quote(task.key, safe="/"), task.version_id, status, code, http, message])
    return text.getvalue()
