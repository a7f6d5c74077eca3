"use strict";
// Loaded into mrap before it starts: these names resolve to this machine, where nobody listens on port 443, so that the
// system itself refuses the connection. The command knows nothing of it.
const dns = require("node:dns");
const { lookup } = dns;
const refused = new Set((process.env.REFUSED_NAMES ?? "").split(","));
dns.lookup = (name, ...rest) => lookup(refused.has(name) ? "127.0.0.1" : name, ...rest);
