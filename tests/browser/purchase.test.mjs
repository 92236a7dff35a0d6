// The shop's main job by clicking: find products, fill the cart, join, top up, order a part, see the
// order, order the rest and cancel it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import {
    FLOWS, PHONE, PLAIN, balance, call, charge, close, fillDelivery, fillJoin, fits, flow, insist, join, look, open,
    productOnSale, seller, until, visitor, won,
} from "./support.mjs";

before(open);
after(close);

const inCart = async (page) =>
    (await page.locator(".cart-count").count()) === 0 ? 0 : Number(await page.textContent(".cart-count"));
const order = (page) => page.click("main form[action='/checkout'] aside button");
// By card: that leads to the gateway at once. The buyer leaves its page, and looks at the order.
const orderAndLeave = async (page) => {
    await order(page);
    await page.waitForURL(/\/sandbox\/gateway\/checkout\//);
    const number = (await page.textContent("main")).match(/[0-9]{8}-[0-9A-Z]{10}/)[0];
    await page.goto(`/orders/${number}`);
};
const buyNow = async (page, product) => {
    await page.goto(`/products/${product.productId}`);
    await page.click("main button[name=then][value=checkout]");
    await page.waitForURL("**/checkout*");
};
const ordersListed = async (page) => {
    await page.goto("/orders");
    return page.locator(".order-card").count();
};

// Over the search field.
async function search(page, wanted) {
    await page.fill("header [name=q]", wanted.name);
    await page.press("header [name=q]", "Enter");
    await page.waitForURL("**/products?*");
}

// Over the category and its pages.
async function browse(page, wanted) {
    await page.click("header .logo");
    await page.click(`.chips a:has-text("${wanted.category}")`);
    await page.waitForURL("**/products?category=*");
}

async function addToCart(page, wanted, quantity) {
    await page.click(`main .card a[href='/products/${wanted.productId}']`);
    await page.waitForURL(`**/products/${wanted.productId}`);
    assert.equal((await page.textContent("h1")).trim(), wanted.name);
    await page.fill("main [name=quantity]", String(quantity));
    await page.click("main button[name=then][value=cart]");
    await page.waitForURL("**/products/*notice=added");
    assert.ok(await page.locator(".notice a[href='/cart']").isVisible());
}

async function twoProducts(page) {
    const first = await productOnSale(page);
    const { items } = await call(page, "GET", `/api/product?limit=8&category=${encodeURIComponent(first.category)}`);
    return [first, items.find((item) => item.productId !== first.productId && item.stock >= 10)];
}

const WAYS = [...FLOWS, ...PLAIN];
// Without JavaScript a page looks the same but for its comforts.
const seen = (page, way, step) => (way.javascript ? look : fits)(page, `purchase-${way.language}-${step}`);

flow("the whole purchase", WAYS, async ({ page, way }) => {
    const [found, browsed] = await twoProducts(page);

    await page.goto("/");
    await search(page, found);
    await seen(page, way, "01-found");
    await addToCart(page, found, 2);
    await seen(page, way, "02-added");
    await browse(page, browsed);
    await addToCart(page, browsed, 1);
    assert.equal(await inCart(page), 2, "the header counts the lines");

    // A guest so far: the cart goes along into the new membership.
    await page.click("header .cart-link");
    await seen(page, way, "03-guest-cart");
    await page.click("header a[href='/join']");
    await fillJoin(page);
    assert.equal(await inCart(page), 2, "the guest's cart was taken over");
    await charge(page, 500_000);
    await seen(page, way, "04-points");

    await page.click("header .cart-link");
    const wantedLine = page.locator(".cart-line", { hasText: found.name });
    await wantedLine.locator("button[name=step][value='1']").click();
    await until(async () => (await wantedLine.locator("[name=quantity]").inputValue()) === "3", "one more");
    await page.locator(".cart-line", { hasText: browsed.name }).locator(".cart-pick").uncheck();
    if (!way.javascript) await page.click("button[formaction='/cart']");
    const sum = 3 * (found.price - found.discount);
    await until(async () => won(await page.textContent("[data-sum]")) === sum, "the sum of the part");
    await seen(page, way, "05-cart");

    await page.click("button[form=selection][data-order]");
    await page.waitForURL("**/checkout*");
    assert.equal(await page.locator("main .line").count(), 1);
    assert.notEqual(await page.inputValue("[name='shipping.recipient']"), "", "the profile fills it in");
    await seen(page, way, "06-checkout");
    await page.check("[name=paymentMethod][value=POINT]");
    await order(page);
    await page.waitForURL(/\/orders\/[0-9]{8}-/);
    assert.ok(await page.locator(".order-head .badge-PAID").isVisible(), "the order is paid");
    await seen(page, way, "07-order");
    const paid = won(await page.textContent(".sums .total dd"));
    assert.ok(paid >= sum, `it cost ${paid}`);
    assert.equal(await balance(page), 500_000 - paid);

    // The rest stayed in the cart; ordered by card it waits for its payment, and is cancelled.
    assert.equal(await inCart(page), 1);
    await page.click("header .cart-link");
    await page.click("button[form=selection][data-order]");
    await page.waitForURL("**/checkout*");
    await page.check("[name=paymentMethod][value=CARD]");
    await orderAndLeave(page);
    assert.ok(await page.locator(".order-head .badge-PENDING_PAYMENT").isVisible());
    await seen(page, way, "08-pending");
    await insist(page, "/cancel");
    await page.waitForSelector(".order-head .badge-CANCELLED");
    await page.click("header nav a[href='/orders']");
    await page.waitForURL("**/orders");
    assert.deepEqual(
        await page.locator(".order-card .badge").evaluateAll((all) => all.map((badge) => badge.className)),
        ["badge badge-CANCELLED", "badge badge-PAID"], "newest first");
    await seen(page, way, "09-orders");
    assert.equal(await inCart(page), 0);
    await page.click("header .cart-link");
    await seen(page, way, "10-empty-cart");
});

flow("a guest orders by card", WAYS, async ({ page, newcomer, way }) => {
    await buyNow(page, await productOnSale(page));
    await fillDelivery(page);
    await page.check("[name=paymentMethod][value=CARD]");
    await seen(page, way, "20-guest-checkout");
    await orderAndLeave(page);
    assert.ok(await page.locator(".order-head .badge-PENDING_PAYMENT").isVisible());
    await seen(page, way, "21-guest-order");
    const path = new URL(page.url()).pathname;

    // Somebody else's browser: the address alone shows nothing, number and telephone do.
    const other = await newcomer();
    await other.goto(path);
    assert.notEqual(new URL(other.url()).pathname, path, "a stranger does not see it");
    await other.goto("/orders");
    await other.fill("[name=orderNo]", path.split("/")[2]);
    await other.fill("[name=phone]", "01011112222");
    await other.click("main form[action='/orders/lookup'] button");
    await other.waitForSelector("[role=alert]");
    assert.equal(await other.inputValue("[name=orderNo]"), path.split("/")[2]);
    await seen(other, way, "22-not-found");
    await other.fill("[name=phone]", "01098765432");
    await other.click("main form[action='/orders/lookup'] button");
    await other.waitForURL(`**${path}`);
    await insist(other, `${path}/cancel`);
    await other.waitForSelector(".order-head .badge-CANCELLED");
});

for (const javascript of [true, false]) {
    test(`a double click orders once, ${javascript ? "with" : "without"} JavaScript`, async () => {
        const { page, context, complaints } = await visitor({ viewport: PHONE, javascript });
        await join(page);
        await charge(page, 500_000);
        await buyNow(page, await productOnSale(page));
        await page.dblclick("main form[action='/checkout'] aside button");
        await page.waitForSelector(".order-head .badge-PAID");
        assert.equal(await ordersListed(page), 1);
        assert.deepEqual(complaints, []);
        await context.close();
    });
}

test("the same form sent several times at once orders once", async () => {
    const { page, context } = await visitor();
    await join(page);
    await charge(page, 500_000);
    await buyNow(page, await productOnSale(page));
    const fields = await page.locator("main form[action='/checkout'] input[name]").evaluateAll((inputs) =>
        inputs.filter((input) => input.type !== "radio" || input.checked).map((input) => [input.name, input.value]));
    const send = () =>
        page.request.post("/checkout", {
            data: new URLSearchParams(fields).toString(),
            headers: { "Content-Type": "application/x-www-form-urlencoded" },
            maxRedirects: 0,
        });
    const answers = [...(await Promise.all([send(), send(), send()])), await send()];
    assert.deepEqual(answers.map((answer) => answer.status()), [303, 303, 303, 303]);
    assert.equal(new Set(answers.map((answer) => answer.headers().location)).size, 1);
    assert.equal(await ordersListed(page), 1);
    await context.close();
});

test("topping up twice with one form tops up once", async () => {
    const { page, context } = await visitor({ javascript: false });
    await join(page);
    await page.goto("/me/points");
    await page.fill("[name=amount]", "70000");
    await page.dblclick("main form[action='/me/points'] button");
    await page.waitForSelector("main .notice"); // the second click takes the first one's page away
    assert.equal(await balance(page), 70_000);
    await context.close();
});

test("what a guest put into the cart is there after logging in", async () => {
    const { page, context } = await visitor({ viewport: PHONE });
    const email = await join(page);
    await context.clearCookies();
    const wanted = await productOnSale(page);
    await page.goto(`/products/${wanted.productId}`);
    await page.click("main button[name=then][value=cart]");
    await page.waitForURL("**/products/*notice=added");
    await page.goto("/login?next=/cart");
    await page.fill("[name=email]", email);
    await page.fill("[name=password]", "초록 우산 다섯 개");
    await page.click("main form[action='/login'] button");
    await page.waitForURL("**/cart");
    assert.equal(await page.locator(".cart-line").count(), 1);
    await page.click(".cart-remove button");
    await page.waitForSelector("main .empty");
    assert.equal(await inCart(page), 0);
    await context.close();
});

test("a balance that is too small is said at the checkout, and nothing is ordered", async () => {
    const { page, context } = await visitor();
    await join(page);
    await buyNow(page, await productOnSale(page));
    assert.ok(await page.locator(".choice .problem").isVisible(), "it is said before the button is pressed");
    await page.check("[name=paymentMethod][value=POINT]");
    await page.fill("[name='shipping.address.line2']", "다른 동 3호");
    await order(page);
    await page.waitForSelector("[role=alert]");
    assert.equal(await page.inputValue("[name='shipping.address.line2']"), "다른 동 3호");
    await look(page, "refused-balance");
    assert.equal(await ordersListed(page), 0);
    await context.close();
});

test("prices on the page are those of the interface", async () => {
    const { page, context } = await visitor();
    const wanted = await productOnSale(page);
    await page.goto(`/products/${wanted.productId}`);
    assert.equal(won(await page.textContent(".product-price strong")), wanted.price - wanted.discount);
    await context.close();
});

test("what cannot be bought has no button to buy it", async () => {
    const { page, context, complaints } = await visitor({ viewport: PHONE });
    const own = await seller(page);
    const soldOut = await own.product(0);
    const ended = await own.product(5);
    await own.change(ended.productId, { status: "DISCONTINUED" });
    for (const product of [soldOut, ended]) {
        await page.goto(`/products/${product.productId}`);
        assert.equal(await page.locator("main button[name=then]").count(), 0);
        assert.ok(await page.locator("main [aria-disabled=true]").isVisible(), "and says why");
        await look(page, product === ended ? "product-discontinued" : "product-sold-out");
    }
    await page.goto(`/products?category=${encodeURIComponent("시험 상품")}`);
    assert.ok(await page.locator(`.card-sold-out a[href='/products/${soldOut.productId}']`).isVisible());
    assert.equal(await page.locator(`.card a[href='/products/${ended.productId}']`).count(), 0);
    assert.deepEqual(complaints, []);
    await own.away();
    await context.close();
});

test("more than there is cannot be put into the cart", async () => {
    const { page, context } = await visitor({ viewport: PHONE, javascript: false });
    const own = await seller(page);
    const scarce = await own.product(3);
    await page.goto(`/products/${scarce.productId}`);
    assert.equal(await page.getAttribute("main [name=quantity]", "max"), "3");
    for (const quantity of ["2", "2"]) {
        await page.fill("main [name=quantity]", quantity);
        await page.click("main button[name=then][value=cart]");
        await page.waitForSelector("main .notice");
    }
    assert.ok(await page.locator("[role=alert]").isVisible());
    await look(page, "product-too-many");
    await page.goto("/cart");
    assert.equal(await page.inputValue(".cart-line [name=quantity]"), "2");
    await own.away();
    await context.close();
});

test("a shortage at the checkout is named, and what is gone leaves the cart", async () => {
    const { page, context, complaints } = await visitor({ viewport: PHONE });
    const own = await seller(page);
    const [gone, less, plenty] = [
        await own.product(3, { name: "누가 먼저 사 간 물건" }), await own.product(5), await own.product(50)];
    await join(page);
    await charge(page, 500_000);
    for (const product of [gone, less, plenty])
        await call(page, "POST", "/api/cart", { productId: product.productId, quantity: 3 });
    await page.goto("/cart");
    await page.click("button[form=selection][data-order]");
    await page.waitForURL("**/checkout*");
    await own.stock(gone.productId, -3);
    await own.stock(less.productId, -4);
    await order(page);
    await page.waitForSelector("[role=alert]");
    const said = await page.textContent("[role=alert]");
    for (const product of [gone, less]) assert.ok(said.includes(product.name), `${product.name} is named`);
    assert.ok(!said.includes(plenty.name));
    assert.equal(await page.locator(`.cart-line a[href='/products/${gone.productId}']`).count(), 0);
    assert.equal(await page.locator(".cart-line").count(), 2);
    await look(page, "shortage");
    assert.equal(await ordersListed(page), 0);
    assert.equal(await balance(page), 500_000);
    assert.deepEqual(complaints, []);
    await own.away();
    await context.close();
});
