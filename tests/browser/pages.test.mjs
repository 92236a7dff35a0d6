// Every page of shoppers in every coat, the two languages, and product pictures.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { AREAS, setScene, stateOf } from "./scene.mjs";
import { DEMO_CATEGORIES, close, look, open, visitor } from "./support.mjs";
import { inEveryCoat } from "./coats.mjs";

let scene;
before(async () => {
    await open();
    scene = await setScene();
});
after(close);

for (const [area, pages] of Object.entries(AREAS))
    inEveryCoat(`a ${area}`, { state: () => stateOf(scene, area), pages: () => pages(scene) });

test("English pages hold no Korean but what sellers and members wrote", async () => {
    const { page, context } = await visitor({ language: "en-US", storageState: scene.member.state });
    const written = [
        ".card", ".crumbs", ".chips", "h1", ".product-seller", ".product-text", ".facts dd", ".line", ".cart-line",
        ".order-card-name", ".menu summary", "[lang=ko]", ".coupon-name", "[name=coupon] + span strong",
    ].join(",");
    for (const path of ["/", "/products", "/cart", scene.member.checkout, "/orders", `/orders/${scene.member.paid.orderNo}`, "/me", "/me/points"]) {
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
    await page.goto(`/products/${scene.wanted.productId}`);
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
