import { createHash } from "node:crypto";

/**
 * The content of an object, which follows from the run and the object's number: whoever reads it back can tell
 * whether it is what was sent without having kept it. The first bytes differ from object to object, the rest is
 * noise that does not compress, made once.
 */
export class Bodies {
  private readonly noise: Buffer;

  constructor(
    private readonly run: string,
    largest: number,
  ) {
    const parts: Buffer[] = [];
    for (let length = 0, part = 0; length < largest; length += 64, part++)
      parts.push(createHash("sha512").update(`${run} ${part}`).digest());
    this.noise = Buffer.concat(parts);
  }

  of(object: number, bytes: number): Buffer {
    const body = Buffer.allocUnsafe(bytes);
    this.noise.copy(body, 0, 0, bytes);
    body.write(`${this.run} ${object}\n`, 0, Math.min(bytes, 64), "latin1");
    return body;
  }

  /** In the form that S3 takes and answers, base64. */
  checksum(object: number, bytes: number): string {
    return checksum(this.of(object, bytes));
  }
}

export function checksum(body: Buffer): string {
  return createHash("sha256").update(body).digest("base64");
}
