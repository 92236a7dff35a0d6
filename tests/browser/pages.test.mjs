// Every page of shoppers in every coat, the two languages, and product pictures.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { DEMO_CATEGORIES, call, close, look, member, open, productOnSale, visitor } from "./support.mjs";
import { inEveryCoat } from "./coats.mjs";

const SHIPPING = {
    recipient: "남궁하늘", phone: "01023456789",
    address: { postcode: "06236", line1: "서울특별시 강남구 테헤란로 152", line2: "강남파이낸스센터 8층" },
};

let wanted, soldOut, guest, customer;

async function fillCart(page) {
    const { items } = await call(page, "GET", "/api/product?limit=100");
    const lines = [wanted, ...items.filter((item) => item.stock >= 20 && item.productId !== wanted.productId).slice(0, 3)];
    for (const { productId } of lines) await call(page, "POST", "/api/cart", { productId, quantity: 1 });
    return items.find((item) => item.status === "SOLD_OUT");
}

async function makeGuest() {
    const { page, context } = await visitor();
    await page.goto(`/products/${wanted.productId}`);
    await page.click("main button[value=cart]"); // the first thing in the cart makes a guest
    await page.waitForURL("**/products/*notice=added");
    soldOut = await fillCart(page);
    const checkout = await call(page, "GET", "/api/cart").then(({ items }) =>
        `/checkout?${items.map((item) => `items=${item.cartItemId}`).join("&")}`);
    const state = await context.storageState();
    await context.close();
    return { state, checkout };
}

// A member with a cart and an order in every state that a buyer can bring about.
async function makeMember() {
    const { page, context } = await visitor();
    const { recipient: name, phone, address } = SHIPPING;
    await member(page, { points: 900_000, name, phone, address });
    const place = (paymentMethod) =>
        call(page, "POST", "/api/order", { items: [{ productId: wanted.productId, quantity: 2 }], paymentMethod, shipping: SHIPPING });
    const paid = await place("POINT");
    const pending = await place("CARD");
    const cancelled = await place("CARD");
    await call(page, "POST", `/api/order/${cancelled.orderNo}/cancel`, {});
    await fillCart(page);
    const { items } = await call(page, "GET", "/api/cart");
    const state = await context.storageState();
    await context.close();
    return { state, paid, pending, cancelled, checkout: `/checkout?items=${items[0].cartItemId}&items=${items[1].cartItemId}` };
}

before(async () => {
    await open();
    const { page, context } = await visitor();
    wanted = await productOnSale(page);
    await context.close();
    guest = await makeGuest();
    customer = await makeMember();
});
after(close);

inEveryCoat("a visitor", {
    pages: () => ({
        home: "/", products: "/products", popular: "/products?sort=popular",
        category: `/products?category=${encodeURIComponent(wanted.category)}`,
        "nothing-found": "/products?q=%EC%97%86%EB%8A%94%EB%AC%BC%EA%B1%B4",
        product: `/products/${wanted.productId}`, "product-sold-out": `/products/${soldOut.productId}`,
        "empty-cart": "/cart", coupons: "/coupons", login: "/login", join: "/join", lookup: "/orders",
        "no-product": "/products/999999999", "not-found": "/nowhere",
    }),
    missing: ["no-product", "not-found"],
});
inEveryCoat("a guest", {
    state: () => guest.state,
    pages: () => ({
        cart: "/cart", checkout: guest.checkout, "nothing-picked": "/cart?none=true",
        added: `/products/${wanted.productId}?notice=added`,
    }),
});
inEveryCoat("a member", {
    state: () => customer.state,
    pages: () => ({
        home: "/", product: `/products/${wanted.productId}`, cart: "/cart", checkout: customer.checkout,
        orders: "/orders", "order-paid": `/orders/${customer.paid.orderNo}`,
        "order-pending": `/orders/${customer.pending.orderNo}`,
        "order-cancelled": `/orders/${customer.cancelled.orderNo}`, points: "/me/points", me: "/me",
        coupons: "/coupons", "my-coupons": "/me/coupons", notifications: "/me/notifications",
    }),
});

test("English pages hold no Korean but what sellers and members wrote", async () => {
    const { page, context } = await visitor({ language: "en-US", storageState: customer.state });
    const written = [
        ".card", ".crumbs", ".chips", "h1", ".product-seller", ".product-text", ".facts dd", ".line", ".cart-line",
        ".order-card-name", ".menu summary", "[lang=ko]", ".coupon-name",
    ].join(",");
    for (const path of ["/", "/products", "/cart", customer.checkout, "/orders", `/orders/${customer.paid.orderNo}`, "/me", "/me/points"]) {
        await page.goto(path);
        const said = await page.evaluate((theirs) => {
            for (const element of document.querySelectorAll(theirs)) element.remove();
            return document.body.innerText;
        }, written);
        assert.doesNotMatch(said, /[가-힣]/, path);
    }
    await context.close();
});

test("the shop speaks English when asked to, and remembers", async () => {
    for (const javascript of [true, false]) {
        const { page, context } = await visitor({ javascript });
        const speaks = () => page.getAttribute("html", "lang");
        await page.goto("/products?sort=price_asc");
        assert.equal(await speaks(), "ko", "Korean first");
        await page.click("form[action='/language'] button[value=en]");
        await page.waitForSelector("html[lang=en]");
        assert.equal(new URL(page.url()).search, "?sort=price_asc", "on the same page");
        await page.goto("/login");
        assert.equal(await speaks(), "en");
        await page.click("form[action='/language'] button[value=ko]");
        await page.waitForSelector("html[lang=ko]");
        await page.goto("/");
        assert.equal(await speaks(), "ko");
        await context.close();
    }
    const { page, context } = await visitor({ language: "fr-FR" });
    await page.goto("/");
    assert.equal(await page.getAttribute("html", "lang"), "ko", "Korean where neither is spoken");
    await context.close();
});

test("pictures of products are webp and kept for good", async () => {
    const { page, context } = await visitor();
    const seen = [];
    page.on("response", (response) => {
        if (new URL(response.url()).pathname.startsWith("/media/")) seen.push(response);
    });
    for (const category of DEMO_CATEGORIES) {
        await page.goto(`/products?category=${encodeURIComponent(category)}`);
        await look(page, "pictures");
    }
    await page.goto(`/products/${wanted.productId}`);
    await look(page, "pictures");
    assert.ok(seen.length >= 12, `${seen.length} pictures`);
    for (const response of seen) {
        const headers = await response.allHeaders();
        assert.equal(response.status(), 200, response.url());
        assert.equal(headers["content-type"], "image/webp");
        assert.match(headers["cache-control"], /public.*max-age=31536000.*immutable/);
    }
    await context.close();
});
