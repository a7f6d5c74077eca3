import { createCipheriv, createHash } from "node:crypto";

/**
 * The contents of objects, derived from the run and the object's number. A reader can therefore verify an object without
 * a copy of it. The first bytes differ from object to object. The rest is noise that does not compress, generated once.
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

  /** In base64, the form of S3. */
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

/** Generates noise from the run: the key stream of a cipher. */
function noiseOf(run: string, bytes: number): Buffer {
  const key = createHash("sha256").update(run).digest();
  return createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
}
