import { checksum } from "./body";
import type { S3Wire, Stamped } from "../wire/client";
import type { ReplicationHint } from "./log";
import type { Objects } from "./objects";
import type { Operation } from "./operations";

/** How one request ended. */
export interface Sent {
  readonly object: number;
  /** In milliseconds, from performance.now(). */
  readonly sentAt: number;
  readonly error?: string;
  readonly hint?: ReplicationHint;
  readonly failure?: Stamped;
}

/** The error code of a read that returned other content than was written. */
export const differs = "ContentDiffers";

/** Sends the requests of a run through the access point. */
export class Sender {
  constructor(
    private readonly wire: S3Wire,
    private readonly host: string,
    readonly objects: Objects,
    /** Milliseconds since the run's start. */
    private readonly now: () => number,
  ) {}

  /** Returns `undefined` if there is no object for the operation yet. */
  async send(operation: Operation): Promise<Sent | undefined> {
    if (operation === "put") return this.put();
    const object = operation === "delete" ? this.objects.toDelete() : this.objects.toRead();
    return object === undefined ? undefined : this.act(operation, object);
  }

  private async put(): Promise<Sent> {
    const { object, body, sha256 } = this.objects.create();
    try {
      const reply = await this.wire.send({
        ...this.at("PUT", object),
        body,
        sha256: sha256.toString("hex"),
        headers: {
          // With Object Lock, S3 requires a checksum.
          "x-amz-sdk-checksum-algorithm": "SHA256",
          "x-amz-checksum-sha256": sha256.toString("base64"),
          "x-amz-meta-mrap-sent": new Date().toISOString(),
        },
      });
      this.objects.acknowledge(object, String(reply.headers["x-amz-version-id"] ?? "null"), this.now());
      return { object, sentAt: reply.sentAt };
    } catch (error) {
      return failed(object, error as Stamped);
    }
  }

  private async act(operation: "get" | "head" | "delete", object: number): Promise<Sent> {
    try {
      const method = ({ get: "GET", head: "HEAD", delete: "DELETE" } as const)[operation];
      const reply = await this.wire.send(this.at(method, object));
      if (operation === "delete") this.objects.acknowledgeDelete(object, this.now());
      const status = reply.headers["x-amz-replication-status"];
      const hint = status === undefined ? undefined : status === "REPLICA" ? "replica" : "original";
      const wrong = operation === "get" && checksum(reply.body) !== this.objects.checksum(object);
      return {
        object,
        sentAt: reply.sentAt,
        ...(hint && { hint }),
        ...(wrong && { error: differs }),
      };
    } catch (error) {
      return failed(object, error as Stamped);
    }
  }

  private at<M extends string>(method: M, object: number) {
    return { method, region: "*", host: this.host, path: `/${this.objects.key(object)}` };
  }
}

function failed(object: number, failure: Stamped): Sent {
  return { object, sentAt: failure.sentAt ?? performance.now(), error: failure.code, failure };
}
