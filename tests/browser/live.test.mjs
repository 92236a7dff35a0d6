// What happens by itself while a page is open: the number of notifications, the word that tells of one,
// an order's page that goes along with its order, an order sheet that goes along with the choice of a coupon.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { PASSWORD, accessible, call, close, insist, look, newEmail, open, seller, until, visitor } from "./support.mjs";

before(open);
after(close);

const ADDRESS = { postcode: "06236", line1: "서울 강남구 테헤란로 1" };

async function admin(page) {
    const { token } = await call(page, "POST", "/api/session", {
        email: process.env.JANGTEO_ADMIN_EMAIL, password: process.env.JANGTEO_ADMIN_PASSWORD,
    });
    await page.context().clearCookies();
    return token;
}

async function member(page) {
    const who = { email: newEmail(), password: PASSWORD };
    await call(page, "POST", "/api/member", { ...who, name: "김하늘", phone: "01023456789", address: ADDRESS });
    await call(page, "POST", "/api/session", who);
    await call(page, "PATCH", "/api/point/charge", { amount: 100_000 });
}

test("n2 an order's page follows its order, and every open page counts what is new", async () => {
    const { page, context, complaints } = await visitor();
    const shopkeeper = await seller(page);
    const product = await shopkeeper.product(5);
    await member(page);
    const order = await call(page, "POST", "/api/order", {
        items: [{ productId: product.productId, quantity: 1 }], paymentMethod: "POINT",
    });
    await page.goto(`/orders/${order.orderNo}`);
    const other = await context.newPage();
    await other.goto("/cart");
    const counted = async (where) => Number((await where.locator("[data-bell] .bell-count").textContent()) ?? 0);
    await until(async () => (await counted(page)) === 1, "the notice of the payment");
    await page.locator(".history summary").click();
    const way = page.locator(".history li");
    assert.equal(await way.count(), 2);
    const item = `/api/order/${order.orderNo}/items/${order.items[0].itemId}`;
    await shopkeeper.move(item, "PREPARING");
    await until(async () => (await way.count()) === 3, "the line's new state");
    assert.match(await page.locator(".line .badge").textContent(), /상품준비중/);
    assert.match(await page.locator(".toast").textContent(), /상품준비중/);
    await until(async () => (await counted(other)) === 2, "the number on the other page");
    assert.ok(await page.locator(".history").evaluate((details) => details.open), "what was open stays open");
    await accessible(page, "order with a toast");
    for (const status of ["DISPATCHED", "IN_TRANSIT", "DELIVERED"]) await shopkeeper.move(item, status);
    await page.locator("details.ask", { has: page.locator("form[action$='/confirm']") }).waitFor();
    await look(page, "order-delivered");
    await insist(page, "/confirm");
    await until(async () => /구매확정/.test(await page.locator(".line .badge").textContent()), "the confirmation");
    await page.goto("/me/notifications");
    await look(page, "notifications");
    await accessible(page, "notifications");
    await page.click("form[action='/me/notifications/read'] button");
    await page.waitForLoadState();
    await until(async () => (await page.locator("[data-bell] .bell-count").count()) === 0, "nothing unread");
    await shopkeeper.away();
    assert.deepEqual(complaints, []);
    await context.close();
});

test("k2 k6 h1 a coupon is taken and chosen, with JavaScript and without", async () => {
    const { page: keeper, context: keepers } = await visitor();
    const shopkeeper = await seller(keeper);
    const product = await shopkeeper.product(9, { price: 20_000 });
    const token = await admin(keeper);
    for (const javascript of [true, false]) {
        const { page, context, complaints } = await visitor({ javascript });
        await member(page);
        const issueEndsAt = new Date(Date.now() + 240_000).toISOString();
        const { couponId } = await call(keeper, "POST", "/api/coupon", {
            name: "시험 쿠폰", type: "FIXED", value: 5000, quantity: 1, issueEndsAt,
        }, token);
        await page.goto("/coupons");
        await page.click(`form[action='/coupons/${couponId}'] button`);
        await page.waitForURL("**/coupons?got=true");
        if (javascript) await accessible(page, "coupons");
        await page.goto("/me/coupons");
        assert.equal(await page.locator(".coupon").count(), 1);
        await page.goto(`/products/${product.productId}`);
        await page.click("main button[name=then][value=checkout]");
        await page.waitForURL("**/checkout?sheet=*");
        await page.fill("[name='shipping.recipient']", "다른 사람");
        await page.locator("input[name=coupon]").first().check();
        if (!javascript) await page.click(".coupon-apply");
        const button = page.locator("#sheet-order");
        await until(async () => /18,000원/.test(await button.textContent()), "the amount with the coupon");
        if (javascript) assert.equal(await page.inputValue("[name='shipping.recipient']"), "다른 사람");
        if (javascript) await accessible(page, "order sheet");
        await look(page, "order-sheet");
        await until(() => button.isEnabled(), "the button");
        await button.click();
        await page.waitForURL("**/orders/*");
        assert.match(await page.locator(".sums .total").textContent(), /18,000원/);
        assert.deepEqual(complaints, []);
        await context.close();
    }
    await shopkeeper.away();
    await keepers.close();
});
