// What puts the API's document together refuses halves that do not fit.
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const program = join(dirname(process.env.JANGTEO_DOCUMENT), "bin", "jangteo-openapi");

const HEADERS = { RequestId: {}, Allow: {}, RetryAfter: {}, Replayed: {} };
const FRAME = {
    frame: { openapi: "3.1.0", components: { parameters: { IdempotencyKey: {} }, headers: HEADERS } },
    schemas: { Success: { type: "object" }, Failure: { type: "object" }, Thing: { type: "object" } },
};
const ROUTE = { method: "GET", path: "/api/thing/{id}", access: "CALLER", idempotent: false, signed: false, bytes: false };
const OPERATION = { tag: "T", summary: "A thing", answers: { 200: "Thing" }, errors: ["ORDER_NOT_FOUND"] };

// The document of one route and one operation, and what was complained of.
function make({ routes = [ROUTE], operations = { "GET /api/thing/{thingId}": OPERATION }, schemas = {} } = {}) {
    const folder = mkdtempSync(join(tmpdir(), "jangteo-openapi-"));
    const files = [FRAME, { operations, schemas }, { program: "api-thing", routes }].map((part, i) => {
        writeFileSync(join(folder, `${i}.json`), JSON.stringify(part));
        return join(folder, `${i}.json`);
    });
    const { status, stdout, stderr } = spawnSync(program, files, { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    return { status, stderr, document: status === 0 ? JSON.parse(stdout) : null };
}

test("q3_headers, access and refusals follow from the route", () => {
    const routes = [{ ...ROUTE, method: "POST", access: "ADMIN", idempotent: true, body: { type: "object" }, bodyRequired: true }];
    const { status, stderr, document } = make({ routes, operations: { "POST /api/thing/{thingId}": OPERATION } });
    assert.equal(status, 0, stderr);
    const operation = document.paths["/api/thing/{thingId}"].post;
    assert.equal(operation.operationId, "postApiThingThingId");
    assert.deepEqual(operation.security, [{ bearer: [] }, { cookie: [] }]);
    assert.equal(operation.parameters[0].name, "thingId");
    assert.equal(operation.parameters[0].schema.minimum, 1);
    assert.equal(operation.parameters[1].$ref, "#/components/parameters/IdempotencyKey");
    assert.equal(operation.requestBody.required, true);
    const codes = (code) => operation.responses[code].content["application/json"].schema.properties.code.enum;
    assert.deepEqual(codes(404), ["ORDER_NOT_FOUND", "ENTITY_NOT_FOUND"]);
    assert.deepEqual(codes(403), ["FORBIDDEN", "CSRF_REJECTED"]);
    assert.deepEqual(codes(422), ["IDEMPOTENCY_KEY_REUSED"]);
});

const WRONG = {
    "a route without a description": [{ routes: [ROUTE, { ...ROUTE, method: "PUT" }] }, /api-thing answers PUT/],
    "a description without a route": [{ routes: [] }, /no program answers/],
    "a path of another shape": [{ routes: [{ ...ROUTE, path: "/api/thing/{id}/part" }] }, /no program answers/],
    "an unknown error": [{ operations: { "GET /api/thing/{thingId}": { ...OPERATION, errors: ["NO_SUCH"] } } }, /NO_SUCH/],
    "an unknown schema": [{ operations: { "GET /api/thing/{thingId}": { ...OPERATION, answers: { 200: "Other" } } } }, /Other leads nowhere/],
    "a schema twice": [{ schemas: { Thing: { type: "object" } } }, /Thing stands in another part/],
};

for (const [name, [halves, complaint]] of Object.entries(WRONG))
    test(`q3_build refuses ${name}`, () => {
        const { status, stderr } = make(halves);
        assert.equal(status, 1);
        assert.match(stderr, complaint);
    });
