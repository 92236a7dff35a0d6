// Buying by card as a guest, at the sandbox's gateway: approved, declined, approved late, and
// without the shop being told.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import {
    FLOWS, PHONE, PLAIN, accessible, call, close, fillDelivery, fits, flow, insist, look, open, productOnSale, until,
    visitor, won,
} from "./support.mjs";

before(open);
after(close);

const AT_GATEWAY = /\/sandbox\/gateway\/checkout\//;
const AT_ORDER = /\/orders\/[0-9]{8}-/;

// From a product to the gateway's page; gives the number of the order.
async function toGateway(page) {
    const product = await productOnSale(page);
    await page.goto(`/products/${product.productId}`);
    await page.click("main button[name=then][value=checkout]");
    await page.waitForURL("**/checkout*");
    await fillDelivery(page);
    await page.check("[name=paymentMethod][value=CARD]");
    await page.click("main form[action='/checkout'] aside button");
    await page.waitForURL(AT_GATEWAY); // at once: nothing more to click
    return (await page.textContent("main")).match(/[0-9]{8}-[0-9A-Z]{10}/)[0];
}

const decide = (page, decision) => page.click(`button[name=decision][value=${decision}]`);
const orderStatus = async (page, number) => (await call(page, "GET", `/api/order/${number}`)).status;
const becomes = (page, number, status) =>
    until(async () => (await orderStatus(page, number)) === status, `the order becomes ${status}`);

// The order's page as it is now. With JavaScript it comes to that by itself (O12).
async function shows(page, way, status) {
    if (!way.javascript) await page.reload();
    await page.waitForSelector(`.order-head .badge-${status}`);
}

const journey = (what, act) =>
    flow(`x3_guest_${what}`, [...FLOWS, ...PLAIN], async ({ page, says, way }) => {
        const seen = (step) => (way.javascript ? look : fits)(page, `card-${way.language}-${step}`);
        await act({ page, says, way, seen, number: await toGateway(page) });
    });

journey("pays by card", async ({ page, says, way, seen, number }) => {
    await seen("01-gateway");
    if (way.javascript) await accessible(page, "the gateway's page");
    const paid = won(await page.textContent("main .total dd"));
    const gateway = page.url();
    await page.keyboard.press("Tab"); // the first stop is the main choice
    await page.keyboard.press("Enter");
    await page.waitForURL(AT_ORDER);
    await becomes(page, number, "PAID");
    await shows(page, way, "PAID");
    assert.equal((await page.textContent("h1")).trim(), says("order.headline.PAID"));
    assert.equal(won(await page.textContent(".sums .total dd")), paid);
    await seen("02-paid");

    await page.goto(gateway);
    assert.equal(await page.locator("form").count(), 0, "what is decided cannot be decided again");
    await seen("03-done");
    await page.click("a.back");
    await page.waitForURL(AT_ORDER);
});

journey("declines the card payment", async ({ page, says, way, seen, number }) => {
    await decide(page, "decline");
    await page.waitForURL(AT_ORDER);
    await becomes(page, number, "FAILED");
    await shows(page, way, "FAILED");
    assert.ok((await page.textContent("main")).includes(says("order.failure.PAYMENT_DECLINED")), "and why");
    await seen("04-declined");
    await page.click("main .order-next a.btn-main"); // orders the same again
    await page.waitForURL("**/checkout?sheet=*");
});

journey("approves late", async ({ page, says, way, seen, number }) => {
    await page.fill("[name=seconds]", "2");
    await decide(page, "late");
    await page.waitForURL(AT_ORDER);
    assert.ok((await page.textContent("main")).includes(says("order.payment.checking")));
    await seen("05-late");
    if (way.javascript) await accessible(page, "an order whose payment is looked into");
    await becomes(page, number, "PAID");
    if (!way.javascript) await page.click("main .order-next a.btn-main"); // looks again
    await page.waitForSelector(".order-head .badge-PAID");
});

test("y5_card_money that goes back is told of on the order's page", async () => {
    const { page, context, complaints } = await visitor({ viewport: PHONE });
    const number = await toGateway(page);
    await decide(page, "approve");
    await page.waitForURL(AT_ORDER);
    await becomes(page, number, "PAID");
    await page.reload();
    await insist(page, `/orders/${number}/cancel`);
    await page.waitForURL(AT_ORDER);
    await becomes(page, number, "REFUNDED");
    await page.reload();
    assert.ok(await page.locator(".order-head .badge-REFUNDED").isVisible());
    await look(page, "card-refunded");
    await accessible(page, "a refunded order");
    assert.deepEqual(complaints, []);
    await context.close();
});

test("y7_a payment that was left can be gone on with", async () => {
    const { page, context, complaints } = await visitor({ viewport: PHONE, javascript: false });
    const number = await toGateway(page);
    const gateway = page.url();
    await page.goto(`/orders/${number}`);
    await page.click("main .order-next a.link"); // paid already? it is looked into
    await page.waitForURL("**/orders/*?payment=checking");
    await look(page, "card-left");
    await page.click("main form[action='/pay'] button");
    await page.waitForURL(AT_GATEWAY);
    assert.equal(page.url(), gateway, "one payment, however often it is started");
    assert.deepEqual(complaints, []);
    await context.close();
});

test("x3_guest who approves comes back to a paid order though the gateway tells the shop nothing", async () => {
    const { page, context, complaints } = await visitor();
    const number = await toGateway(page);
    await decide(page, "silent");
    await page.waitForURL(AT_ORDER); // coming back, it asks
    assert.equal(await orderStatus(page, number), "PAID");
    assert.deepEqual(complaints, []);
    await context.close();
});
