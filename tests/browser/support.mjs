// What the browser tests share: one Chromium, visitors with contexts of their own, what must be true of
// every page, and short ways to what a test needs but does not try.
import { chromium } from "playwright-core";
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";

export const shop = process.env.JANGTEO_URL ?? "http://127.0.0.1:8080";
export const artifacts = process.env.JANGTEO_ARTIFACTS;
if (artifacts) mkdirSync(artifacts, { recursive: true });

export const PHONE = { width: 390, height: 844 };
export const TABLET = { width: 768, height: 1024 };
export const DESK = { width: 1440, height: 900 };
export const PASSWORD = "초록 우산 다섯 개";
const WAIT_MS = 15_000;

let browser;
export async function open() {
    browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    });
}
export const close = () => browser?.close();

// A visitor: a page in a context of its own. Whatever a page complains of is kept in `complaints`;
// a page that is refused on purpose is none, a script, style or picture that is missing is one.
export async function visitor({
    viewport = DESK, javascript = true, language = "ko-KR", colorScheme = "light", storageState,
} = {}) {
    const context = await browser.newContext({
        viewport,
        javaScriptEnabled: javascript,
        locale: language,
        colorScheme,
        storageState,
        baseURL: shop,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
        const refusedPage = /status of 4\d\d/.test(message.text());
        if (["error", "warning"].includes(message.type()) && !refusedPage) complaints.push(message.text());
    });
    page.on("response", (response) => {
        const isPage = response.request().resourceType() === "document";
        // The stream, or the list beside it, of a session that has been ended elsewhere.
        const ended = response.status() === 401 && /\/api\/notification(\/stream|\?unread=true&limit=99)$/.test(response.url());
        if (!ended && response.status() >= (isPage ? 500 : 400)) complaints.push(`${response.status()} ${response.url()}`);
    });
    page.on("requestfailed", (request) => {
        // Leaving a page ends what it was still fetching.
        if (request.failure().errorText !== "net::ERR_ABORTED")
            complaints.push(`${request.failure().errorText} ${request.url()}`);
    });
    return { page, context, complaints };
}

// Asks until the answer is true; the condition itself goes to the browser each time.
export async function until(condition, what) {
    const deadline = Date.now() + WAIT_MS;
    while (!(await condition())) assert.ok(Date.now() < deadline, `waited in vain: ${what}`);
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
    await until(() => images.evaluateAll((all) => all.every((image) => image.complete)), `pictures of ${name}`);
    const broken = await images.evaluateAll((all) =>
        all.filter((image) => image.naturalWidth === 0).map((image) => image.src));
    assert.deepEqual(broken, [], `${name} shows its pictures`);
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

// Nothing that axe-core would call a hindrance.
export async function accessible(page, name) {
    // Not as an element: the shop's content policy would refuse it.
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
        const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
    });
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

// A product of the demo shop on sale with enough of it, whatever other suites have added to the shop.
// Several tests in a row take different ones.
export const DEMO_CATEGORIES = ["신선식품", "홈·리빙"];
let turn = 0;
export async function productOnSale(page, categories = DEMO_CATEGORIES) {
    const lists = await Promise.all(categories.map((category) =>
        call(page, "GET", `/api/product?limit=100&category=${encodeURIComponent(category)}`)));
    const items = lists.flatMap((list) => list.items);
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
    const who = { email: newEmail(), password: PASSWORD };
    await call(page, "POST", "/api/member", { ...who, name: "오판매", phone: "01087654321", address });
    const { token } = await call(page, "POST", "/api/session", who);
    await page.context().clearCookies();
    await call(page, "POST", "/api/seller", {
        businessName: "시험상회", registrationNumber: registrationNumber(), contact: "0212345678", address,
        category: "시험 상품",
    }, token);
    const made = [];
    return {
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
