// Looking for something to buy: a list that goes on by itself and is found again as it was left, what is
// left of a product while its page is open, a coupon that opens while somebody waits for it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { PASSWORD, PHONE, accessible, call, close, look, newEmail, open, seller, until, visitor } from "./support.mjs";

before(open);
after(close);

const FIRST = 24; // cards of a page

test("c5 the list goes on by itself, and coming back shows where one was", async () => {
    const { page, context, complaints } = await visitor();
    await page.goto("/products?sort=price_asc");
    const address = page.url();
    const cards = page.locator("[data-list] > .card");
    assert.equal(await cards.count(), FIRST);
    await cards.last().scrollIntoViewIfNeeded();
    await until(async () => (await cards.count()) > FIRST, "the next page");
    assert.match(await page.locator("[data-shown]").textContent(), new RegExp(`^상품 ${await cards.count()}개`));
    const names = await page.locator(".card-name").allTextContents();
    const links = await page.locator(".card-name a").evaluateAll((all) => all.map((link) => link.href));
    assert.equal(new Set(links).size, links.length, "no product comes twice");
    assert.equal(page.url(), address);
    await accessible(page, "a list that went on");
    await cards.nth(FIRST).locator("a").click();
    await page.waitForURL("**/products/*");
    await page.goBack();
    await until(async () => (await cards.count()) >= names.length, "the list as it was left");
    assert.equal(page.url(), address);
    await until(() => cards.nth(FIRST).evaluate((card) => {
        const { top, bottom } = card.getBoundingClientRect();
        return bottom > 0 && top < innerHeight;
    }), "the card that was followed is on the screen");
    assert.deepEqual(complaints, []);
    await context.close();
});

test("c5 what cannot be fetched leaves the link, as it is without JavaScript", async () => {
    for (const javascript of [true, false]) {
        const { page, context } = await visitor({ javascript, viewport: PHONE });
        await page.route("**/products?*cursor=*", (route) =>
            route.request().resourceType() === "document" ? route.continue() : route.abort());
        const failed = javascript ? page.waitForEvent("requestfailed") : null;
        await page.goto("/products?sort=price_asc&minPrice=100&maxPrice=900000");
        const link = page.locator("[data-more]");
        await link.scrollIntoViewIfNeeded();
        await failed;
        await link.click();
        await page.waitForURL("**cursor=*");
        assert.match(page.url(), /minPrice=100&maxPrice=900000/);
        await look(page, `list-second-${javascript ? "after-failure" : "plain"}`);
        await context.close();
    }
});

test("c5 s1 a product's page says what is left while it is open", async () => {
    const { page: keeper, context: keepers } = await visitor();
    const shopkeeper = await seller(keeper);
    const { productId } = await shopkeeper.product(9);
    const { page, context, complaints } = await visitor({ viewport: PHONE });
    await page.clock.install();
    await page.goto(`/products/${productId}`);
    const left = page.locator("#stock");
    const shows = (words) => until(async () => {
        await page.clock.fastForward(5000);
        return (await left.textContent()).trim() === words;
    }, words);
    await shopkeeper.stock(productId, -1);
    await shows("8개");
    assert.equal(await page.locator("[name=quantity]").getAttribute("max"), "8");
    await shopkeeper.stock(productId, -5);
    await shows("3개 남음");
    await shopkeeper.stock(productId, -3);
    await shows("품절");
    await page.locator("#buy form").waitFor({ state: "detached" });
    assert.match(await page.locator("#stock-said").textContent(), /품절/);
    await look(page, "product-sold-out");
    await accessible(page, "a product that has sold out");
    await shopkeeper.stock(productId, 6);
    await page.locator("#buy form").waitFor();
    assert.equal(await page.locator("#buy .stepper button").count(), 2);
    await shows("6개");
    assert.deepEqual(complaints, []);
    await shopkeeper.away();
    await context.close();
    await keepers.close();
});

test("k2 a coupon that opens soon is counted down to and can be taken then", async () => {
    const { page, context, complaints } = await visitor();
    const keeper = await call(page, "POST", "/api/session", {
        email: process.env.JANGTEO_ADMIN_EMAIL, password: process.env.JANGTEO_ADMIN_PASSWORD,
    });
    await page.context().clearCookies();
    const { couponId } = await call(page, "POST", "/api/coupon", {
        name: "곧 열리는 쿠폰", type: "FIXED", value: 5000, quantity: 1,
        issueStartsAt: new Date(Date.now() + 7_200_000).toISOString(),
        issueEndsAt: new Date(Date.now() + 9_000_000).toISOString(),
    }, keeper.token);
    const who = { email: newEmail(), password: PASSWORD };
    await call(page, "POST", "/api/member", {
        ...who, name: "김하늘", phone: "01023456789", address: { postcode: "06236", line1: "서울 강남구 테헤란로 1" },
    });
    await call(page, "POST", "/api/session", who);
    await page.clock.install({ time: "2020-01-01T00:00:00Z" }); // the visitor's clock is wrong, and stands still
    await page.goto("/coupons?limit=100");
    const button = page.locator(`form[action='/coupons/${couponId}'] button`);
    await until(async () => /^1:59:\d\d$|^2:00:00$/.test(await button.textContent()), "the time that is left");
    assert.ok(await button.isDisabled());
    await look(page, "coupon-soon");
    await accessible(page, "coupons that open soon");
    await page.clock.fastForward(7_200_000);
    await until(() => button.isEnabled(), "the coupon's time");
    assert.equal(await button.textContent(), "쿠폰 받기");
    assert.match(await page.locator("[data-opened]").textContent(), /열렸습니다/);
    assert.deepEqual(complaints, []);
    await context.close();
});
