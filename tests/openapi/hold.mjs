// Holds exchanges with the shop against the API's document: a known path and method, a status that is
// documented, and a body that the schema of that status accepts.
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";

const METHODS = ["get", "post", "put", "patch", "delete"];
const OUR_PATHS = /^\/(api|media)\/|^\/(api|healthz|readyz|metrics)$/;
const segments = (path) => path.split("/");
const isParameter = (segment) => segment.startsWith("{");

export function* operationsOf(document) {
    for (const [path, item] of Object.entries(document.paths))
        for (const method of METHODS)
            if (item[method]) yield { key: `${method.toUpperCase()} ${path}`, path, method, operation: item[method] };
}

// Every answer below 500 that the document knows: "GET /api/cart 200" of a success, "GET /api/cart 401
// UNAUTHENTICATED" of a refusal, and "GET /healthz 429" of one outside of /api, which may be a page.
export function* answersOf(document) {
    for (const { key, path, operation } of operationsOf(document))
        for (const [status, { content }] of Object.entries(operation.responses)) {
            if (status >= 500) continue;
            const schema = content?.["application/json"]?.schema;
            const refused = status >= 400 && path.startsWith("/api");
            const codes = refused ? (schema.anyOf?.[0] ?? schema).properties.code.enum : [null];
            for (const code of codes) yield answerOf({ key, status, code: refused ? code : null });
        }
}

// The same of a verdict.
export const answerOf = ({ key, status, code }) =>
    status >= 400 && code && key.includes(" /api") ? `${key} ${status} ${code}` : `${key} ${status}`;

function fits(template, path) {
    const wanted = segments(template), given = segments(path);
    return wanted.length === given.length &&
        wanted.every((segment, i) => (isParameter(segment) ? given[i] !== "" : segment === given[i]));
}

// The template that a path fits: of several, the one that says most.
export function findPath(document, path) {
    const parameters = (template) => segments(template).filter(isParameter).length;
    return Object.keys(document.paths).filter((template) => fits(template, path))
        .sort((a, b) => parameters(a) - parameters(b))[0];
}

// A query's text as the type its schema speaks of.
function typed(schema, text) {
    if (schema.type === "array") return text.split(",").map((item) => typed(schema.items, item));
    if (schema.type === "integer") return Number(text);
    if (schema.type === "boolean") return { true: true, false: false }[text] ?? text;
    return text.trim();
}

export class Judge {
    #document;
    #ajv = new Ajv({ strict: false, allErrors: true });
    #checks = new Map();

    constructor(document) {
        this.#document = document;
        formats(this.#ajv);
        this.#ajv.addSchema(document, "api");
    }

    // What a schema of the document, named by the way to it, says against a value.
    #against(way, value) {
        const pointer = way.map((step) => encodeURIComponent(String(step).replaceAll("~", "~0").replaceAll("/", "~1")));
        const ref = `api#/${pointer.join("/")}`;
        if (!this.#checks.has(ref)) this.#checks.set(ref, this.#ajv.compile({ $ref: ref }));
        const check = this.#checks.get(ref);
        return check(value) ? [] : check.errors.map(({ instancePath, message, params }) =>
            `${instancePath || "the body"} ${message} ${JSON.stringify(params)}`);
    }

    #answer(way, response, { type, size, body, method, path, status }) {
        if (method === "HEAD") return size === 0 ? [] : ["an answer to HEAD has a body"];
        if (!response.content) return size === 0 ? [] : ["a body where none is documented"];
        const media = (type ?? "").split(";")[0];
        // What nginx itself refuses outside of /api is a page.
        if (status >= 400 && !path.startsWith("/api") && media === "text/html") return [];
        if (!response.content[media]) return [`content type ${type}, documented: ${Object.keys(response.content)}`];
        if (media !== "application/json") return size > 0 ? [] : ["no body"];
        return this.#against([...way, "content", media, "schema"], body);
    }

    // What the shop took must be what the document lets a client send.
    #request(way, operation, { path, request, status }) {
        if (status >= 300) return [];
        const problems = [];
        const query = new URLSearchParams(path.split("?")[1] ?? "");
        (operation.parameters ?? []).forEach((parameter, i) => {
            const text = parameter.in === "query" ? query.get(parameter.name) : null;
            if (text) problems.push(...this.#against([...way, "parameters", i, "schema"], typed(parameter.schema, text)));
        });
        if (request === undefined) return problems;
        if (operation.requestBody?.content["application/json"])
            problems.push(...this.#against([...way, "requestBody", "content", "application/json", "schema"], request));
        else if (Object.keys(request).length > 0) problems.push("a request body was taken that is not documented");
        return problems.map((problem) => `request: ${problem}`);
    }

    // What nobody answers is refused: below /api in the envelope, with the code that goes with it.
    #nobody(exchange, codes) {
        const expected = codes[exchange.status];
        if (!expected) return [`status ${exchange.status} where nobody answers`];
        if (exchange.method === "HEAD" || !exchange.path.startsWith("/api")) return [];
        const problems = this.#against(["components", "schemas", "Failure"], exchange.body);
        if (problems.length === 0 && exchange.body.code !== expected) problems.push(`code ${exchange.body.code}`);
        return problems;
    }

    // {key, status, code, problems} of a line that the suite kept, `code` the envelope's; null for what is
    // no part of the API: a page, a file, the sandbox.
    judge(kept) {
        const exchange = { ...kept };
        try {
            if (kept.body !== undefined) exchange.body = JSON.parse(kept.body);
            if (kept.request !== undefined && kept.status < 300) exchange.request = JSON.parse(kept.request || "{}");
        } catch (error) {
            return { key: `${kept.method} ${kept.path}`, status: kept.status, problems: [String(error)] };
        }
        const verdict = this.#judge(exchange);
        return verdict && { ...verdict, code: exchange.body?.code };
    }

    #judge(exchange) {
        const path = exchange.path.split("?")[0];
        const method = exchange.method === "HEAD" ? "get" : exchange.method.toLowerCase();
        const status = exchange.status;
        if (!OUR_PATHS.test(path)) return null;
        const template = findPath(this.#document, path);
        const key = template ? `${method.toUpperCase()} ${template}` : "an unknown path";
        if (!template)
            return { key, status, problems: this.#nobody(exchange, { 400: "INVALID_REQUEST", 404: "ENTITY_NOT_FOUND", 413: "BODY_TOO_LARGE" }) };
        const operation = this.#document.paths[template][method];
        if (!operation)
            return { key: `another method of ${template}`, status, problems: this.#nobody(exchange, { 404: "ENTITY_NOT_FOUND", 405: "METHOD_NOT_ALLOWED" }) };
        const way = ["paths", template, method], response = operation.responses[status];
        const problems = response
            ? [...this.#answer([...way, "responses", status], response, exchange), ...this.#request(way, operation, exchange)]
            : [`status ${status} is not documented (${exchange.body?.code})`];
        return { key, status, problems };
    }
}
