// What happens by itself while a page is open: the number of notifications, the word that tells of one,
// an order's page that goes along with its order.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import {
    PASSWORD, accessible, call, close, insist, logIn, look, member, open, seller, text, until, visitor,
} from "./support.mjs";

before(open);
after(close);

test("n2 an order's page follows its order, and every open page counts what is new", async () => {
    const { page, context, complaints } = await visitor();
    const shopkeeper = await seller(page);
    const product = await shopkeeper.product(5);
    await member(page, { points: 100_000 });
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
    const says = (status) => text("ko", `status.item.${status}`);
    const badge = async () => (await page.locator(".line .badge").textContent()).trim();
    assert.equal(await badge(), says("PREPARING"));
    assert.ok((await page.locator(".toast").textContent()).includes(says("PREPARING")));
    await until(async () => (await counted(other)) === 2, "the number on the other page");
    assert.ok(await page.locator(".history").evaluate((details) => details.open), "what was open stays open");
    await accessible(page, "order with a toast");
    for (const status of ["DISPATCHED", "IN_TRANSIT", "DELIVERED"]) await shopkeeper.move(item, status);
    await page.locator("details.ask", { has: page.locator("form[action$='/confirm']") }).waitFor();
    await look(page, "order-delivered");
    await insist(page, "/confirm");
    await until(async () => (await badge()) === says("CONFIRMED"), "the confirmation");
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

test("n1 what is pressed stays where it is until it is let go, and what was new by then is shown", async () => {
    const { page: desk, context, complaints } = await visitor();
    const { page: buyer, context: theirs } = await visitor();
    const shopkeeper = await seller(desk);
    const { productId } = await shopkeeper.product(5);
    await desk.goto("/login?next=/seller/orders");
    await logIn(desk, shopkeeper.email, PASSWORD);
    await desk.waitForURL("**/seller/orders");
    await member(buyer, { points: 100_000 });
    const line = async () => {
        const order = await call(buyer, "POST", "/api/order", {
            items: [{ productId, quantity: 1 }], paymentMethod: "POINT",
        });
        return desk.locator(`#line-${order.items[0].itemId}-PAID`);
    };
    // Presses the mouse where it is until the page has looked at what an order has changed.
    const pressWhileOrdered = async () => {
        const looked = desk.waitForResponse((response) =>
            new URL(response.url()).pathname === "/seller/orders" && response.request().resourceType() === "fetch");
        await desk.mouse.down();
        const ordered = await line();
        await (await looked).finished();
        await desk.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        await desk.mouse.up();
        return ordered;
    };
    const first = await line();
    await first.waitFor();
    await desk.locator("h1").hover();
    await (await pressWhileOrdered()).waitFor();
    await first.locator("button[name=to][value=PREPARING]").hover();
    await pressWhileOrdered();
    await desk.waitForURL("**/seller/orders?*moved=1");
    await shopkeeper.away();
    assert.deepEqual(complaints, []);
    await context.close();
    await theirs.close();
});
