"use strict";
// Loaded before a measured process: writes its peak memory, in KiB, to the file that PEAK_FILE names.
const { writeFileSync } = require("node:fs");

process.on("exit", () => {
  if (process.env.PEAK_FILE) writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS));
});
