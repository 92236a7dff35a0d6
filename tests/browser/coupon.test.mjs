// Coupons by clicking: one is taken, bought with and used up; and a rush in which exactly as many get one
// as there are.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import {
    FLOWS, PHONE, PLAIN, accessible, adminToken, balance, call, close, coupon, flow, look, member, newEmail, open, seller,
    until, visitor, won,
} from "./support.mjs";

let admin, shopkeeper, product, keepers;
before(async () => {
    await open();
    const { page, context } = await visitor();
    keepers = context;
    admin = await adminToken();
    shopkeeper = await seller(page);
    product = await shopkeeper.product(30, { price: 20_000 });
});
after(async () => {
    await shopkeeper.away();
    await keepers.close();
    await close();
});

const take = ({ couponId }) => `main form[action='/coupons/${couponId}'] button`;

flow("k2 k6 h1 y1_member buys with a coupon and points", [...FLOWS, ...PLAIN], async ({ page, says, way }) => {
    await member(page, { points: 100_000 });
    const made = await coupon(page, admin, { quantity: 1 });
    await page.goto("/coupons?limit=100");
    await page.click(take(made));
    await page.waitForURL("**/coupons?got=true");
    assert.ok((await page.textContent("main [role=status]")).includes(says("coupon.got")));
    await page.goto(`/products/${product.productId}`);
    await page.click("main button[name=then][value=checkout]");
    await page.waitForURL("**/checkout?sheet=*");
    await page.fill("[name='shipping.recipient']", "다른 사람");
    await page.locator("input[name=coupon]").first().check();
    if (!way.javascript) await page.click("button[form=coupons]");
    const button = page.locator("#sheet-order");
    const price = (18_000).toLocaleString("en-US"); // 20,000, 5,000 off, 3,000 for delivery
    await until(async () => (await button.textContent()).trim() === says("checkout.place", price), "the amount with the coupon");
    if (way.javascript) {
        assert.equal(await page.inputValue("[name='shipping.recipient']"), "다른 사람");
        await accessible(page, "order sheet");
        await look(page, `order-sheet-${way.language}`);
    }
    await page.check("[name=paymentMethod][value=POINT]");
    await button.click();
    await page.waitForURL(/\/orders\/[0-9]{8}-/);
    assert.ok(await page.locator(".order-head .badge-PAID").isVisible(), "the order is paid");
    assert.equal(won(await page.textContent(".sums .total dd")), 18_000);
    const number = new URL(page.url()).pathname;
    await page.goto("/me/coupons?status=USED");
    assert.equal(await page.locator(`main a[href='${number}']`).count(), 1, "the coupon says where it was used");
    assert.equal(await balance(page), 82_000);
});

flow("k2_two visitors and one coupon left: one gets it, the other is told at once", FLOWS,
    async ({ page: one, newcomer, says, way }) => {
        const pages = [one, await newcomer()];
        for (const page of pages) await member(page);
        const name = `마지막 한 장 ${newEmail()}`;
        const made = await coupon(one, admin, { quantity: 1, name });
        for (const page of pages) await page.goto("/coupons?limit=100");
        await Promise.all(pages.map((page) => page.click(take(made))));
        const got = [];
        for (const page of pages) {
            const answer = page.locator("main [role=status].notice, main [role=alert]");
            await answer.waitFor();
            got.push(new URL(page.url()).search === "?got=true");
            const wanted = got.at(-1) ? "coupon.got" : "error.COUPON_SOLD_OUT";
            assert.ok((await answer.textContent()).includes(says(wanted)), wanted);
            assert.equal(await page.locator(take(made)).count(), 0, "there is nothing more to press");
        }
        assert.equal(got.filter(Boolean).length, 1, "exactly one got it");
        const late = pages[got.indexOf(false)];
        const shown = await late.locator("main li", { has: late.getByRole("heading", { name }) }).first().textContent();
        assert.ok(shown.includes(says("coupon.gone")), "the coupon is shown as gone");
        await look(late, `coupon-gone-${way.language}`);
        for (const [i, page] of pages.entries()) {
            const { items } = await call(page, "GET", "/api/coupon/mine");
            assert.deepEqual(items.map(({ couponId }) => couponId), got[i] ? [made.couponId] : []);
        }
    });

test("k2_a rush of pages and callers of the interface gives out exactly as many as there are", async () => {
    const QUANTITY = 4, PAGES = 3, CALLERS = 6;
    const { page: caller, context } = await visitor({ viewport: PHONE });
    const tokens = [];
    for (let i = 0; i < CALLERS; i++) {
        tokens.push((await member(caller)).token);
        await context.clearCookies(); // logging in anew ends the session that a browser had
    }
    const visitors = [];
    for (let i = 0; i < PAGES; i++) visitors.push(await visitor({ viewport: PHONE }));
    for (const { page } of visitors) await member(page);
    const made = await coupon(caller, admin, { quantity: QUANTITY });
    for (const { page } of visitors) await page.goto("/coupons?limit=100");

    const ask = (token) =>
        caller.request.post(`/api/coupon/${made.couponId}/issue`, { headers: { Authorization: `Bearer ${token}` } });
    const clicks = visitors.map(({ page }) => page.click(take(made)));
    const answers = await Promise.all(tokens.map(ask));
    await Promise.all(clicks);

    let given = 0;
    for (const answer of answers) {
        const { code } = await answer.json();
        assert.equal(code, answer.status() === 201 ? "SUCCESS" : "COUPON_SOLD_OUT");
        given += answer.status() === 201;
    }
    for (const { page } of visitors) {
        await page.locator("main [role=status].notice, main [role=alert]").waitFor();
        given += new URL(page.url()).search === "?got=true";
    }
    assert.equal(given, QUANTITY);
    assert.deepEqual(visitors.flatMap(({ complaints }) => complaints), []);
    for (const { context: theirs } of [...visitors, { context }]) await theirs.close();
});
