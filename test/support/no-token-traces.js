"use strict";
// CDKTF records a stack trace for every token, and source-map-support maps each of its lines: half of the time of a synth.
// No test reads these traces.
require("cdktf/lib/tokens/private/stack-trace").captureStackTrace = () => [];
