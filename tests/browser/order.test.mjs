// What a buyer does with an order that is there: asking for a return with a reason, ordering it again,
// printing it; and what all forms do: they are sent once, and lead to what was wrong.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import {
    DESK, PHONE, accessible, call, charge, close, insist, join, look, member, newEmail, open, seller, visitor,
} from "./support.mjs";

const SHIPPED = ["PREPARING", "DISPATCHED", "IN_TRANSIT", "DELIVERED"];

before(open);
after(close);

const order = (page, products) => call(page, "POST", "/api/order", {
    items: products.map(({ productId }) => ({ productId, quantity: 1 })), paymentMethod: "POINT",
});

for (const javascript of [true, false]) {
    test(`o8 a return is asked for with a reason, scripts ${javascript ? "on" : "off"}`, async () => {
        const { page, context, complaints } = await visitor({ viewport: PHONE, javascript });
        const own = await seller(page);
        const product = await own.product(5);
        await member(page, { points: 900_000 });
        const { orderNo, items: [{ itemId }] } = await order(page, [product]);
        const item = `/api/order/${orderNo}/items/${itemId}`;
        for (const status of SHIPPED) await own.move(item, status);
        await page.goto(`/orders/${orderNo}`);
        const question = page.locator("details.ask", { has: page.locator("form[action$='/return']") });
        if (javascript) {
            await question.locator("summary").click();
            await page.locator("dialog[open]").waitFor();
            await look(page, "order-question");
            await accessible(page, "a question");
            await page.keyboard.press("Escape");
            assert.equal(await page.locator("dialog[open]").count(), 0);
        }
        await page.locator(`#reason-return-${itemId}`).evaluate((input) => (input.value = "색이 사진과 달라요"));
        await insist(page, "/return");
        await page.waitForSelector(".line .badge-RETURN_REQUESTED");
        await page.click(".history summary");
        assert.match(await page.locator(".history").innerText(), /색이 사진과 달라요/);
        assert.deepEqual(complaints, []);
        await own.away();
        await context.close();
    });
}

test("an order is put into the cart again, and what cannot be is named", async () => {
    const { page, context, complaints } = await visitor({ viewport: PHONE });
    const own = await seller(page);
    const [gone, less, there] = [await own.product(5, { name: "이제 없는 물건" }), await own.product(1), await own.product(5)];
    await member(page, { points: 900_000 });
    const { orderNo } = await order(page, [gone, less, there]);
    const again = async () => {
        await page.goto(`/orders/${orderNo}`);
        await page.click("main form[action$='/again'] button");
        await page.waitForURL("**/cart?again=*");
    };
    await own.change(gone.productId, { status: "DISCONTINUED" });
    await again();
    assert.equal(await page.locator(".cart-line").count(), 1);
    const said = await page.textContent("main [role=alert]");
    for (const product of [gone, less]) assert.ok(said.includes(product.name), `${product.name} is named`);
    await look(page, "again-missing");
    await accessible(page, "an order again");

    await own.change(gone.productId, { status: "ON_SALE" });
    await own.stock(less.productId, 1);
    await again();
    assert.equal(await page.locator("main .notice[role=status]").count(), 1);
    assert.deepEqual(
        await page.locator(".cart-line [name=quantity]").evaluateAll((all) => all.map((input) => input.value)),
        ["1", "1", "1"], "what was there already is not doubled");
    assert.deepEqual(complaints, []);
    await own.away();
    await context.close();
});

test("an order is printed on one sheet, black on white", async () => {
    const { page, context } = await visitor({ colorScheme: "dark" });
    const own = await seller(page);
    const products = [];
    for (let i = 0; i < 8; i++) products.push(await own.product(5));
    await member(page, { points: 900_000 });
    const { orderNo } = await order(page, products);
    await page.goto(`/orders/${orderNo}`);
    await page.emulateMedia({ media: "print" });
    for (const part of ["header", ".btn", ".order-next", ".steps", ".line-actions", ".site-foot"])
        assert.equal(await page.locator(`${part}:visible`).count(), 0, `${part} is not printed`);
    const paper = await page.innerText("main");
    for (const word of [orderNo, "테헤란로", products[7].name, "포인트"]) assert.ok(paper.includes(word), word);
    assert.equal(await page.locator("h1").evaluate((h1) => getComputedStyle(h1).color), "rgb(0, 0, 0)");
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1, "one sheet");
    await look(page, "order-printed");
    await own.away();
    await context.close();
});

test("a form is sent once, and its button says that it works", async () => {
    const { page, context } = await visitor({ viewport: DESK });
    await join(page);
    await page.goto("/me/points");
    let sent = 0;
    let answer;
    const asked = new Promise((resolve) => (answer = resolve));
    await page.route("**/me/points", async (route) => {
        sent += 1;
        await asked;
        await route.continue();
    });
    const button = page.locator("main form[action='/me/points'] button");
    await page.fill("[name=amount]", "1000");
    const { busy, said } = await button.evaluate((element) => {
        element.click();
        element.click();
        return { busy: element.ariaBusy, said: document.getElementById("working").textContent };
    });
    assert.equal(busy, "true");
    assert.notEqual(said, "", "and says so to those who listen");
    answer();
    await page.waitForURL("**/me/points?charged=true");
    assert.equal(sent, 1);
    await context.close();
});

test("after a refusal the first wrong field has the focus, and the title says so", async () => {
    const { page, context } = await visitor({ viewport: PHONE });
    await page.goto("/join");
    await page.fill("[name=email]", newEmail());
    const form = page.locator("main form[action='/join']");
    await form.evaluate((element) => (element.noValidate = true));
    await form.locator("button").click();
    await page.waitForSelector("[aria-invalid=true]");
    assert.equal(await page.evaluate(() => document.activeElement.name), "password");
    assert.match(await page.title(), /^확인이 필요합니다/);
    await context.close();
});

test("boxes of the cart are picked all at once, and the sum follows", async () => {
    const { page, context, complaints } = await visitor({ viewport: PHONE });
    const own = await seller(page);
    await join(page);
    await charge(page, 1000);
    for (let i = 0; i < 2; i++)
        await call(page, "POST", "/api/cart", { productId: (await own.product(5)).productId, quantity: 1 });
    await page.goto("/cart");
    const sum = page.locator(".bar-sum [data-sum]");
    await page.locator(".bar-sum").getByText("19,800").waitFor();
    await page.uncheck("[data-pick-all] input");
    await page.locator(".bar-sum").getByText(/^0/).waitFor();
    assert.ok(await page.locator("[data-order]").isDisabled());
    await page.check(".cart-pick >> nth=0");
    await page.locator(".bar-sum").getByText("9,900").waitFor();
    assert.equal(await sum.count(), 1);
    assert.deepEqual(complaints, []);
    await own.away();
    await context.close();
});
