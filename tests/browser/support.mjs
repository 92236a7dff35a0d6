// What the browser tests share: one Chromium, visitors with contexts of their own, what must be true of
// every page, and short ways to what a test needs but does not try.
import { chromium } from "playwright-core";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";

export const shop = process.env.JANGTEO_URL ?? "http://127.0.0.1:8080";
export const artifacts = process.env.JANGTEO_ARTIFACTS;
if (artifacts) mkdirSync(artifacts, { recursive: true });

export const PHONE = { width: 390, height: 844 };
export const TABLET = { width: 768, height: 1024 };
export const DESK = { width: 1440, height: 900 };
export const PASSWORD = "초록 우산 다섯 개";
const WAIT_MS = 30_000;
const POLL_MS = 20;

// The ways a visitor comes: each language and each end of the sizes, with JavaScript, and what must also
// work without it the other way round.
export const FLOWS = [
    { viewport: PHONE, language: "ko-KR", javascript: true }, { viewport: DESK, language: "en-US", javascript: true },
];
export const PLAIN = [
    { viewport: PHONE, language: "en-US", javascript: false }, { viewport: DESK, language: "ko-KR", javascript: false },
];

let browser;
export async function open() {
    browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
        args: [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    });
}
export const close = () => browser?.close();

// A visitor: a page in a context of its own. Whatever any of its pages complains of is kept in
// `complaints`; a page that is refused on purpose is none, a script, style or picture that is missing is
// one.
export async function visitor({
    viewport = DESK, javascript = true, language = "ko-KR", colorScheme = "light", reducedMotion, storageState,
} = {}) {
    const context = await browser.newContext({
        viewport,
        javaScriptEnabled: javascript,
        locale: language,
        colorScheme,
        reducedMotion,
        storageState,
        baseURL: shop,
    });
    context.setDefaultTimeout(WAIT_MS);
    const complaints = [];
    context.on("weberror", (error) => complaints.push(String(error.error())));
    context.on("console", (message) => {
        const refusedPage = /status of 4\d\d/.test(message.text());
        if (["error", "warning"].includes(message.type()) && !refusedPage) complaints.push(message.text());
    });
    context.on("response", (response) => {
        const isPage = response.request().resourceType() === "document";
        // The stream, or the list beside it, of a session that has been ended elsewhere.
        const ended = response.status() === 401 && /\/api\/notification(\/stream|\?unread=true&limit=99)$/.test(response.url());
        if (!ended && response.status() >= (isPage ? 500 : 400)) complaints.push(`${response.status()} ${response.url()}`);
    });
    context.on("requestfailed", (request) => {
        // Leaving a page ends what it was still fetching.
        if (request.failure().errorText !== "net::ERR_ABORTED")
            complaints.push(`${request.failure().errorText} ${request.url()}`);
    });
    return { page: await context.newPage(), context, complaints };
}

// A test for each of the ways: a visitor goes through `act`, and no page complains. `says` gives a text
// of the shop in the visitor's language, `newcomer` another visitor who came the same way.
export function flow(name, ways, act) {
    for (const way of ways) {
        const how = `${way.viewport.width} px, ${way.language}, scripts ${way.javascript ? "on" : "off"}`;
        test(`${name} (${how})`, async () => {
            const visitors = [];
            const newcomer = async () => {
                visitors.push(await visitor(way));
                return visitors.at(-1).page;
            };
            const says = (id, ...values) => text(way.language, id, ...values);
            await act({ page: await newcomer(), newcomer, says, way });
            assert.deepEqual(visitors.flatMap(({ complaints }) => complaints), []);
            for (const { context } of visitors) await context.close();
        });
    }
}

// ---- texts ----

const readCatalogue = (code) =>
    new Map(readFileSync(new URL(`../../templates/messages/${code}.txt`, import.meta.url), "utf8")
        .split("\n")
        .filter((line) => /^[^#].* = /.test(line))
        .map((line) => [line.slice(0, line.indexOf(" = ")), line.slice(line.indexOf(" = ") + 3)]));
const catalogues = { ko: readCatalogue("ko"), en: readCatalogue("en") };

// A text of the shop, values in its places.
export function text(language, id, ...values) {
    const found = catalogues[language.slice(0, 2)].get(id);
    assert.notEqual(found, undefined, `the catalogues hold ${id}`);
    return values.reduce((filled, value, i) => filled.replaceAll(`{${i}}`, value), found);
}

// Asks until the answer is true; the condition itself goes to the browser each time. `what`: a text, or what
// makes one of the last answer.
export async function until(condition, what) {
    const deadline = Date.now() + WAIT_MS;
    while (!(await condition())) {
        assert.ok(Date.now() < deadline, `waited in vain: ${typeof what === "function" ? what() : what}`);
        await pause(POLL_MS);
    }
}

// ---- what must be true of every page ----

// No wider than the screen.
export async function fits(page, name) {
    const box = await page.locator("html").evaluate((html) => ({ needs: html.scrollWidth, has: html.clientWidth }));
    assert.ok(box.needs <= box.has, `${name} fits ${box.has} px (it needs ${box.needs})`);
}

// Waits for every picture, those below too.
export async function showPictures(page, name) {
    const images = page.locator("img");
    await images.evaluateAll((all) => all.forEach((image) => (image.loading = "eager")));
    // In one look: a new width may make any of them load another file in between. One that has just been
    // told to load may for a moment say that it is complete, without a size.
    let missing = [];
    await until(async () => {
        missing = await images.evaluateAll((all) =>
            all.filter((image) => !image.complete || image.naturalWidth === 0).map((image) => image.src));
        return missing.length === 0;
    }, () => `pictures of ${name}: ${missing.join(" ")}`);
}

// Keeps a picture and holds what must be true of every page: it fits the screen, has one headline, a
// language and all its pictures.
export async function look(page, name) {
    await showPictures(page, name);
    await fits(page, name);
    assert.equal(await page.locator("h1").count(), 1, `${name} has one headline`);
    assert.match(await page.getAttribute("html", "lang"), /^(ko|en)$/, `${name} says its language`);
    if (artifacts)
        await page.screenshot({ path: `${artifacts}/${name}-${page.viewportSize().width}.png`, fullPage: true });
}

const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

// Nothing that axe-core would call a hindrance; `rules`: only these of its rules are asked.
export async function accessible(page, name, rules) {
    // Not as an element: the shop's content policy would refuse it.
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
    const found = await page.evaluate(async (only) => {
        const { violations } = await window.axe.run(document, {
            resultTypes: ["violations"], ...(only && { runOnly: only }),
        });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
    }, rules);
    assert.deepEqual(found, [], `${name} hinders nobody`);
}

// Asks for what cannot be undone, the form whose address ends so, and says yes.
export async function insist(page, action) {
    const form = page.locator(`form[action$='${action}']`);
    await page.locator("details.ask", { has: form }).locator("summary").click();
    await form.locator("button:not([formmethod])").click();
}

// ---- members ----

let number = 0;
export function newEmail() {
    number += 1;
    return `browser-${process.pid}-${Date.now()}-${number}@jangteo.example`;
}

// Fills in and sends the registration form where it stands; the new member is logged in afterwards.
export async function fillJoin(page, email = newEmail()) {
    await page.fill("[name=email]", email);
    await page.fill("[name=password]", PASSWORD);
    await page.fill("[name=name]", "김하늘");
    await page.fill("[name=phone]", "010-2345-6789");
    await page.fill("[name='address.postcode']", "06236");
    await page.fill("[name='address.line1']", "서울 강남구 테헤란로 1");
    await page.click("main form[action='/join'] button");
    await page.waitForURL((url) => url.pathname !== "/join");
    return email;
}

export async function join(page, email) {
    await page.goto("/join");
    return fillJoin(page, email);
}

export async function logIn(page, email, password = PASSWORD) {
    await page.fill("[name=email]", email);
    await page.fill("[name=password]", password);
    await page.click("main form[action='/login'] button");
}

export async function charge(page, amount) {
    await page.goto("/me/points");
    await page.fill("[name=amount]", String(amount));
    await page.click("main form[action='/me/points'] button");
    await page.waitForURL("**/me/points?charged=true");
}

export async function balance(page) {
    await page.goto("/me/points");
    return won(await page.textContent(".balance-sum"));
}

export async function fillDelivery(page) {
    await page.fill("[name='shipping.recipient']", "박손님");
    await page.fill("[name='shipping.phone']", "010-9876-5432");
    await page.fill("[name='shipping.address.postcode']", "04524");
    await page.fill("[name='shipping.address.line1']", "서울 중구 세종대로 110");
}

export function won(text) {
    return Number(text.replace(/[^0-9]/g, ""));
}

// ---- the shop over its JSON ----

// One call by the page's visitor, or by whoever holds `token`; gives the answer's data.
export async function call(page, method, path, data, token) {
    const answer = await page.request.fetch(path, {
        method,
        data,
        headers: token ? { Authorization: `Bearer ${token}` } : { Origin: new URL(shop).origin },
    });
    const text = await answer.text();
    assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${text}`);
    return text ? JSON.parse(text).data : undefined;
}

const ADDRESS = { postcode: "06236", line1: "서울 강남구 테헤란로 1" };

// A new member, logged in where the page is.
export async function member(page, { points = 0, name = "김하늘", phone = "01023456789", address = ADDRESS } = {}) {
    const who = { email: newEmail(), password: PASSWORD };
    const { memberId } = await call(page, "POST", "/api/member", { ...who, name, phone, address });
    const { token } = await call(page, "POST", "/api/session", who);
    if (points > 0) await call(page, "PATCH", "/api/point/charge", { amount: points });
    return { ...who, memberId, token };
}

export const ADMIN = { email: process.env.JANGTEO_ADMIN_EMAIL, password: process.env.JANGTEO_ADMIN_PASSWORD };

// What an admin does over JSON is done with this; the page stays whose it was.
export async function adminToken() {
    const { page, context } = await visitor();
    const { token } = await call(page, "POST", "/api/session", ADMIN);
    await context.close();
    return token;
}

// A coupon that is open for a few minutes.
export function coupon(page, token, terms) {
    const issueEndsAt = new Date(Date.now() + 240_000).toISOString();
    return call(page, "POST", "/api/coupon", { name: "시험 쿠폰", type: "FIXED", value: 5000, issueEndsAt, ...terms }, token);
}

// Categories that hold the demo shop's products only, whatever other suites have added to the shop.
export const DEMO_CATEGORIES = ["신선식품", "홈·리빙"];
export async function productsIn(page, categories) {
    const lists = await Promise.all(categories.map((category) =>
        call(page, "GET", `/api/product?limit=100&category=${encodeURIComponent(category)}`)));
    return lists.flatMap((list) => list.items);
}

// One on sale with enough of it; several tests in a row take different ones.
let turn = 0;
export async function productOnSale(page, categories = DEMO_CATEGORIES) {
    const items = await productsIn(page, categories);
    const found = items.filter((item) => item.stock >= 20 && item.price < 60_000 && item.imageUrl);
    assert.ok(found.length > 1, "the demo shop has something to buy");
    turn += 1;
    return found[(Math.floor(found.length / 2) + turn) % found.length];
}

export function registrationNumber() {
    const digits = String(100_000_000 + Math.floor(Math.random() * 899_999_999));
    const weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
    const sum = weights.reduce((all, weight, i) => all + weight * Number(digits[i]), 0) +
        Math.floor((5 * Number(digits[8])) / 10);
    return digits + String((10 - (sum % 10)) % 10);
}

// A seller of one's own, whose products may be made scarce without touching the demo shop's. `away`
// takes the products off the shelves again.
export async function seller(page) {
    const address = { postcode: "04782", line1: "서울 성동구 연무장길 38" };
    const { email, token } = await member(page, { name: "오판매", phone: "01087654321", address });
    await page.context().clearCookies();
    await call(page, "POST", "/api/seller", {
        businessName: "시험상회", registrationNumber: registrationNumber(), contact: "0212345678", address,
        category: "시험 상품",
    }, token);
    const made = [];
    return {
        email,
        async product(stock, rest = {}) {
            const product = await call(page, "POST", "/api/product", {
                name: `시험 상품 ${made.length + 1}`, price: 9900, category: "시험 상품", stock, ...rest,
            }, token);
            made.push(product.productId);
            return product;
        },
        change: (id, data) => call(page, "PATCH", `/api/product/${id}`, data, token),
        move: (item, status) => call(page, "PATCH", item, { status }, token),
        stock: (id, delta) => call(page, "PATCH", `/api/product/${id}/stock`, { delta }, token),
        async away() {
            for (const id of made) await call(page, "DELETE", `/api/product/${id}`, undefined, token);
        },
    };
}
