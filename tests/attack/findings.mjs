// findings.mjs REPORT CALLS: what wapiti has found (its JSON report) and who called the listener. Prints the findings
// and exits 1, or their number, 0, and how many were left out, which are those below.
import { readFileSync } from "node:fs";

// No weakness of the shop's, or none of a stack that speaks HTTP on 127.0.0.1.
const LEFT_OUT = [
    // The site that `make install` brings sends it over TLS; nobody may send it over HTTP.
    /^Strict-Transport-Security is not set$/,
    // Content-Security-Policy's frame-ancestors 'none' says it, and browsers obey that first.
    /^X-Frame-Options is not set$/,
    // Browsers have given it up, since it made holes of its own.
    /^X-XSS-Protection is not set$/,
    // Secure where PUBLIC_URL is https.
    /^Secure flag is not set in the cookie : \w+$/,
];

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
const calls = readFileSync(process.argv[3], "utf8").split("\n").filter(Boolean);
const all = [...Object.entries(report.vulnerabilities), ...Object.entries(report.anomalies)]
    .flatMap(([kind, list]) => list.map((one) => ({ kind, ...one })));
const found = all.filter((one) => !LEFT_OUT.some((pattern) => pattern.test(one.info)));
for (const one of found)
    console.log(`    ${one.kind}: ${one.method} ${one.path} ${one.parameter || ""} ${one.info}`);
for (const call of calls)
    console.log(`    called the listener: ${call}`);
if (found.length + calls.length > 0)
    process.exit(1);
console.log(`0 findings (${all.length} of headers left out)`);
