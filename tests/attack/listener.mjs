// listener.mjs FILE: what wapiti calls its endpoint, the address that a victim is lured to call. Prints its address.
// Whatever is asked of it but wapiti's own question for results stands in FILE, a line each: nobody else may call.
import { appendFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";

const file = process.argv[2];
writeFileSync(file, "");
const server = createServer((request, response) => {
    if (!/^\/get_(ssrf|xxe)\.php\?/.test(request.url))
        appendFileSync(file, `${request.method} ${request.url}\n`);
    response.setHeader("Content-Type", "application/json");
    response.end("{}");
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
