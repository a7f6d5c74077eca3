/** The calls of S3 Batch Operations. Ledger: batch-create-job, batch-job-states, batch-job-tags, batch-list-jobs */
import { escapeXml } from "../../text/xml";
import type { Aws } from "./aws";
import { ServiceError } from "./errors";
import { retried } from "./retried";
import type { AwsRequest } from "./signed-request";
import { child, childText, parseXml, type XmlElement } from "./xml-answer";

export interface JobRequest {
  readonly token: string;
  readonly description: string;
  readonly roleArn: string;
  readonly sourceBucket: string;
  readonly jobBucket: string;
  readonly statuses: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** A job as DescribeJob reports it. */
export interface JobState {
  readonly id: string;
  readonly status: string;
  readonly created: Date;
  /** Undefined until the manifest is ready. */
  readonly total?: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Why the whole job failed. */
  readonly failures: readonly string[];
  /** The reason that came with the last change of the status, such as of a cancellation. */
  readonly reason?: string;
  readonly statuses: readonly string[];
}

export interface ListedJob {
  readonly id: string;
  readonly status: string;
  readonly description: string;
  readonly created: Date;
}

/** How long one request may take. */
const REQUEST_MS = 20_000;

/** The jobs of one account in one Region. */
export class BatchJobs {
  constructor(
    private readonly aws: Aws,
    private readonly account: string,
    readonly region: string,
  ) {}

  /** Creates a job that waits for a confirmation. The same token returns the same job. */
  async create(job: JobRequest): Promise<string> {
    const root = await this.call("POST", "/jobs", {}, creation(job));
    return textOf(root, "JobId");
  }

  async describe(id: string): Promise<JobState> {
    const root = await this.call("GET", `/jobs/${encodeURIComponent(id)}`, {}, undefined);
    const job = child(root, "Job");
    const progress = child(job, "ProgressSummary");
    const number = (name: string): number => Number(childText(progress, name) ?? 0);
    const generator = child(child(job, "ManifestGenerator"), "S3JobManifestGenerator");
    const filter = child(child(generator, "Filter"), "ObjectReplicationStatuses");
    const total = childText(progress, "TotalNumberOfTasks");
    const reason = childText(job, "StatusUpdateReason");
    return {
      id,
      status: textOf(job, "Status"),
      created: new Date(textOf(job, "CreationTime")),
      ...(total !== undefined && { total: Number(total) }),
      succeeded: number("NumberOfTasksSucceeded"),
      failed: number("NumberOfTasksFailed"),
      failures: (child(job, "FailureReasons")?.children ?? []).map(
        (one) => childText(one, "FailureReason") ?? childText(one, "FailureCode") ?? "no reason given",
      ),
      ...(reason && { reason }),
      statuses: (filter?.children ?? []).map(({ text }) => text),
    };
  }

  /** All jobs of the Region, as far as S3 still lists them. */
  async list(): Promise<ListedJob[]> {
    const found: ListedJob[] = [];
    for (let nextToken: string | undefined, first = true; first || nextToken !== undefined; first = false) {
      const query = { maxResults: "1000", ...(nextToken !== undefined && { nextToken }) };
      const root = await this.call("GET", "/jobs", query, undefined);
      for (const job of child(root, "Jobs")?.children ?? []) {
        found.push({
          id: textOf(job, "JobId"),
          status: textOf(job, "Status"),
          description: childText(job, "Description") ?? "",
          created: new Date(textOf(job, "CreationTime")),
        });
      }
      nextToken = childText(root, "NextToken") || undefined;
    }
    return found;
  }

  async tags(id: string): Promise<Record<string, string>> {
    const root = await this.call("GET", `/jobs/${encodeURIComponent(id)}/tagging`, {}, undefined);
    return Object.fromEntries(
      (child(root, "Tags")?.children ?? []).map((tag) => [textOf(tag, "Key"), childText(tag, "Value") ?? ""]),
    );
  }

  /** Confirms or cancels a job. A repeated request for a job that has left its status is refused. */
  async update(id: string, status: "Ready" | "Cancelled", why: string): Promise<void> {
    const query = { requestedJobStatus: status, statusUpdateReason: why };
    await this.call("POST", `/jobs/${encodeURIComponent(id)}/status`, query, undefined);
  }

  private async call(
    method: "GET" | "POST",
    path: string,
    query: Readonly<Record<string, string>>,
    body: string | undefined,
  ): Promise<XmlElement> {
    const request: AwsRequest = {
      method,
      service: "s3",
      region: this.region,
      host: `${this.account}.s3-control.${this.region}.amazonaws.com`,
      path: `/v20180820${path}`,
      query,
      headers: {
        "x-amz-account-id": this.account,
        ...(body !== undefined && { "content-type": "application/xml" }),
      },
      ...(body !== undefined && { body }),
      md5: body !== undefined,
    };
    const signal = AbortSignal.timeout(REQUEST_MS);
    const reply = await retried(() => this.aws.send(request, { signal }), signal);
    const root = parseXml(reply.body);
    // A page of a proxy is no answer of AWS.
    if (root === undefined || !root.name.endsWith("Result"))
      throw new ServiceError(reply.status, `HTTP${reply.status}`, "", false);
    return root;
  }
}

function creation(job: JobRequest): string {
  const element = (name: string, ...inner: string[]): string => `<${name}>${inner.join("")}</${name}>`;
  const text = (name: string, value: string): string => element(name, escapeXml(value));
  const place = text("Bucket", `arn:aws:s3:::${job.jobBucket}`);
  const tags = Object.entries(job.tags).map(([key, value]) =>
    element("member", text("Key", key), text("Value", value)),
  );
  return (
    `<?xml version="1.0" encoding="UTF-8"?><CreateJobRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/">` +
    text("ConfirmationRequired", "true") +
    element("Operation", "<S3ReplicateObject/>") +
    element(
      "Report",
      place,
      text("Format", "Report_CSV_20180820"),
      text("Enabled", "true"),
      text("Prefix", "reports"),
      text("ReportScope", "FailedTasksOnly"),
    ) +
    text("ClientRequestToken", job.token) +
    text("Description", job.description) +
    text("Priority", "10") +
    text("RoleArn", job.roleArn) +
    element("Tags", ...tags) +
    element(
      "ManifestGenerator",
      element(
        "S3JobManifestGenerator",
        text("SourceBucket", `arn:aws:s3:::${job.sourceBucket}`),
        element(
          "ManifestOutputLocation",
          place,
          text("ManifestPrefix", "manifests"),
          element("ManifestEncryption", "<SSE-S3/>"),
          text("ManifestFormat", "S3InventoryReport_CSV_20211130"),
        ),
        element(
          "Filter",
          text("EligibleForReplication", "true"),
          element("ObjectReplicationStatuses", ...job.statuses.map((status) => text("member", status))),
        ),
        text("EnableManifestOutput", "true"),
      ),
    ) +
    `</CreateJobRequest>`
  );
}

/** @throws ServiceError if the answer is not complete */
function textOf(element: XmlElement | undefined, name: string): string {
  const text = childText(element, name);
  if (text === undefined || text === "") throw new ServiceError(200, "HTTP200", "", false);
  return text;
}
