// The shop with people in it, and the one list of its pages: a visitor, a guest, a member with an order in
// every state, one who has nothing yet, a seller and an admin of the demo shop. Tests and
// tests/browser/screenshots.mjs walk the same pages.
import assert from "node:assert/strict";
import {
    ADMIN, DEMO_CATEGORIES, adminToken, call, coupon, member as joined, productOnSale, productsIn, registrationNumber, visitor,
} from "./support.mjs";

const SHIPPING = {
    recipient: "남궁하늘", phone: "01023456789",
    address: { postcode: "06236", line1: "서울특별시 강남구 테헤란로 152", line2: "강남파이낸스센터 8층" },
};
const SELLER = { email: "ongi@jangteo.example", password: "jangteo-demo" };
const SELLERS_CATEGORY = "그릇·주방";
const SOLD_OUT_CATEGORY = "반찬·장류";
// Coupons that nobody else takes: whatever other tests make, they are there.
const COUPONS = [
    { name: "가을맞이 3,000원 쿠폰", type: "FIXED", value: 3000 },
    { name: "제철 먹거리 10% 쿠폰", type: "PERCENT", value: 10, maxDiscount: 7000 },
    { name: "무료 배송 쿠폰", type: "FREE_SHIPPING", value: 0 },
];
const AT_GATEWAY = "**/sandbox/gateway/checkout/*";
const AT_ORDER = "**/orders/*-*";

// Whoever `enter` makes of a new visitor: what it gives, and the cookies as `state`.
async function person(enter) {
    const { page, context } = await visitor();
    const given = await enter(page);
    const state = await context.storageState();
    await context.close();
    return { ...given, state };
}

const { recipient: name, phone, address } = SHIPPING;
const newMember = (page, points = 0) => joined(page, { points, name, phone, address });

async function fillCart(page, wanted) {
    const others = await productsIn(page, DEMO_CATEGORIES);
    const lines = [wanted, ...others.filter((item) => item.stock >= 20 && item.productId !== wanted.productId).slice(0, 3)];
    for (const { productId } of lines) await call(page, "POST", "/api/cart", { productId, quantity: 1 });
}

async function guest(page, wanted) {
    await page.goto(`/products/${wanted.productId}`);
    await page.click("main button[value=cart]"); // the first thing in the cart makes a guest
    await page.waitForURL("**/products/*notice=added");
    await fillCart(page, wanted);
    const soldOut = (await productsIn(page, [SOLD_OUT_CATEGORY])).find((item) => item.status === "SOLD_OUT");
    const { items } = await call(page, "GET", "/api/cart");
    return { soldOut, checkout: `/checkout?${items.map((item) => `items=${item.cartItemId}`).join("&")}` };
}

// A member with a cart and an order in every state that a buyer alone can bring about.
async function member(page, wanted) {
    const { memberId } = await newMember(page, 900_000);
    const place = (paymentMethod, items = [{ productId: wanted.productId, quantity: 2 }]) =>
        call(page, "POST", "/api/order", { items, paymentMethod, shipping: SHIPPING });
    const paid = await place("POINT");
    const pending = await place("CARD");
    const cancelled = await place("CARD");
    await call(page, "POST", `/api/order/${cancelled.orderNo}/cancel`, {});
    const refunded = await place("POINT");
    await call(page, "POST", `/api/order/${refunded.orderNo}/cancel`, {});
    const failed = await place("CARD");
    await page.goto(`/orders/${failed.orderNo}`);
    await page.click("main form[action='/pay'] button");
    await page.waitForURL(AT_GATEWAY);
    await page.click("button[name=decision][value=decline]");
    await page.waitForURL(AT_ORDER);
    const atGateway = await call(page, "POST", "/api/pay", { orderNo: pending.orderNo, paymentMethod: "CARD" });
    await fillCart(page, wanted);
    const { items } = await call(page, "GET", "/api/cart");
    const many = await place("POINT", items.map(({ productId }) => ({ productId, quantity: 1 })));
    const desk = await adminToken();
    const coupons = await Promise.all(COUPONS.map((terms) => coupon(page, desk, { quantity: 100, ...terms })));
    for (const { couponId } of coupons) await call(page, "POST", `/api/coupon/${couponId}/issue`);
    return {
        memberId, paid, pending, cancelled, refunded, failed, many, coupon: coupons[0].couponId, gateway: atGateway.checkoutUrl,
        checkout: `/checkout?items=${items[0].cartItemId}&items=${items[1].cartItemId}`,
    };
}

// The states that need the seller too, each by what the seller (a status) and the buyer (a claim) do.
const DELIVERED = ["PREPARING", "DISPATCHED", "IN_TRANSIT", "DELIVERED"];
const WAYS = {
    preparing: ["PREPARING"],
    "cancel-asked": ["PREPARING", "cancel"],
    shipping: DELIVERED.slice(0, 3),
    delivered: DELIVERED,
    confirmed: [...DELIVERED, "confirm"],
    "return-asked": [...DELIVERED, "return"],
    "exchange-asked": [...DELIVERED, "exchange"],
};

async function shipped(buyer, seller, wanted) {
    const orders = {};
    for (const [name, steps] of Object.entries(WAYS)) {
        const order = await call(buyer, "POST", "/api/order", {
            items: [{ productId: wanted.productId, quantity: 1 }], paymentMethod: "POINT",
        });
        const line = `/api/order/${order.orderNo}/items/${order.items[0].itemId}`;
        for (const step of steps)
            if (step === step.toUpperCase()) await call(seller, "PATCH", line, { status: step });
            else await call(buyer, "POST", `${line}/${step}`, {});
        orders[name] = order.orderNo;
    }
    return orders;
}

// What a buyer alone can bring about; enough for most tests.
export async function setScene() {
    const { page, context } = await visitor();
    const wanted = await productOnSale(page);
    await context.close();
    return {
        wanted,
        guest: await person((it) => guest(it, wanted)),
        member: await person((it) => member(it, wanted)),
    };
}

// And what sellers and admins see and do.
export async function setWholeScene() {
    const scene = await setScene();
    const seller = await visitor();
    const ware = await productOnSale(seller.page, [SELLERS_CATEGORY]);
    await call(seller.page, "POST", "/api/session", SELLER);
    scene.buyer = await person(async (page) => {
        await newMember(page, 1_000_000);
        const fresh = await call(page, "POST", "/api/order", { items: [{ productId: ware.productId, quantity: 3 }], paymentMethod: "POINT" });
        return { fresh, orders: await shipped(page, seller.page, ware) };
    });
    scene.seller = { ware, state: await seller.context.storageState() };
    await seller.context.close();
    scene["new-seller"] = await person(async (page) => {
        await newMember(page);
        await call(page, "POST", "/api/seller", {
            businessName: "하루상회", registrationNumber: registrationNumber(), contact: "02-123-4567", address, category: "생활",
        });
    });
    scene.newcomer = await person(async (page) => newMember(page));
    scene.admin = await person((page) => call(page, "POST", "/api/session", ADMIN));
    return scene;
}

// ---- the pages ----

const refuse = (form) => async (page) => {
    await page.locator(form).evaluate((element) => (element.noValidate = true));
    await page.click(`${form} button:not([type=button])`);
    await page.waitForSelector("[role=alert], [aria-invalid=true]");
};

// The stock form of the first product in a seller's list stands open, or has been refused.
const adjust = (delta) => async (page) => {
    const form = page.locator("details.adjust").first();
    await form.locator("summary").click();
    if (delta === undefined) return;
    await form.locator("[name=delta]").fill(delta);
    await form.locator("button").click();
    await page.waitForSelector("details.adjust[open] [aria-invalid=true]");
};

// One piece more than was thought.
const countedOne = async (page) => {
    await page.fill("[name=delta]", "1");
    await page.click("main form[action$='/stock'] button");
    await page.waitForURL("**/stock?saved=true");
};

// Those of one who has nothing yet.
const NEW_SELLER = { home: "/seller", products: "/seller/products", "no-orders": "/seller/orders" };

export const sellerPages = (id, item) => ({
    home: "/seller", products: { path: "/seller/products", act: adjust() }, "products-adjusted": `/seller/products?adjusted=${id}`,
    "products-refused": { path: "/seller/products", act: adjust("0") }, "nothing-found": "/seller/products?q=zzz", "new-product": "/seller/products/new",
    product: `/seller/products/${id}?picture=large`, stock: { path: `/seller/products/${id}/stock`, act: countedOne }, orders: "/seller/orders",
    "done-orders": "/seller/orders?stage=done", slip: `/seller/orders/slip?items=${item}`,
});

// The pages of each kind of visitor: a path, or `path` with the `status` it has and what is to be done there
// (`act`) before it is looked at.
export const AREAS = {
    visitor: ({ wanted, guest }) => ({
        home: "/", products: "/products", popular: "/products?sort=popular",
        category: `/products?category=${encodeURIComponent(wanted.category)}`,
        "nothing-found": "/products?q=%EC%97%86%EB%8A%94%EB%AC%BC%EA%B1%B4",
        product: `/products/${wanted.productId}`, "product-sold-out": `/products/${guest.soldOut.productId}`,
        "empty-cart": "/cart", coupons: "/coupons", login: "/login", join: "/join", lookup: "/orders",
        "no-product": { path: "/products/999999999", status: 404 }, "not-found": { path: "/nowhere", status: 404 },
    }),
    guest: ({ wanted, guest }) => ({
        cart: "/cart", checkout: guest.checkout, "nothing-picked": "/cart?none=true",
        added: `/products/${wanted.productId}?notice=added`,
    }),
    member: ({ wanted, member }) => ({
        home: "/", product: `/products/${wanted.productId}`, cart: "/cart", checkout: member.checkout,
        orders: "/orders", "order-paid": `/orders/${member.paid.orderNo}`,
        "order-pending": `/orders/${member.pending.orderNo}`,
        "order-cancelled": `/orders/${member.cancelled.orderNo}`, points: "/me/points", me: "/me",
        coupons: "/coupons", "my-coupons": "/me/coupons", notifications: "/me/notifications",
    }),
};

// More of the same in other states, and the pages that are not the shoppers'.
export const MORE_AREAS = {
    "visitor-more": () => ({
        "join-refused": { path: "/join", act: refuse("main form[action='/join']") },
        "login-refused": { path: "/login", act: refuse("main form[action='/login']") },
        "lookup-refused": { path: "/orders", act: refuse("main form[action='/orders/lookup']") },
        "too-long": { path: `/?${"x".repeat(9000)}`, status: 400 },
        docs: { path: "/docs", act: (page) => page.waitForSelector(".opblock-tag-section") },
    }),
    "guest-more": ({ guest }) => ({
        "checkout-refused": { path: guest.checkout, act: refuse("main form[action='/checkout']") },
    }),
    "member-more": ({ member }) => ({
        menu: { path: "/products", act: (page) => page.click("header .menu summary") },
        "order-refunded": `/orders/${member.refunded.orderNo}`, "order-failed": `/orders/${member.failed.orderNo}`,
        "order-many": `/orders/${member.many.orderNo}`, gateway: member.gateway,
        "points-refused": { path: "/me/points", act: refuse("main form[action='/me/points']") },
    }),
    buyer: ({ buyer }) => Object.fromEntries(
        Object.entries(buyer.orders).map(([name, number]) => [`order-${name}`, `/orders/${number}`])),
    newcomer: () => ({
        orders: "/orders", points: "/me/points", "my-coupons": "/me/coupons", notifications: "/me/notifications",
        "seller-join": "/seller/join",
    }),
    "new-seller": () => NEW_SELLER,
    seller: ({ seller, buyer }) => sellerPages(seller.ware.productId, buyer.fresh.items[0].itemId),
    admin: ({ member }) => ({
        overview: "/admin", orders: "/admin/orders", order: `/admin/orders/${member.paid.orderNo}`, members: "/admin/members",
        member: `/admin/members/${member.memberId}`, coupons: "/admin/coupons", coupon: `/admin/coupons/${member.coupon}`,
        events: "/admin/events", "delivered-events": "/admin/events?state=delivered", books: "/admin/books",
    }),
};

// Whose cookies an area's visitor has.
export const stateOf = (scene, area) => scene[area.replace(/-more$/, "")]?.state;

export async function visit(page, entry) {
    const { path, status = 200, act } = typeof entry === "string" ? { path: entry } : entry;
    assert.equal((await page.goto(path)).status(), status, path);
    await act?.(page);
}
