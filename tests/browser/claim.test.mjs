// Cancelling and returning line by line, at the buyer's page and the seller's, each open while the other
// acts: what one does, the other sees without asking.
import { after, before } from "node:test";
import assert from "node:assert/strict";
import { FLOWS, PASSWORD, accessible, balance, call, close, flow, insist, logIn, look, member, open, seller, until } from "./support.mjs";

before(open);
after(close);

const PRICE = 20_000; // three of them ship free
const POINTS = 100_000;

flow("o8 y5_lines are cancelled and returned one by one", FLOWS, async ({ page: buyer, newcomer, says, way }) => {
    const desk = await newcomer();
    const shopkeeper = await seller(desk);
    const items = [];
    for (let i = 0; i < 3; i++)
        items.push({ productId: (await shopkeeper.product(5, { price: PRICE })).productId, quantity: 1 });
    await desk.goto("/login?next=/seller/orders");
    await logIn(desk, shopkeeper.email, PASSWORD);
    await desk.waitForURL("**/seller/orders");
    await member(buyer, { points: POINTS });
    const order = await call(buyer, "POST", "/api/order", { items, paymentMethod: "POINT" });
    const [first, second, third] = order.items.map(({ itemId }) => itemId);
    await buyer.goto(`/orders/${order.orderNo}`);

    const ask = (item, verb) => insist(buyer, `/items/${item}/${verb}`);
    // The line at the buyer's page, told by what can be done with it or by its place.
    const buyerSees = (place, status) =>
        until(async () => (await buyer.locator("#live .line").nth(place).locator(".badge").textContent()).trim() ===
            says(`status.item.${status}`), `the buyer sees ${status}`);
    const line = (item, status) => desk.locator(`#line-${item}-${status}`);
    const decide = async (item, from, to) => {
        await line(item, from).locator(`button[name=to][value=${to}]`).click();
        await desk.waitForURL("**/seller/orders?*moved=1");
    };
    const at = (stage) => desk.goto(`/seller/orders?stage=${stage}`);

    // Not yet in work: gone at once.
    for (const item of [first, second, third]) await line(item, "PAID").waitFor();
    await ask(first, "cancel");
    await buyerSees(0, "CANCELLED");
    await until(async () => (await call(buyer, "GET", `/api/order/${order.orderNo}`)).amounts.refunded === PRICE, "the money back");

    // In work: the seller decides. Refused once, then accepted.
    await at("new");
    await decide(second, "PAID", "PREPARING");
    await at("new");
    await decide(third, "PAID", "PREPARING");
    await buyerSees(1, "PREPARING");
    await at("claim");
    await ask(second, "cancel");
    await line(second, "CANCEL_REQUESTED").waitFor(); // the page was open
    await look(desk, `claim-${way.language}-asked`);
    await accessible(desk, "a claim");
    await decide(second, "CANCEL_REQUESTED", "PREPARING");
    await buyerSees(1, "PREPARING");
    await ask(second, "cancel");
    await line(second, "CANCEL_REQUESTED").waitFor();
    await decide(second, "CANCEL_REQUESTED", "CANCEL_PROCESSING");
    await buyerSees(1, "CANCELLED");

    // Arrived: returned, received, paid back.
    await at("preparing");
    await decide(third, "PREPARING", "DISPATCHED");
    await at("shipping");
    await decide(third, "DISPATCHED", "IN_TRANSIT");
    await at("shipping");
    await decide(third, "IN_TRANSIT", "DELIVERED");
    await buyerSees(2, "DELIVERED");
    await at("claim");
    await ask(third, "return");
    await line(third, "RETURN_REQUESTED").waitFor();
    await decide(third, "RETURN_REQUESTED", "RETURN_PROCESSING");
    await at("claim");
    await decide(third, "RETURN_PROCESSING", "RETURNED");
    await buyerSees(2, "RETURNED");
    await buyer.waitForSelector(".order-head .badge-REFUNDED");
    await look(buyer, `claim-${way.language}-returned`);
    assert.equal(await balance(buyer), POINTS, "all of it came back");
    await shopkeeper.away();
});
