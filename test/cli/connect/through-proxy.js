"use strict";
// Node 20 does not read HTTPS_PROXY. A snippet for an application contains no proxy, so the test adds one.
const https = require("node:https");
const { syncBuiltinESMExports } = require("node:module");
const { HttpsProxyAgent } = require("https-proxy-agent");

const { prototype } = https.Agent;
https.Agent = function () {
  return new HttpsProxyAgent(process.env.HTTPS_PROXY);
};
https.Agent.prototype = prototype;
syncBuiltinESMExports();
