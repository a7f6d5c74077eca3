"use strict";
// Preloaded into a measured process. Writes its peak memory in KiB to the file named by PEAK_FILE.
const { writeFileSync } = require("node:fs");

process.on("exit", () => {
  if (process.env.PEAK_FILE) writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS));
});
