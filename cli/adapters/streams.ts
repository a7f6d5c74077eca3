const broken = new Set<NodeJS.WritableStream>();

/** A reader that leaves, a full disk or a closed descriptor never changes what a command does, nor how it ends. */
export function guardStreams(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => void broken.add(stream));
}

/** Nobody reads this stream any more. */
export function isBroken(stream: NodeJS.WritableStream): boolean {
  return broken.has(stream);
}

/** Resolves when nobody reads this stream any more. */
export function whenBroken(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    if (broken.has(stream)) resolve();
    else stream.once("error", () => resolve());
  });
}

/** Writes unless the stream is broken; never throws. */
export function write(stream: NodeJS.WritableStream, text: string): void {
  if (broken.has(stream)) return;
  try {
    stream.write(text);
  } catch {
    broken.add(stream);
  }
}

/** Resolves when everything is written that can be. */
export async function flushed(): Promise<void> {
  const written = [process.stdout, process.stderr].map(
    (stream) =>
      new Promise<void>((done) => {
        if (broken.has(stream)) return done();
        try {
          stream.write("", () => done());
        } catch {
          done();
        }
      }),
  );
  await Promise.all(written);
}
