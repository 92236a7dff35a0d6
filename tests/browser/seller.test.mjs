// The seller's day: joining, a product with its picture, its stock, orders that come in while the page is
// open and are sent on their way; and every page of the seller's in every coat.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import {
    FLOWS, PHONE, PLAIN, accessible, call, close, flow, join, look, member, open, registrationNumber, text, until, visitor,
} from "./support.mjs";
import { inEveryCoat } from "./coats.mjs";
import { sellerPages } from "./scene.mjs";

const ADDRESS = { postcode: "06236", line1: "서울특별시 강남구 테헤란로 152", line2: "8층" };
// A red square that is a picture.
const PICTURE = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGO4kmiFFTEMLQkAAGRbwSZ752gAAAAASUVORK5CYII=", "base64");

let keeper;
before(async () => {
    await open();
    keeper = await makeKeeper();
});
after(async () => {
    await discontinue(keeper.page, keeper.id);
    await close();
});

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

// A buyer in a browser of their own, who orders over JSON.
async function makeBuyer() {
    const { page, context } = await visitor();
    await member(page, { points: 500_000, name: "남궁하늘", address: ADDRESS });
    const order = (productId) =>
        call(page, "POST", "/api/order", { items: [{ productId, quantity: 1 }], paymentMethod: "POINT" });
    return { page, order, leave: () => context.close() };
}

const discontinue = (page, id) => call(page, "DELETE", `/api/product/${id}`);
const lines = (page) => page.locator("main li[id^=line-]");

// A seller whose pages are looked at.
async function makeKeeper() {
    const { page, context } = await visitor();
    await becomeSeller(page);
    const id = await makeProduct(page);
    const buyer = await makeBuyer();
    const order = await buyer.order(id);
    await buyer.order(id);
    await buyer.leave();
    return { id, page, item: order.items[0].itemId, state: await context.storageState() };
}

// Two orders come in at the page of new ones. With JavaScript it shows them by itself, and leaves alone
// what has been ticked.
async function receive(page, buyer, id, way) {
    const home = await page.context().newPage();
    await home.goto("/seller");
    const waiting = home.locator("main li", { has: home.locator("a[href='/seller/orders?stage=new']") }).locator(".figure");
    assert.equal(await waiting.textContent(), "0");
    await page.goto("/seller/orders");
    assert.equal(await lines(page).count(), 0);
    const first = await buyer.order(id);
    if (!way.javascript) await Promise.all([page.reload(), home.reload()]);
    const one = page.locator(`#line-${first.items[0].itemId}-PAID`);
    await one.waitFor();
    await until(async () => (await waiting.textContent()) === "1", "the number of new orders");
    const box = one.locator("input[form=batch]");
    await box.check();
    const second = await buyer.order(id);
    if (!way.javascript) await Promise.all([page.reload(), home.reload()]);
    await page.waitForSelector(`#line-${second.items[0].itemId}-PAID`);
    await until(async () => (await waiting.textContent()) === "2", "the number of new orders");
    await home.close();
    if (way.javascript) {
        assert.ok(await box.isChecked(), "what was ticked stays so");
        await accessible(page, "orders that came in");
    }
    await look(page, `seller-received-${way.language}-${way.javascript}`);
    return second;
}

async function sendOff(page, way) {
    const pickAll = async () => {
        if (way.javascript) await page.check("[data-pick-all] input");
        else for (const box of await page.locator("input[form=batch][name=items]").all()) await box.check();
    };
    await pickAll();
    await page.click("#batch button[value=PREPARING]");
    await page.waitForURL("**/seller/orders?stage=new&moved=2");
    await page.goto("/seller/orders?stage=preparing");
    await pickAll();
    await page.click("#batch button[value=DISPATCHED]");
    await page.waitForURL("**/*moved=2");
    await page.goto("/seller/orders?stage=shipping");
    for (const to of ["IN_TRANSIT", "DELIVERED"]) {
        await lines(page).first().locator(`button[value=${to}]`).click();
        await page.waitForURL("**/*moved=1");
    }
}

// From the list of products: more than there is is refused where it was typed, then two are taken away.
async function adjustInList(page, says, id) {
    await page.goto("/seller/products?status=ON_SALE");
    const row = page.locator(`#product-${id}`);
    await row.locator("summary").click();
    await row.locator("[name=delta]").fill("-26");
    await row.locator("details button").click();
    await row.locator("[role=alert]").waitFor();
    assert.equal(await row.locator("[name=delta]").inputValue(), "-26");
    await row.locator("[name=delta]").fill("-2");
    await row.locator("details button").click();
    await page.waitForURL(`**/seller/products?status=ON_SALE&*adjusted=${id}#product-${id}`);
    assert.equal(await row.locator("[role=status]").textContent(), says("seller.stock_saved"));
    assert.equal((await call(page, "GET", `/api/product/${id}`)).stock, 23);
}

flow("o8 n1_a seller's day", [...FLOWS, ...PLAIN], async ({ page, says, way }) => {
    await becomeSeller(page);
    const id = await makeProduct(page);
    await page.setInputFiles("[name=image]", { name: "a.png", mimeType: "image/png", buffer: PICTURE });
    if (way.javascript) await page.waitForSelector("canvas:not([hidden])");
    await page.click("main form[action$='/image'] button");
    await page.waitForURL("**/*saved=picture");
    assert.equal(await page.locator("#image img").count(), 1);
    assert.equal(await page.locator("#image .uploading").isVisible(), false);

    await page.fill("[name=price]", "13000");
    await page.click(`main form[action='/seller/products/${id}'] button`);
    await page.waitForURL("**/*saved=changed");
    assert.ok((await page.textContent("main [role=status]")).includes(says("seller.saved.changed")));
    await page.goto(`/seller/products/${id}/stock`);
    await page.fill("[name=delta]", "5");
    await page.click("main form[action$='/stock'] button");
    await page.waitForURL("**/stock?saved=true");
    const { price, stock } = await call(page, "GET", `/api/product/${id}`);
    assert.deepEqual({ price, stock }, { price: 13_000, stock: 25 });
    await adjustInList(page, says, id);

    const buyer = await makeBuyer();
    const { orderNo } = await receive(page, buyer, id, way);
    await sendOff(page, way);
    const orders = (await call(buyer.page, "GET", "/api/order")).items;
    assert.ok(orders.some((order) => order.items[0].status === "DELIVERED"), "one has arrived");
    assert.ok(orders.some((order) => order.orderNo === orderNo));
    await buyer.leave();

    await page.goto(`/seller/products/${id}`);
    await page.click("details.confirm summary");
    await page.click("main form[action$='/discontinue'] button");
    await page.waitForURL("**/*saved=ended");
    await discontinue(page, id);
});

test("c7_how far a picture has got is shown while it is on its way, until the shop has answered", async () => {
    const { page, context, complaints } = await visitor({ viewport: PHONE, storageState: keeper.state });
    const upload = async () => {
        await page.setInputFiles("[name=image]", { name: "a.png", mimeType: "image/png", buffer: PICTURE });
        await page.click("main form[action$='/image'] button");
    };
    await page.goto(`/seller/products/${keeper.id}`);
    let goOn;
    const held = new Promise((resolve) => (goOn = resolve));
    await page.route("**/image", async (route) => {
        await held;
        await route.continue();
    });
    await upload();
    const bar = page.getByRole("progressbar");
    await bar.waitFor();
    assert.equal(await bar.getAttribute("aria-label"), text("ko-KR", "seller.uploading"));
    await look(page, "seller-uploading");
    await accessible(page, "a picture on its way");
    goOn();
    await page.waitForURL("**/*saved=picture");
    assert.equal(await page.getByRole("progressbar").count(), 0);
    await page.unrouteAll();
    assert.deepEqual(complaints, []);

    await context.clearCookies(); // logged out elsewhere: what the shop refuses, it refuses by a page
    await upload();
    await page.waitForURL("**/image");
    assert.ok((await page.textContent("main")).includes("403"));
    await context.close();
});

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

inEveryCoat("a seller", {
    state: () => keeper.state,
    pages: () => sellerPages(keeper.id, keeper.item),
});
