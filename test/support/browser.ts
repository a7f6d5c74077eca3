/** Finds the browser that opens pages in tests. */
import { existsSync } from "node:fs";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Nothing where there is none, which is no excuse in CI. */
export function browserBinary(): string | undefined {
  const found = [process.env.CHROMIUM_PATH, ...places].find((path) => path && existsSync(path));
  if (found === undefined && process.env.CI)
    throw new Error("CI opens the report in a browser: install chromium, or name one with CHROMIUM_PATH");
  return found;
}

export const browserFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
