// What a page costs a slow telephone beside its pictures: the style sheets and scripts that it loads,
// as they are before compression, and how long a browser may keep them.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { call, close, open, shop, visitor } from "./support.mjs";

before(open);
after(close);

const MOST = 50_000;

const files = new Map();
async function file(path) {
    if (!files.has(path)) {
        const answer = await fetch(shop + path);
        assert.equal(answer.status, 200, path);
        assert.match(answer.headers.get("cache-control"), /max-age=315360000/, `${path} is kept for good`);
        files.set(path, await answer.text());
    }
    return files.get(path);
}

// A script and what it imports, now or later.
async function addScript(path, found) {
    if (found.has(path)) return;
    found.add(path);
    for (const [, other] of (await file(path)).matchAll(/import\(?\s*["']([^"']+)["']/g))
        await addScript(new URL(other, shop + path).pathname, found);
}

async function weigh(path, token) {
    const answer = await fetch(shop + path, { headers: token ? { Authorization: `Bearer ${token}` } : {} });
    const html = await answer.text();
    assert.equal(answer.status, 200, path);
    const found = new Set();
    for (const [, address] of html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)) found.add(address);
    for (const [, address] of html.matchAll(/<script [^>]*src="([^"]+)"/g)) await addScript(address, found);
    assert.ok(found.size > 2, `${path} loads something`);
    let sum = 0;
    for (const address of found) sum += Buffer.byteLength(await file(address));
    assert.ok(sum < MOST, `${path} loads ${sum} bytes of style and script`);
}

// call() asks through a page's context; here is none.
const page = {
    request: {
        async fetch(path, { method, data, headers }) {
            const answer = await fetch(shop + path, {
                method, body: JSON.stringify(data), headers: { ...headers, "Content-Type": "application/json" },
            });
            return { ok: () => answer.ok, status: () => answer.status, text: () => answer.text() };
        },
    },
};
const logIn = async (email, password) => (await call(page, "POST", "/api/session", { email, password })).token;

test("pages of shoppers load less than 50,000 bytes of style and script", async () => {
    for (const path of ["/", "/products", "/products/1", "/cart", "/coupons", "/login", "/join"]) await weigh(path);
    const token = await logIn("minji@jangteo.example", "jangteo-demo");
    for (const path of ["/", "/cart", "/orders", "/me", "/me/points", "/me/notifications"]) await weigh(path, token);
});

test("pages of sellers do too", async () => {
    const token = await logIn("ongi@jangteo.example", "jangteo-demo");
    for (const path of ["/seller", "/seller/products", "/seller/products/new", "/seller/orders"])
        await weigh(path, token);
});

test("pages of admins do too", async () => {
    const token = await logIn(process.env.JANGTEO_ADMIN_EMAIL, process.env.JANGTEO_ADMIN_PASSWORD);
    for (const path of ["/admin", "/admin/members", "/admin/orders", "/admin/coupons", "/admin/events", "/admin/books"])
        await weigh(path, token);
});

test("what the build leaves out of a style sheet means nothing to a browser", async () => {
    const { page: blank } = await visitor();
    // A variable keeps its white space, which means nothing after a comma.
    const rules = (text) => blank.evaluate((css) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        return [...sheet.cssRules].map((rule) => rule.cssText.replace(/,\s+/g, ","));
    }, text);
    const html = await (await fetch(`${shop}/`)).text();
    const folder = html.match(/href="(\/static\/[0-9a-f]{12}\/)css\/shop\.css"/)[1];
    for (const name of ["shop", "pages", "desk", "gateway"]) {
        const written = await rules(await (await fetch(`${shop}/static/css/${name}.css`)).text());
        assert.ok(written.length > 10, `${name}.css has rules`);
        assert.deepEqual(await rules(await file(`${folder}css/${name}.css`)), written, `${name}.css`);
    }
    await blank.context().close();
});
