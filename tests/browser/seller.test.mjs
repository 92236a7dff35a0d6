// The seller's day: joining, a product with its picture, its stock, orders sent on their way; and every
// page of the seller's in every coat.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { sellerPages } from "./scene.mjs";
import {
    DESK, PASSWORD, PHONE, TABLET, accessible, call, close, fits, join, look, newEmail, open, registrationNumber, visitor,
} from "./support.mjs";

const ADDRESS = { postcode: "06236", line1: "서울특별시 강남구 테헤란로 152", line2: "8층" };
// A red square that is a picture.
const PICTURE = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGO4kmiFFTEMLQkAAGRbwSZ752gAAAAASUVORK5CYII=", "base64");

before(open);
after(close);

async function becomeSeller(page) {
    await join(page);
    await page.goto("/seller/join");
    await page.fill("[name=businessName]", "<b>하루상회</b>");
    await page.fill("[name=registrationNumber]", registrationNumber());
    await page.fill("[name=contact]", "02-123-4567");
    await page.fill("[name='address.postcode']", ADDRESS.postcode);
    await page.fill("[name='address.line1']", ADDRESS.line1);
    await page.fill("[name=category]", "생활");
    await page.click("main form[action='/seller/join'] button");
    await page.waitForURL("**/seller");
}

async function makeProduct(page) {
    await page.goto("/seller/products/new");
    await page.fill("[name=name]", "무화과 잼 <i>300g</i>");
    await page.fill("[name=category]", "시험 상품");
    await page.fill("[name=price]", "12000");
    await page.fill("[name=discount]", "2000");
    await page.fill("[name=stock]", "20");
    await page.click("main form[action='/seller/products/new'] button");
    await page.waitForURL("**/seller/products/*saved=created");
    return Number(/products\/(\d+)/.exec(page.url())[1]);
}

// A buyer of their own, over JSON.
async function orders(productId, count) {
    const { page, context } = await visitor();
    const who = { email: newEmail(), password: PASSWORD };
    await call(page, "POST", "/api/member", { ...who, name: "남궁하늘", phone: "01023456789", address: ADDRESS });
    await call(page, "POST", "/api/session", who);
    await call(page, "PATCH", "/api/point/charge", { amount: 500_000 });
    const made = [];
    for (let i = 0; i < count; i++)
        made.push(await call(page, "POST", "/api/order", { items: [{ productId, quantity: 1 }], paymentMethod: "POINT" }));
    return { page, context, made };
}

const away = (page, id) => page.request.delete(`/api/product/${id}`, { headers: { Origin: new URL(page.url()).origin } });

for (const [javascript, viewport, language] of [
    [true, PHONE, "ko-KR"], [true, DESK, "en-US"], [false, PHONE, "en-US"], [false, DESK, "ko-KR"],
]) {
    const how = `${viewport.width} px, ${language}, scripts ${javascript ? "on" : "off"}`;
    test(`o8 a seller's day (${how})`, async () => {
        const { page, context, complaints } = await visitor({ viewport, language, javascript });
        await becomeSeller(page);
        const id = await makeProduct(page);
        await page.setInputFiles("[name=image]", { name: "a.png", mimeType: "image/png", buffer: PICTURE });
        if (javascript) await page.waitForSelector("canvas:not([hidden])");
        await page.click("main form[action$='/image'] button");
        await page.waitForURL("**/*saved=picture");
        assert.equal(await page.locator(".seller-picture img").count(), 1);

        await page.goto(`/seller/products/${id}/stock`);
        await page.fill("[name=delta]", "5");
        await page.click("main form[action$='/stock'] button");
        await page.waitForURL("**/stock?saved=true");

        const buyer = await orders(id, 2);
        await page.goto("/seller/orders");
        assert.equal(await page.locator(".seller-line").count(), 2);
        const pick = async () => {
            if (javascript) await page.check("[data-pick-all] input");
            else for (const box of await page.locator("input[name=items][type=checkbox]").all()) await box.check();
        };
        await pick();
        await page.click("#batch button[value=PREPARING]");
        await page.waitForURL("**/seller/orders?stage=new&moved=2");
        await page.goto("/seller/orders?stage=preparing");
        await pick();
        await page.click("#batch button[value=DISPATCHED]");
        await page.waitForURL("**/*moved=2");
        await page.goto("/seller/orders?stage=shipping");
        for (const to of ["IN_TRANSIT", "DELIVERED"]) {
            await page.click(`.seller-line >> nth=0 >> button[value=${to}]`);
            await page.waitForURL("**/*moved=1");
        }
        const { status } = (await call(buyer.page, "GET", `/api/order/${buyer.made[1].orderNo}`)).items[0];
        assert.equal(status, "DELIVERED");
        await buyer.context.close();

        await page.goto(`/seller/products/${id}`);
        await page.click("details.confirm summary");
        await page.click("main form[action$='/discontinue'] button");
        await page.waitForURL("**/*saved=ended");
        assert.deepEqual(complaints, []);
        await away(page, id);
        await context.close();
    });
}

test("m4 a wrong registration number is said as it is typed", async () => {
    const { page, context } = await visitor({ viewport: PHONE });
    await join(page);
    await page.goto("/seller/join");
    const valid = () => page.locator("[name=registrationNumber]").evaluate((input) => input.validity.valid);
    const right = registrationNumber();
    await page.fill("[name=registrationNumber]", right.slice(0, 9) + ((Number(right[9]) + 1) % 10));
    assert.equal(await valid(), false);
    await page.fill("[name=registrationNumber]", right);
    assert.equal(await valid(), true);
    await look(page, "seller-join");
    await accessible(page, "seller join");
    await context.close();
});

test("every page of a seller in every coat", async () => {
    const first = await visitor();
    await becomeSeller(first.page);
    const id = await makeProduct(first.page);
    const buyer = await orders(id, 2);
    const item = buyer.made[0].items[0].itemId;
    await buyer.context.close();
    const state = await first.context.storageState();
    for (const language of ["ko-KR", "en-US"]) {
        for (const colorScheme of ["light", "dark"]) {
            const { page, context, complaints } = await visitor({ language, colorScheme, storageState: state });
            for (const [name, path] of Object.entries(sellerPages(id, item))) {
                assert.equal((await page.goto(path)).status(), 200, path);
                for (const size of [PHONE, TABLET, DESK]) {
                    await page.setViewportSize(size);
                    await fits(page, name);
                    await look(page, `${language}-${colorScheme}-seller-${name}`);
                }
                await accessible(page, name);
            }
            assert.deepEqual(complaints, []);
            await context.close();
        }
    }
    await away(first.page, id);
    await first.context.close();
});
