// Hostile text in every field comes back as text on every page: no script runs, no element and no
// attribute is born of it, the content policy has nothing to report, the page keeps its width, and text
// that runs from right to left turns nothing round beside it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { PASSWORD, close, newEmail, open, registrationNumber, shop, until } from "./support.mjs";
import { BLANK, HOSTILE, REFUSED } from "./hostile.mjs";
import {
    ADDRESS, admin, ask, call, holds, holdsFetched, member, send, shows, showsInPages, strangersOfPage, watched,
} from "./watch.mjs";

const TEXTS = HOSTILE.map(([, text]) => text);
const PSQL = "/usr/lib/postgresql/15/bin/psql";
const LONG = "가".repeat(10_000);

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

// What the systems outside have been sent of these orders, taken from the sandbox's sinks while they keep it:
// "order.paid 20260101-…" and so on.
const sent = new Map();
async function awaitSent(orders) {
    const wanted = orders.flatMap(({ orderNo }) => [`order.paid ${orderNo}`, `delivery.requested ${orderNo}`]);
    await until(async () => {
        const { items } = await (await fetch(`${shop}/sandbox/events`)).json();
        for (const { valid, document } of items) {
            const event = JSON.parse(document);
            sent.set(`${event.type} ${event.subject}`, { ...event, valid });
        }
        return wanted.every((name) => sent.has(name));
    }, "the events of the orders");
}

let desk, buyer, shelves, stall, coupons, whole;

before(async () => {
    await open();
    desk = await admin();
    buyer = await member(TEXTS[0]);
    await call("PATCH", "/api/point/charge", { amount: 1_000_000 }, buyer);
    shelves = await fillShelves();
    stall = await fillStall(buyer);
    await awaitSent(stall.orders);
    coupons = await makeCoupons(desk);
    // One order of all the sellers' products, and a cart of them.
    whole = await call("POST", "/api/order", {
        items: shelves.map(({ productId }) => ({ productId, quantity: 1 })), paymentMethod: "POINT", shipping: shippingTo(TEXTS[1]),
    }, buyer);
    for (const { productId } of shelves) await call("POST", "/api/cart", { productId, quantity: 1 }, buyer);
    await awaitSent([whole]);
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
        { path: `/products/${productId}`, texts: [TEXTS[i], `${TEXTS[i]}\n\n  ${TEXTS[i]}\nWWW`], head: TEXTS[i] })));
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

// An order of one of each product of the stall, paid by card.
async function orderByCard() {
    const items = stall.products.map(({ productId }) => ({ productId, quantity: 1 }));
    const order = await call("POST", "/api/order", { items, paymentMethod: "CARD", shipping: shippingTo("김하늘") }, buyer);
    const { checkoutUrl } = await call("POST", "/api/pay", { orderNo: order.orderNo, paymentMethod: "CARD" }, buyer);
    const [, token] = /name="token" value="([^"]+)"/.exec(await (await fetch(checkoutUrl)).text());
    await fetch(checkoutUrl, { method: "POST", redirect: "manual", body: new URLSearchParams({ token, decision: "approve" }) });
    await becomes(order, "PAID");
    return order;
}
const becomes = ({ orderNo }, status) => until(async () =>
    (await call("GET", `/api/order/${orderNo}`, undefined, buyer)).status === status, `${orderNo} becomes ${status}`);

test("hostile reasons of claims and refunds of orders paid by card", async () => {
    const [cancelled, refunded, delivered] = [await orderByCard(), await orderByCard(), await orderByCard()];
    const reasons = (who) => TEXTS.map((text, i) => `${who} ${i}. ${text}`);
    const each = (order, work) => inTurn(order.items, 4, ({ itemId }, i) => work(itemId, i));
    const claim = (order, verb, itemId, reason) =>
        call("POST", `/api/order/${order.orderNo}/items/${itemId}/${verb}`, { reason }, buyer);
    await each(cancelled, (itemId, i) => claim(cancelled, "cancel", itemId, reasons("buyer")[i]));
    await each(refunded, (itemId, i) =>
        call("POST", "/api/refund", { orderNo: refunded.orderNo, itemIds: [itemId], reason: reasons("admin")[i] }, desk));
    const items = delivered.items.map(({ itemId }) => itemId).join(",");
    for (const to of ["PREPARING", "DISPATCHED", "IN_TRANSIT", "DELIVERED"]) {
        const moved = await send("/seller/orders", { items, to }, stall.token);
        assert.match(moved.headers.get("location"), new RegExp(`moved=${TEXTS.length}$`));
    }
    await each(delivered, (itemId, i) => claim(delivered, i % 2 === 0 ? "return" : "exchange", itemId, reasons("back")[i]));
    await becomes(cancelled, "REFUNDED"); // the gateway took each of the reasons
    await becomes(refunded, "REFUNDED");

    const [shopper, seller, clerk] = [await watched(buyer), await watched(stall.token), await watched(desk)];
    await shows(shopper, `/orders/${cancelled.orderNo}`, reasons("buyer"));
    await holdsFetched(shopper, [
        { path: `/orders/${refunded.orderNo}`, texts: reasons("admin") },
        { path: `/orders/${delivered.orderNo}`, texts: reasons("back") },
    ]);
    await showsInPages(seller, "/seller/orders?stage=claim&limit=100", reasons("back"));
    await shows(clerk, `/admin/orders/${refunded.orderNo}`, reasons("admin"));
    await holdsFetched(clerk, [{ path: `/admin/orders/${cancelled.orderNo}`, texts: reasons("buyer") }]);
});

test("x1_x2_systems outside are told hostile texts as they are, signed", () => {
    for (const [i, { orderNo }] of stall.orders.entries()) {
        const [paid, requested] = [sent.get(`order.paid ${orderNo}`), sent.get(`delivery.requested ${orderNo}`)];
        assert.ok(paid.valid && requested.valid, TEXTS[i]);
        assert.deepEqual(requested.data.shipping, shippingTo(TEXTS[i]));
        assert.deepEqual([paid, requested].map(({ data }) => data.items.map(({ name }) => name)), [[TEXTS[i]], [TEXTS[i]]]);
    }
    for (const type of ["order.paid", "delivery.requested"]) {
        const { valid, data } = sent.get(`${type} ${whole.orderNo}`);
        assert.ok(valid);
        assert.deepEqual(data.items.map(({ name }) => name), TEXTS);
    }
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
    const titles = ["/products?q=", "/products?category="];
    const echoes = ["/admin/members?q=", "/admin/orders?q="];
    const silent = ["/products?sort=", "/products?cursor=", "/me/notifications?cursor=", "/checkout?product=", "/orders?cursor="];
    await holdsFetched(one, TEXTS.flatMap((text) => [
        ...titles.map((path) => ({ path: place(path, text), texts: [text], head: text })),
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
