// Hostile text in every field comes back as text on every page: no script runs, no element and no
// attribute is born of it, the content policy has nothing to report, the page keeps its width, and text
// that runs from right to left turns nothing round beside it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
    PASSWORD, PHONE, close, fits, newEmail, open, registrationNumber, shop, until, visitor,
} from "./support.mjs";
import { BLANK, HOSTILE, REFUSED } from "./hostile.mjs";

const TEXTS = HOSTILE.map(([, text]) => text);
const PSQL = "/usr/lib/postgresql/15/bin/psql";
const LONG = "가".repeat(10_000);
const ADDRESS = { postcode: "06236", line1: "서울 강남구 테헤란로 1" };

// ---- who is there ----

// One call over JSON with no browser about; gives the answer.
async function ask(method, path, data, token) {
    const answer = await fetch(shop + path, {
        method,
        headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : { Origin: new URL(shop).origin }) },
        body: data && JSON.stringify(data),
    });
    const text = await answer.text();
    return { status: answer.status, text, body: text && JSON.parse(text) };
}

async function call(method, path, data, token) {
    const { status, text, body } = await ask(method, path, data, token);
    assert.ok(status < 300, `${method} ${path}: ${status} ${text}`);
    return body.data;
}

// A form as a browser sends it; the answer is not followed.
const send = (path, fields, token) => fetch(shop + path, {
    method: "POST", redirect: "manual", body: new URLSearchParams(fields),
    headers: { Origin: new URL(shop).origin, ...(token && { Cookie: `sid=${token}` }) },
});

// A new member, who is logged in; gives the session's token.
async function member(name = "김하늘", address = ADDRESS) {
    const answer = await send("/join", {
        email: newEmail(), password: PASSWORD, name, phone: "010-2345-6789",
        ...Object.fromEntries(Object.entries(address).map(([part, text]) => [`address.${part}`, text])),
    });
    assert.equal(answer.status, 303, await answer.text());
    return /sid=([^;]+)/.exec(answer.headers.get("set-cookie"))[1];
}

const admin = async () => (await call("POST", "/api/session", {
    email: process.env.JANGTEO_ADMIN_EMAIL, password: process.env.JANGTEO_ADMIN_PASSWORD,
})).token;

// A page of somebody's, in a context of its own, that keeps watch on itself.
async function watched(token) {
    const one = await visitor({ viewport: PHONE });
    one.page.on("dialog", (dialog) => {
        one.complaints.push(`a dialog: ${dialog.message()}`);
        dialog.dismiss();
    });
    await one.page.addInitScript(() => {
        window.__seen = [];
        window.__hit = () => window.__seen.push("a script ran");
        document.addEventListener("securitypolicyviolation", (event) =>
            window.__seen.push(`refused by the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
    });
    if (token) await one.context.addCookies([{ name: "sid", value: token, url: shop }]);
    return one;
}

// ---- what must hold of a document ----

// Everything in it that no template of the shop makes. Runs in the page, over it or over one that was
// fetched.
function strangers(root) {
    const own = new URL(location.href).origin;
    const found = [];
    const leads = new Set(["href", "src", "action", "formaction", "srcset", "data", "poster", "srcdoc", "xlink:href", "background"]);
    for (const element of root.querySelectorAll("*")) {
        const what = element.outerHTML.slice(0, 120);
        if (/^(iframe|object|embed|base|style|hit-me|template|frame|marquee)$/i.test(element.localName)) found.push(what);
        const about = element.localName === "script" && element.type === "application/ld+json"; // for search engines
        if (about && JSON.parse(element.textContent)["@context"] !== "https://schema.org") found.push(what);
        if (element.localName === "script" && !about && !/^\/static\//.test(element.getAttribute("src") ?? "")) found.push(what);
        if (element.localName === "meta" && element.hasAttribute("http-equiv")) found.push(what);
        for (const { name, value } of element.attributes) {
            if (/^on|^style$|hit|[^a-z0-9:-]/i.test(name)) found.push(`${name} of ${what}`);
            if (!leads.has(name)) continue;
            for (const address of name === "srcset" ? value.split(",") : [value]) {
                const to = new URL(address.trim().split(/\s/)[0] || "/", own + location.pathname);
                if (to.origin !== own || to.username !== "") found.push(`${name} of ${what}`);
            }
        }
    }
    return found;
}

const strangersOfPage = `(${strangers})(document)`;

// Texts from right to left that share their line with something else, and are not set apart from it.
function turned() {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode.data.replace(/\u2068[^\u2068\u2069]*\u2069/g, "").trim();
        const place = walk.currentNode.parentElement;
        if (!/[\u0590-\u08ff]/.test(text) || place.closest("textarea, option, title")) continue;
        const apart = place.closest("bdi, [dir=auto]");
        if (apart === null || apart.textContent.trim() !== text) found.push(`${place.outerHTML.slice(0, 160)}`);
    }
    return found;
}

// All that a page says, in elements and in fields.
function said(page) {
    const fields = [...page.querySelectorAll("input, textarea, option")].map((field) => field.value);
    return [page.body.textContent, ...fields].join("\u0001");
}
const saidOfPage = `(${said})(document)`;

// Holds a page, open already, against the texts it has to show.
async function holds({ page, complaints }, name, texts) {
    assert.deepEqual(await page.evaluate(() => window.__seen), [], `${name}: nothing ran, nothing was refused`);
    assert.deepEqual(await page.evaluate(strangersOfPage), [], `${name}: only what the shop makes`);
    assert.deepEqual(await page.evaluate(turned), [], `${name}: nothing is turned round`);
    const all = await page.evaluate(saidOfPage);
    assert.deepEqual(texts.filter((text) => !all.includes(text)), [], `${name} shows each as it is`);
    assert.deepEqual(complaints, [], name);
    await fits(page, name);
}

async function shows(one, path, texts, status = 200) {
    assert.equal((await one.page.goto(path)).status(), status, path);
    await holds(one, path, texts);
}

// The page and those behind its "next" link: each text stands on one of them.
async function showsInPages(one, path, texts) {
    const left = new Set(texts);
    await one.page.goto(path);
    for (;;) {
        await holds(one, path, []);
        const all = await one.page.evaluate(saidOfPage);
        for (const text of left) if (all.includes(text)) left.delete(text);
        const next = one.page.locator(".pager a[rel=next]");
        if (left.size === 0 || (await next.count()) === 0) break;
        await one.page.goto(await next.getAttribute("href"));
    }
    assert.deepEqual([...left], [], `${path} shows each as it is`);
}

// Holds answers that were not opened: what is true of their documents is asked within `one`'s page.
async function holdsFetched(one, asked) {
    const wrong = await one.page.evaluate(`(async () => {
        const strangers = ${strangers}, said = ${said}, wrong = [];
        await Promise.all(${JSON.stringify(asked)}.map(async ({ path, html, texts, status }) => {
            const answer = html === undefined ? await fetch(path) : null;
            const page = new DOMParser().parseFromString(html ?? (await answer.text()), "text/html");
            const all = said(page);
            for (const found of strangers(page)) wrong.push(path + ": " + found);
            for (const text of texts) if (!all.includes(text)) wrong.push(path + " does not show " + text);
            if (answer && answer.status !== (status ?? 200)) wrong.push(path + ": " + answer.status);
        }));
        return wrong;
    })()`);
    assert.deepEqual(wrong, []);
}

// ---- a shop full of it ----

// In turn, a few at a time: passwords are hashed two at once.
async function inTurn(items, width, work) {
    const results = [];
    for (let i = 0; i < items.length; i += width)
        results.push(...(await Promise.all(items.slice(i, i + width).map((item, j) => work(item, i + j)))));
    return results;
}

const shopOf = (text) => ({
    businessName: text, registrationNumber: registrationNumber(), contact: text, category: text,
    address: { postcode: "04782", line1: text, line2: text },
});
const productOf = (text) => ({
    name: text, category: text, price: 100, stock: 30, description: `${text}\n\n  ${text}\n${"W".repeat(4800)}`,
});
const shippingTo = (text) => ({
    recipient: text, phone: "01023456789", address: { postcode: "06236", line1: text, line2: text },
});

// A seller for each text, whose all is called so: names of sellers, products, categories.
async function fillShelves() {
    return inTurn(TEXTS, 2, async (text) => {
        const token = await member(text, { ...ADDRESS, line1: text, line2: text });
        await call("POST", "/api/seller", shopOf(text), token);
        const { productId } = await call("POST", "/api/product", productOf(text), token);
        return { token, productId };
    });
}

// One shop with a product and an order for each.
async function fillStall(buyer) {
    const token = await member();
    await call("POST", "/api/seller", { ...shopOf("시험상회"), contact: "0212345678" }, token);
    const products = await inTurn(TEXTS, 4, (text) => call("POST", "/api/product", productOf(text), token));
    const orders = await inTurn(TEXTS, 4, (text, i) => call("POST", "/api/order", {
        items: [{ productId: products[i].productId, quantity: 1 }], paymentMethod: "POINT", shipping: shippingTo(text),
    }, buyer));
    return { token, products, orders };
}

async function makeCoupons(desk) {
    const issueEndsAt = new Date(Date.now() + 3_600_000).toISOString();
    return inTurn(TEXTS, 4, (text) => call("POST", "/api/coupon", {
        name: text, description: `${text}\n${text}`, type: "FIXED", value: 100, quantity: 1, issueEndsAt,
    }, desk));
}

let desk, buyer, shelves, stall, coupons, whole;

before(async () => {
    await open();
    desk = await admin();
    buyer = await member(TEXTS[0]);
    await call("PATCH", "/api/point/charge", { amount: 1_000_000 }, buyer);
    shelves = await fillShelves();
    stall = await fillStall(buyer);
    coupons = await makeCoupons(desk);
    // One order of all the sellers' products, and a cart of them.
    whole = await call("POST", "/api/order", {
        items: shelves.map(({ productId }) => ({ productId, quantity: 1 })), paymentMethod: "POINT", shipping: shippingTo(TEXTS[1]),
    }, buyer);
    for (const { productId } of shelves) await call("POST", "/api/cart", { productId, quantity: 1 }, buyer);
});

// What others come across in the shop is taken off again; the coupons by the clock, since no call ends them.
async function tidy() {
    const products = [...shelves, ...stall.products.map(({ productId }) => ({ productId, token: stall.token }))];
    await inTurn(products, 4, ({ token, productId }) => ask("DELETE", `/api/product/${productId}`, undefined, token));
    execFileSync(PSQL, ["-XAtq", "-v", "ON_ERROR_STOP=1", process.env.JANGTEO_DB, "-c",
        `update coupon set issue_ends_at = greatest(now(), issue_starts_at + interval '1 ms')
         where coupon_id in (${coupons.map(({ couponId }) => couponId)})`]);
}
after(async () => {
    try {
        await tidy();
    } finally {
        await close();
    }
});

const only = (kinds, from) => from.filter((_, i) => kinds.includes(HOSTILE[i][0]));
const place = (path, text) => path + encodeURIComponent(text);
const rightToLeft = HOSTILE.findIndex(([kind]) => kind === "right to left");
const long = HOSTILE.findIndex(([kind]) => kind === "long");

test("hostile text on the pages of shoppers", async () => {
    const one = await watched(buyer);
    await showsInPages(one, "/products?limit=50", TEXTS);
    await shows(one, "/", TEXTS.slice(-4));
    for (const i of [rightToLeft, long]) {
        await shows(one, `/products/${shelves[i].productId}`, [TEXTS[i]]);
        await shows(one, `/orders/${stall.orders[i].orderNo}`, [TEXTS[i]]);
    }
    await holdsFetched(one, shelves.map(({ productId }, i) => (
        { path: `/products/${productId}`, texts: [TEXTS[i], `${TEXTS[i]}\n\n  ${TEXTS[i]}\nWWW`] })));
    await holdsFetched(one, stall.orders.map(({ orderNo }, i) => ({ path: `/orders/${orderNo}`, texts: [TEXTS[i]] })));
    await shows(one, "/cart", TEXTS);
    const lines = (await call("GET", "/api/cart", undefined, buyer)).items.map(({ cartItemId }) => cartItemId);
    await shows(one, `/checkout?${lines.map((id) => `items=${id}`).join("&")}`, TEXTS);
    await shows(one, `/orders/${whole.orderNo}`, TEXTS);
    await showsInPages(one, "/orders?limit=100", TEXTS);
    await shows(await watched(shelves[rightToLeft].token), "/me", [TEXTS[rightToLeft]]);
});

test("hostile names of coupons, in the list, in notices and as they are told", async () => {
    const one = await watched(buyer);
    await showsInPages(one, "/coupons?limit=100", TEXTS.flatMap((text) => [text, `${text}\n${text}`]));
    for (const { couponId, name } of coupons) {
        // Its slots are made by the worker.
        await until(async () => (await ask("POST", `/api/coupon/${couponId}/issue`, {}, buyer)).status === 201, name);
        await one.page.locator(".toast", { hasText: name }).waitFor();
        assert.deepEqual(await one.page.evaluate(strangersOfPage), [], `told: ${name}`);
    }
    await holds(one, "the last of them told", []);
    await showsInPages(one, "/me/coupons?limit=100", TEXTS);
    await showsInPages(one, "/me/notifications?limit=100", TEXTS);
    const { items } = await call("GET", "/api/notification?limit=100", undefined, buyer);
    assert.deepEqual(TEXTS.filter((text) => !items.some(({ body }) => body.includes(text))), []);
    // In a text without marks what runs from right to left is set apart by characters.
    for (const { body } of items)
        if (/[\u0590-\u08ff]/.test(body)) assert.match(body, /\u2068[^\u2066-\u2069]*[\u0590-\u08ff][^\u2066-\u2069]*\u2069/);
});

test("hostile text on the pages of sellers and in their tables", async () => {
    const one = await watched(stall.token);
    await shows(one, "/seller", []);
    await shows(one, "/seller/products?limit=100", TEXTS);
    await shows(one, "/seller/orders?stage=new&limit=100", TEXTS);
    await shows(one, `/seller/orders/slip?items=${stall.orders.map(({ items }) => items[0].itemId)}`, TEXTS);
    await holdsFetched(one, stall.products.map(({ productId, description }, i) => (
        { path: `/seller/products/${productId}`, texts: [TEXTS[i], description] })));

    const table = await fetch(`${shop}/seller/orders/export?stage=new`, { headers: { Cookie: `sid=${stall.token}` } });
    assert.match(table.headers.get("content-disposition"), /^attachment; filename="orders-new-[0-9-]+\.csv"$/);
    const cells = [...(await table.text()).matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)].map(([, cell]) => cell.replaceAll('""', '"'));
    assert.equal(cells.length, 12 * (1 + TEXTS.length));
    for (const text of TEXTS) assert.ok(cells.includes(/^[=+@-]/.test(text) ? `'${text}` : text), text);
    assert.deepEqual(cells.filter((cell) => /^[=+@\t\r-]/.test(cell)), [], "no formulas");

    const [{ productId }] = stall.products;
    await inTurn(TEXTS, 1, (reason) => call("PATCH", `/api/product/${productId}/stock`, { delta: 1, reason }, stall.token));
    await showsInPages(one, `/seller/products/${productId}/stock?limit=100`, TEXTS);
    await inTurn(stall.orders, 4, async ({ orderNo, items: [{ itemId }] }, i) => {
        await call("PATCH", `/api/order/${orderNo}/items/${itemId}`, { status: "PREPARING" }, stall.token);
        await call("POST", `/api/order/${orderNo}/items/${itemId}/cancel`, { reason: `${i}. ${TEXTS[i]}` }, buyer);
    });
    await showsInPages(one, "/seller/orders?stage=claim&limit=100", TEXTS.map((text, i) => `${i}. ${text}`));
    await showsInPages(one, "/me/notifications?limit=100", TEXTS);
});

test("hostile text on the pages of admins", async () => {
    const one = await watched(desk);
    await showsInPages(one, "/admin/members?limit=100", TEXTS);
    const { memberId } = await call("GET", "/api/member/me", undefined, shelves[rightToLeft].token);
    await shows(one, `/admin/members/${memberId}`, [TEXTS[rightToLeft]]);
    await showsInPages(one, "/admin/orders?limit=100", TEXTS);
    await shows(one, `/admin/orders/${whole.orderNo}`, TEXTS);
    await showsInPages(one, "/admin/coupons?limit=100", TEXTS);
    await shows(one, `/admin/coupons/${coupons[rightToLeft].couponId}`, [TEXTS[rightToLeft]]);
    await holdsFetched(one, coupons.map(({ couponId, description }) => ({ path: `/admin/coupons/${couponId}`, texts: [description] })));
    await shows(one, "/admin/events?limit=100", []);
});

test("what addresses and forms say is said back as text", async () => {
    const one = await watched(desk);
    await shows(one, place("/products?q=", TEXTS[rightToLeft]), [TEXTS[rightToLeft]]);
    await shows(one, place("/products?q=", TEXTS[long]), [TEXTS[long]]);
    await shows(one, place("/", TEXTS[long]), [], 404);
    const echoes = ["/products?q=", "/products?category=", "/admin/members?q=", "/admin/orders?q="];
    const silent = ["/products?sort=", "/products?cursor=", "/me/notifications?cursor=", "/checkout?product=", "/orders?cursor="];
    await holdsFetched(one, TEXTS.flatMap((text) => [
        ...echoes.map((path) => ({ path: place(path, text), texts: [text] })),
        { path: place("/login?next=", text), texts: [] },
        { path: place("/", text.replaceAll(/[%/?\\]/g, "")), texts: [], status: 404 },
    ]));
    await holdsFetched(one, only(["script", "attribute", "URL"], TEXTS).flatMap((text) =>
        silent.map((path) => ({ path: place(path, text), texts: [], status: 400 }))));
    for (const text of TEXTS) {
        const forms = {
            "/join": [undefined, { name: text, email: text, "address.line1": text, next: text }],
            "/login": [undefined, { email: text, next: text }],
            "/orders/lookup": [undefined, { orderNo: text, phone: text }],
            "/seller/join": [buyer, { ...shopOf(text), registrationNumber: text, "address.line1": text }],
            "/seller/products/new": [stall.token, { ...productOf(text), price: text, description: `${text}\n${text}` }],
            "/admin/coupons": [desk, { name: text, value: text, description: `${text}\n${text}` }],
        };
        const refused = await inTurn(Object.entries(forms), 6, async ([path, [token, fields]]) => {
            const answer = await send(path, fields, token);
            assert.ok([400, 401, 404].includes(answer.status), `${path}: ${answer.status} for ${text}`);
            return { path, html: await answer.text(), texts: [text] };
        });
        await holdsFetched(one, refused);
        const gone = await send("/language", { lang: "en", next: text });
        const to = gone.headers.get("location");
        assert.match(to, /^\/(?![/\\])/, text);
        assert.equal(new URL(to, shop).origin, new URL(shop).origin);
    }
});

// ---- what is no text, and what is too much of it ----

// Every text of the JSON interface: who sends it where, its field and how long it may be.
function places() {
    const { productId } = stall.products[0];
    const { orderNo, items: [{ itemId }] } = stall.orders[0];
    const found = [];
    const place = (method, path, token, whole, limits) => {
        for (const [field, longest] of Object.entries(limits)) found.push({ method, path, token, whole, field, longest });
    };
    const home = { "address.postcode": 5, "address.line1": 200, "address.line2": 200 };
    const person = { name: "김하늘", phone: "01023456789", address: ADDRESS };
    place("POST", "/api/member", undefined, { ...person, email: newEmail(), password: PASSWORD }, { email: 254, name: 50, phone: 13, ...home });
    place("PATCH", "/api/member/me", buyer, person, { name: 50, phone: 13, ...home });
    place("POST", "/api/seller", buyer, shopOf("상회"), { businessName: 100, contact: 100, category: 40, registrationNumber: 12, ...home });
    place("POST", "/api/product", stall.token, productOf("상품"), { name: 100, category: 40, description: 5000 });
    place("PATCH", `/api/product/${productId}`, stall.token, {}, { name: 100, category: 40, description: 5000 });
    place("PATCH", `/api/product/${productId}/stock`, stall.token, { delta: 1 }, { reason: 200 });
    place("POST", "/api/coupon", desk, { name: "쿠폰", type: "FIXED", value: 100, quantity: 1, issueEndsAt: "2099-01-01T00:00:00Z" },
        { name: 100, description: 1000, issueEndsAt: 40, issueStartsAt: 40 });
    place("POST", "/api/order", buyer, { items: [{ productId, quantity: 1 }], paymentMethod: "POINT", shipping: shippingTo("김하늘") },
        { "shipping.recipient": 50, "shipping.phone": 20, ...Object.fromEntries(Object.entries(home).map(([f, n]) => [`shipping.${f}`, n])) });
    for (const verb of ["cancel", "return", "exchange"])
        place("POST", `/api/order/${orderNo}/items/${itemId}/${verb}`, buyer, {}, { reason: 200 });
    place("POST", "/api/refund", buyer, { orderNo }, { reason: 200, orderNo: 40 });
    place("POST", "/api/order/lookup", buyer, { orderNo, phone: "01023456789" }, { orderNo: 40, phone: 20 });
    return found;
}

// The body with one text of it, "address.line1", another.
function withText(whole, field, text) {
    const [first, ...rest] = field.split(".");
    return { ...whole, [first]: rest.length === 0 ? text : withText(whole[first], rest.join("."), text) };
}

const OPTIONAL = /line2|description|issueStartsAt/;

// What the texts above could have made or changed, of the people of this file: other files are at work
// beside it. Its addresses carry the number of its process.
function rows() {
    const mine = `email like 'browser-${process.pid}-%'`;
    const counted = [
        `seller join member using (member_id) where ${mine}`,
        `orders join member using (member_id) where ${mine}`,
        `product join seller using (seller_id) join member using (member_id) where ${mine}`,
        `stock_entry join product using (product_id) join seller using (seller_id) join member using (member_id) where ${mine}`,
        `order_item_event join order_item using (item_id) join orders using (order_id) join member using (member_id) where ${mine}`,
        `refund join payment using (payment_id) join orders using (order_id) join member using (member_id) where ${mine}`,
        "coupon where quantity = 1 and (name = '쿠폰' or issue_ends_at >= '2099-01-01')",
    ];
    const counts = counted.map((rows) => `(select count(*) from ${rows})`).join(" || ',' || ");
    const sql = `select ${counts} || (select string_agg(m::text, ',' order by member_id) from member m where ${mine})`;
    return execFileSync(PSQL, ["-XAtq", "-v", "ON_ERROR_STOP=1", process.env.JANGTEO_DB, "-c", sql]).toString();
}

test("a text that is none, or too long, is refused by the name of its field and changes nothing", async () => {
    const before = rows();
    const tries = places().flatMap(({ longest, ...rest }) => [
        { ...rest, what: "10,000 characters", text: LONG, code: "TOO_LONG" },
        ...REFUSED.map(([what, text]) => ({ ...rest, what, text, code: "INVALID_TEXT" })),
        ...(OPTIONAL.test(rest.field) ? [] : [{ ...rest, what: "nothing to be seen", text: BLANK[longest % BLANK.length], code: "TOO_SHORT" }]),
    ]);
    await inTurn(tries, 8, async ({ method, path, token, whole, field, what, text, code }) => {
        const { status, body } = await ask(method, path, withText(whole, field, text), token);
        const found = body.errors?.filter((error) => error.field === field).map((error) => error.code);
        assert.deepEqual([status, found], [400, [code]], `${method} ${path}: ${what} as ${field}`);
    });
    assert.equal(rows(), before, "nothing has changed");
});

test("a text as long as its field allows is taken whole, one character more is not", async () => {
    const astral = (length) => "😀".repeat(length); // four bytes, two code units, one character each
    const free = places().filter(({ method, path, field }) => method === "PATCH" && /\/me$|\/product\/[0-9]+$/.test(path) && !/phone|postcode/.test(field));
    for (const { method, path, token, whole, field, longest } of free) {
        const taken = await call(method, path, withText(whole, field, astral(longest)), token);
        assert.equal(field.split(".").reduce((part, name) => part[name], taken), astral(longest), field);
        const { status, body } = await ask(method, path, withText(whole, field, astral(longest + 1)), token);
        assert.deepEqual([status, body.errors[0].field, body.errors[0].code], [400, field, "TOO_LONG"]);
    }
    const one = await watched(buyer);
    await shows(one, `/products/${stall.products[0].productId}`, [astral(5000), astral(100), astral(40)]);
    await shows(one, "/me", [astral(200)]);
});
