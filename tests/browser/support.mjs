// What the browser tests share: one Chromium, visitors with contexts of their own, screenshots.
import { chromium } from "playwright-core";
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";

export const shop = process.env.JANGTEO_URL ?? "http://127.0.0.1:8080";
const artifacts = process.env.JANGTEO_ARTIFACTS;
if (artifacts) mkdirSync(artifacts, { recursive: true });

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };
export const PASSWORD = "초록 우산 다섯 개";

let browser;
export async function open() {
    browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage"],
    });
}
export const close = () => browser?.close();

// A visitor: a page in a context of its own. Whatever a page complains of is kept in `complaints`.
export async function visitor({ viewport = DESK, javascript = true, language = "ko-KR" } = {}) {
    const context = await browser.newContext({
        viewport,
        javaScriptEnabled: javascript,
        locale: language,
        baseURL: shop,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
        // A refused form is answered with 4xx, which Chromium reports as an error too.
        if (message.type() === "error" && !/status of 4\d\d/.test(message.text()))
            complaints.push(message.text());
    });
    page.on("response", (response) => {
        if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
    });
    return { page, context, complaints };
}

// Keeps a picture and holds what must be true of every page: it fits the screen, has one headline and
// a language.
export async function look(page, name) {
    const { width } = page.viewportSize();
    if (artifacts)
        await page.screenshot({ path: `${artifacts}/${name}-${width}.png`, fullPage: true });
    assert.equal(await page.locator("h1").count(), 1, `${name} has one headline`);
    const box = await page.locator("body").evaluate((body) => ({
        needs: body.ownerDocument.documentElement.scrollWidth,
        has: body.ownerDocument.documentElement.clientWidth,
        language: body.ownerDocument.documentElement.lang,
        broken: [...body.querySelectorAll("img")]
            .filter((image) => image.complete && image.naturalWidth === 0 && image.loading !== "lazy")
            .map((image) => image.src),
    }));
    assert.ok(box.needs <= box.has, `${name} fits ${width} px (it needs ${box.needs})`);
    assert.match(box.language, /^(ko|en)$/, `${name} says its language`);
    assert.deepEqual(box.broken, [], `${name} shows its pictures`);
}

let number = 0;
export function newEmail() {
    number += 1;
    return `browser-${process.pid}-${Date.now()}-${number}@jangteo.example`;
}

// Fills in and sends the registration form; the new member is logged in afterwards.
export async function join(page, email = newEmail()) {
    await page.goto("/join");
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

export async function charge(page, amount) {
    await page.goto("/me/points");
    await page.fill("[name=amount]", String(amount));
    await page.click("main form[action='/me/points'] button");
    await page.waitForURL("**/me/points*");
}

export async function balance(page) {
    await page.goto("/me/points");
    return won(await page.textContent(".balance-sum"));
}

export function won(text) {
    return Number(text.replace(/[^0-9]/g, ""));
}

// A product on sale with enough of it, found over the API, as a page of its own.
export async function productOnSale(page) {
    const answer = await page.request.get("/api/product?limit=100");
    const { data } = await answer.json();
    const found = data.items.filter((item) => item.stock >= 10 && item.price < 60_000);
    assert.ok(found.length > 0, "the demo shop has something to buy");
    return found[Math.floor(found.length / 2)];
}

export async function fillDelivery(page) {
    await page.fill("[name='shipping.recipient']", "박손님");
    await page.fill("[name='shipping.phone']", "010-9876-5432");
    await page.fill("[name='shipping.address.postcode']", "04524");
    await page.fill("[name='shipping.address.line1']", "서울 중구 세종대로 110");
}
