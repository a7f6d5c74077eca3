import { createCipheriv, createHash } from "node:crypto";

/**
 * The content of an object, which follows from the run and the object's number: whoever reads it back can tell
 * whether it is what was sent without having kept it. The first bytes differ from object to object, the rest is
 * noise that does not compress, made once.
 */
export class Bodies {
  private noise: Buffer | undefined;

  constructor(
    private readonly run: string,
    private readonly largest: number,
  ) {}

  of(object: number, bytes: number): Buffer {
    const body = Buffer.allocUnsafe(bytes);
    this.noise ??= noiseOf(this.run, this.largest);
    this.noise.copy(body, 0, 0, bytes);
    body.write(`${this.run} ${object}\n`, 0, Math.min(bytes, 64), "latin1");
    return body;
  }

  /** In the form that S3 takes and answers, base64. */
  checksum(object: number, bytes: number): string {
    return checksum(this.of(object, bytes));
  }
}

export function sha256(body: Buffer): Buffer {
  return createHash("sha256").update(body).digest();
}

export function checksum(body: Buffer): string {
  return sha256(body).toString("base64");
}

/** A key stream is noise that follows from its key. */
function noiseOf(run: string, bytes: number): Buffer {
  const key = createHash("sha256").update(run).digest();
  return createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
}
