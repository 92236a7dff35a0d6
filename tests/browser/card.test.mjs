// Buying by card as a guest, at the sandbox's gateway: approved, declined, approved late, and
// without the shop being told; on a telephone and a wide screen, with JavaScript and without.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import {
    DESK, PHONE, accessible, call, close, fillDelivery, insist, look, open, productOnSale, until, visitor, won,
} from "./support.mjs";

before(open);
after(close);

const WAYS = [
    { name: "a telephone", label: "js", viewport: PHONE, javascript: true },
    { name: "a wide screen", label: "js", viewport: DESK, javascript: true },
    { name: "a telephone without JavaScript", label: "nojs", viewport: PHONE, javascript: false },
    { name: "a wide screen without JavaScript", label: "nojs", viewport: DESK, javascript: false },
];
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

for (const way of WAYS) {
    const seen = (page, step) => look(page, `card-${way.label}-${step}`);
    const journey = (what, act) =>
        test(`x3_guest_${what} on ${way.name}`, async () => {
            const { page, context, complaints } = await visitor(way);
            const number = await toGateway(page);
            await act(page, number);
            assert.deepEqual(complaints, []);
            await context.close();
        });

    journey("pays by card", async (page, number) => {
        await seen(page, "01-gateway");
        if (way.javascript) await accessible(page, "the gateway's page");
        const paid = won(await page.textContent("main .total dd"));
        const gateway = page.url();
        await page.keyboard.press("Tab"); // the first stop is the main choice
        await page.keyboard.press("Enter");
        await page.waitForURL(AT_ORDER);
        await becomes(page, number, "PAID");
        await page.reload();
        assert.ok(await page.locator(".order-head .badge-PAID").isVisible(), "the order is paid");
        assert.equal(won(await page.textContent(".sums .total dd")), paid);
        await seen(page, "02-paid");

        await page.goto(gateway);
        assert.equal(await page.locator("form").count(), 0, "what is decided cannot be decided again");
        await seen(page, "03-done");
        await page.click("a.back");
        await page.waitForURL(AT_ORDER);
    });

    journey("declines the card payment", async (page, number) => {
        await decide(page, "decline");
        await page.waitForURL(AT_ORDER);
        await becomes(page, number, "FAILED");
        await page.reload();
        assert.ok(await page.locator(".order-head .badge-FAILED").isVisible(), "the order failed");
        await seen(page, "04-declined");
        await page.click("main .order-next a.btn-main"); // orders the same again
        await page.waitForURL("**/checkout?sheet=*");
    });

    journey("approves late", async (page, number) => {
        await page.fill("[name=seconds]", "2");
        await decide(page, "late");
        await page.waitForURL(AT_ORDER);
        await seen(page, "05-late");
        if (way.javascript) await accessible(page, "an order whose payment is looked into");
        await becomes(page, number, "PAID");
        // Looks again; with scripts the page goes along with its order by itself.
        if (!way.javascript) await page.click("main .order-next a.btn-main");
        await page.waitForSelector(".order-head .badge-PAID");
    });
}

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
