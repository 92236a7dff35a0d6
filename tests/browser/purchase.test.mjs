// The shop's main job by clicking: find a product, join, top up, fill the cart, order, see the order.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import {
    DESK, PHONE, balance, charge, close, fillDelivery, join, look, open, productOnSale, visitor, won,
} from "./support.mjs";

before(open);
after(close);

const WAYS = [
    { name: "a telephone", label: "js", viewport: PHONE, javascript: true },
    { name: "a wide screen", label: "js", viewport: DESK, javascript: true },
    { name: "a telephone without JavaScript", label: "nojs", viewport: PHONE, javascript: false },
];

for (const way of WAYS) {
    const seen = (page, step) => look(page, `purchase-${way.label}-${step}`);

    test(`the whole purchase on ${way.name}`, async () => {
        const { page, context, complaints } = await visitor(way);

        await page.goto("/");
        await seen(page, "01-home");
        const wanted = await productOnSale(page);
        await page.fill("header [name=q]", wanted.name);
        await page.press("header [name=q]", "Enter");
        await page.waitForURL("**/products?*");
        await seen(page, "02-found");
        await page.click(`main a[href='/products/${wanted.productId}']`);
        await page.waitForURL(`**/products/${wanted.productId}`);
        assert.equal((await page.textContent("h1")).trim(), wanted.name);
        await seen(page, "03-product");

        await join(page);
        await charge(page, 500_000);
        assert.equal(await balance(page), 500_000);
        await seen(page, "04-points");

        await page.goto(`/products/${wanted.productId}`);
        await page.fill("main [name=quantity]", "2");
        await page.click("main button[name=then][value=cart]");
        await page.goto("/cart");
        assert.equal(await page.locator(".cart-line").count(), 1);
        await page.click(".cart-quantity button[name=step][value='1']");
        await page.waitForURL("**/cart*");
        assert.equal(await page.inputValue(".cart-quantity [name=quantity]"), "3");
        await seen(page, "05-cart");

        await page.click("button[form=selection]:not([formaction])");
        await page.waitForURL("**/checkout*");
        await seen(page, "06-checkout");
        assert.notEqual(await page.inputValue("[name='shipping.recipient']"), "", "the profile fills it in");
        await page.check("[name=paymentMethod][value=POINT]");
        await page.click("main form[action='/checkout'] aside button");
        await page.waitForURL(/\/orders\/[0-9]{8}-/);
        await seen(page, "07-order");
        assert.ok(await page.locator(".order-head .badge-PAID").isVisible(), "the order is paid");

        const paid = 500_000 - (await balance(page));
        assert.ok(paid >= 3 * (wanted.price - wanted.discount), `it cost ${paid}`);
        await page.goto("/orders");
        assert.equal(await page.locator("main a[href^='/orders/2']").count() > 0, true);
        await seen(page, "08-orders");
        await page.goto("/cart");
        assert.equal(await page.locator(".cart-line").count(), 0, "what was ordered left the cart");
        await seen(page, "09-empty-cart");
        await page.goto("/me");
        await seen(page, "10-me");

        assert.deepEqual(complaints, []);
        await context.close();
    });

    test(`a guest orders by card on ${way.name}`, async () => {
        const { page, context, complaints } = await visitor(way);
        const wanted = await productOnSale(page);
        await page.goto(`/products/${wanted.productId}`);
        await page.click("main button[name=then][value=checkout]");
        await page.waitForURL("**/checkout*");
        await fillDelivery(page);
        await page.check("[name=paymentMethod][value=CARD]");
        await seen(page, "20-guest-checkout");
        await page.click("main form[action='/checkout'] aside button");
        await page.waitForURL(/\/orders\/[0-9]{8}-/);
        assert.ok(await page.locator(".order-head .badge-PENDING_PAYMENT").isVisible());
        await seen(page, "21-guest-order");
        const order = new URL(page.url()).pathname;

        const other = await visitor(way);
        await other.page.goto(order);
        assert.equal(new URL(other.page.url()).pathname, "/login", "a stranger does not see it");
        await other.page.goto("/orders");
        await other.page.fill("[name=orderNo]", order.split("/")[2]);
        await other.page.fill("[name=phone]", "01098765432");
        await other.page.click("main form[action='/orders/lookup'] button");
        await other.page.waitForURL(`**${order}`);
        await other.page.click(`main form[action='${order}/cancel'] button`);
        await other.page.waitForLoadState();
        assert.ok(await other.page.locator(".order-head .badge-CANCELLED").isVisible());

        assert.deepEqual(complaints, []);
        await other.context.close();
        await context.close();
    });
}

test("a double click orders once", async () => {
    const { page, context } = await visitor({ javascript: false });
    const wanted = await productOnSale(page);
    await join(page);
    await charge(page, 500_000);
    await page.goto(`/products/${wanted.productId}`);
    await page.click("main button[name=then][value=checkout]");
    await page.waitForURL("**/checkout*");
    const form = new URLSearchParams(
        await page.locator("main form[action='/checkout'] input[name]").evaluateAll((inputs) =>
            inputs.filter((input) => input.type !== "radio").map((input) => [input.name, input.value])),
    );
    form.set("paymentMethod", "POINT");
    const send = () =>
        page.request.post("/checkout", {
            data: form.toString(),
            headers: { "Content-Type": "application/x-www-form-urlencoded" },
            maxRedirects: 0,
        });
    const answers = [await send(), await send()];
    assert.deepEqual(answers.map((answer) => answer.status()), [303, 303]);
    assert.equal(answers[0].headers().location, answers[1].headers().location);
    await page.goto("/orders");
    const hrefs = await page.locator("main a[href^='/orders/2']").evaluateAll((links) => links.map((a) => a.pathname));
    assert.equal(new Set(hrefs).size, 1);
    await context.close();
});

test("what a guest put into the cart is there after logging in", async () => {
    const { page, context } = await visitor({ viewport: PHONE });
    const email = await join(page);
    await page.context().clearCookies();
    const wanted = await productOnSale(page);
    await page.goto(`/products/${wanted.productId}`);
    await page.click("main button[name=then][value=cart]");
    await page.goto("/login?next=/cart");
    await page.fill("[name=email]", email);
    await page.fill("[name=password]", "초록 우산 다섯 개");
    await page.click("main form[action='/login'] button");
    await page.waitForURL("**/cart");
    assert.equal(await page.locator(".cart-line").count(), 1);
    await page.click(".cart-remove button");
    await page.waitForURL("**/cart*");
    assert.equal(await page.locator(".cart-line").count(), 0);
    await context.close();
});

test("a balance that is too small is said at the checkout, and nothing is ordered", async () => {
    const { page, context } = await visitor();
    const wanted = await productOnSale(page);
    await join(page);
    await page.goto(`/products/${wanted.productId}`);
    await page.click("main button[name=then][value=checkout]");
    await page.waitForURL("**/checkout*");
    await page.check("[name=paymentMethod][value=POINT]");
    await page.click("main form[action='/checkout'] aside button");
    await page.waitForSelector("[role=alert]");
    await look(page, "refused-balance");
    await page.goto("/orders");
    assert.equal(await page.locator("main a[href^='/orders/2']").count(), 0);
    await context.close();
});

test("prices on the page are those of the interface", async () => {
    const { page, context } = await visitor();
    const wanted = await productOnSale(page);
    await page.goto(`/products/${wanted.productId}`);
    assert.equal(won(await page.textContent(".product-price strong")), wanted.price - wanted.discount);
    await context.close();
});
