// The admins' day: the overview, an event that is sent again, a coupon whose rush is watched and that is
// taken back, a member who is suspended, an order's whole history, the audit; and every page of the
// admins' in every coat.
import { execFileSync } from "node:child_process";
import { after, before } from "node:test";
import assert from "node:assert/strict";
import {
    ADMIN, FLOWS, accessible, adminToken, call, close, coupon, flow, logIn, look, member, newEmail, open, productOnSale,
    until, visitor,
} from "./support.mjs";
import { inEveryCoat } from "./coats.mjs";

const FRESH_MS = 5000; // how often static/js/fresh.js looks

let token, desk;

// What pages that are looked at show.
async function makeDesk() {
    const { page, context } = await visitor();
    const { memberId } = await member(page, { points: 100_000 });
    const { orderNo } = await makeOrder(page);
    const { couponId } = await coupon(page, token, { quantity: 10 });
    await context.clearCookies();
    await call(page, "POST", "/api/session", ADMIN);
    const state = await context.storageState();
    await context.close();
    return { memberId, orderNo, coupon: couponId, state };
}

before(async () => {
    await open();
    token = await adminToken();
    desk = await makeDesk();
});
after(close);

// What a receiver that is away for hours would come to.
function park(orderNo) {
    const sql = `UPDATE event_out SET state = 'PARKED', attempts = 12, claim = NULL, claimed_until = NULL,
        delivered_at = NULL, last_error = 'HTTP 500' WHERE aggregateid = '${orderNo}' AND type = 'order.paid'`;
    execFileSync("psql", ["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", process.env.JANGTEO_DB, "-c", sql]);
}

// A telephone number that nobody else orders with.
const newPhone = () => `010${String(Math.floor(Math.random() * 1e8)).padStart(8, "0")}`;

async function makeOrder(page) {
    const phone = newPhone();
    const { productId } = await productOnSale(page);
    return call(page, "POST", "/api/order", {
        items: [{ productId, quantity: 1 }], paymentMethod: "POINT",
        shipping: { recipient: "남궁하늘", phone, address: { postcode: "06236", line1: "서울 강남구 테헤란로 152" } },
    });
}

async function search(page, path, words) {
    await page.goto(path);
    await page.fill("main [name=q]", words);
    await page.press("main [name=q]", "Enter");
    await page.waitForURL(`**${path}?*q=*`);
}

async function sendAgain(page, says, { orderNo }) {
    park(orderNo);
    await page.goto("/admin");
    assert.equal((await page.textContent("h1")).trim(), says("title.desk_home"));
    await page.click("#overview a[href='/admin/events?state=parked']");
    await page.waitForURL("**/admin/events?state=parked");
    const row = page.locator("main tr", { has: page.locator(`a[href='/admin/orders/${orderNo}']`) });
    assert.ok((await row.textContent()).includes(says("desk.type.order.paid")));
    await row.locator("form[action$='/resend'] button").click();
    await page.waitForURL("**/admin/events?state=pending&again=1");
    assert.ok((await page.textContent("main [role=status]")).includes(says("desk.events_again", 1)));
    await until(async () => {
        const { items } = await call(page, "GET", "/api/admin/event?state=delivered&limit=100");
        return items.some(({ subject, type }) => subject === orderNo && type === "order.paid");
    }, "the event's arrival");
}

async function makeCoupon(page, says) {
    const name = `아침 쿠폰 ${newEmail().split("@")[0]}`;
    const inSeoul = new Date(Date.now() + 9 * 3_600_000 + 600_000).toISOString().slice(0, 16);
    await page.goto("/admin/coupons");
    await page.click("main details summary");
    const form = "main form[action='/admin/coupons']";
    await page.fill(`${form} [name=name]`, name);
    await page.selectOption(`${form} [name=type]`, "FIXED");
    await page.fill(`${form} [name=value]`, "3000");
    await page.fill(`${form} [name=quantity]`, "2");
    await page.fill(`${form} [name=issueEndsAt]`, inSeoul);
    await page.click(`${form} button`);
    await page.waitForURL("**/admin/coupons?done=true");
    assert.ok((await page.textContent("main [role=status]")).includes(says("desk.coupon_made")));
    await page.getByRole("link", { name }).click();
    await page.waitForURL(/\/admin\/coupons\/[0-9]+$/);
    return Number(page.url().split("/").pop());
}

// The figures run along while the page is open; a page's clock is put forward, nobody waits for it.
async function watchRush(page, customer, couponId) {
    const figures = page.locator("#rush li p:first-of-type");
    const shown = async () => (await figures.allTextContents()).slice(0, 2);
    await page.clock.install();
    await page.reload();
    assert.deepEqual(await shown(), ["0", "2"], "none issued, two remain");
    await call(customer, "POST", `/api/coupon/${couponId}/issue`, {});
    await until(async () => {
        await page.clock.runFor(FRESH_MS);
        return (await shown()).join() === "1,1";
    }, "the coupon among the figures");
}

async function revoke(page, customer, says, { couponId, memberId }) {
    await search(page, `/admin/coupons/${couponId}`, String(memberId));
    await page.click("main tbody details summary");
    await page.click("main form[action$='/revoke'] button");
    await page.waitForURL(`**/admin/coupons/${couponId}?done=true`);
    assert.ok((await page.textContent("main [role=status]")).includes(says("desk.coupon_revoked")));
    const { items } = await call(customer, "GET", "/api/coupon/mine?status=REVOKED");
    assert.deepEqual(items.map((issued) => issued.couponId), [couponId]);
}

async function suspend(page, customer, says, { email, memberId }) {
    const set = async (status, told) => {
        await page.click("main details summary");
        await page.click(`main button[name=status][value=${status}]`);
        await page.waitForURL("**/admin/members/*?done=true");
        assert.ok((await page.textContent("main [role=status]")).includes(says(told)));
    };
    await search(page, "/admin/members", email);
    await page.click(`main a[href='/admin/members/${memberId}']`);
    await page.waitForURL(`**/admin/members/${memberId}`);
    await set("SUSPENDED", "desk.member_suspended");
    await customer.goto("/me");
    assert.equal(new URL(customer.url()).pathname, "/login", "the session has ended");
    await logIn(customer, email);
    await customer.waitForSelector("main [role=alert]");
    await set("ACTIVE", "desk.member_restored");
    await logIn(customer, email);
    await customer.waitForURL("**/me");
}

// Found by its number, its telephone and its member, each time the same.
async function history(page, says, { orderNo, shipping, items }, memberId) {
    await call(page, "PATCH", `/api/order/${orderNo}/items/${items[0].itemId}`, { status: "PREPARING" }, token);
    const link = page.locator(`main a[href='/admin/orders/${orderNo}']`);
    for (const words of [orderNo, shipping.phone, String(memberId)]) {
        await search(page, "/admin/orders", words);
        assert.equal(await link.count(), 1, `found by ${words}`);
    }
    await link.click();
    await page.waitForURL(`**/admin/orders/${orderNo}`);
    const told = await page.textContent("main");
    for (const id of [
        "status.item.PAID", "status.item.PREPARING", "desk.actor.ADMIN", "desk.method.POINT", "desk.payment.APPROVED",
        "desk.type.order.paid", "desk.type.delivery.requested", "notice.title.ORDER_PAID",
    ]) assert.ok(told.includes(says(id)), `the history tells of ${id}`);
    assert.equal(await page.locator(`main a[href='/admin/members/${memberId}']`).count(), 1);
}

async function audit(page, says) {
    await page.goto("/admin/books");
    await page.click("main form[action='/admin/books'] button");
    await page.waitForURL("**/admin/books?done=true");
    assert.ok((await page.textContent("main [role=status]")).includes(says("desk.books_done")));
    const told = await page.textContent("main");
    assert.ok(told.includes(says("desk.books_hold")), "every law holds");
    const { laws } = await call(page, "GET", "/api/admin/audit");
    assert.ok(laws.length > 0);
    for (const { name } of laws) assert.ok(told.includes(says(`law.${name}`)), `${name} is named`);
}

flow("k2 k8 m2 x2 o9 o13_an admin's day", FLOWS, async ({ page, newcomer, says, way }) => {
    const customer = await newcomer();
    const who = await member(customer, { points: 100_000 });
    const order = await makeOrder(customer);

    await page.goto("/login?next=/admin");
    await logIn(page, ADMIN.email, ADMIN.password);
    await page.waitForURL("**/admin");
    await sendAgain(page, says, order);
    await history(page, says, order, who.memberId);
    await look(page, `desk-${way.language}-order`);
    await suspend(page, customer, says, who);
    await audit(page, says);
    await look(page, `desk-${way.language}-books`);
    const couponId = await makeCoupon(page, says);
    await watchRush(page, customer, couponId);
    await accessible(page, "the figures of a rush");
    await revoke(page, customer, says, { couponId, memberId: who.memberId });
    await look(page, `desk-${way.language}-coupon`);
});

inEveryCoat("an admin", {
    state: () => desk.state,
    pages: () => ({
        overview: "/admin", orders: "/admin/orders", "no-orders": "/admin/orders?q=zzz", order: `/admin/orders/${desk.orderNo}`,
        members: "/admin/members", member: `/admin/members/${desk.memberId}`, coupons: "/admin/coupons",
        coupon: `/admin/coupons/${desk.coupon}`, events: "/admin/events?state=delivered", books: "/admin/books",
    }),
});
