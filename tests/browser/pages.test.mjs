// Every page in every coat: Korean and English, light and dark, from a telephone to a wide screen. It
// fits, complains of nothing and hinders nobody.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { AREAS, setScene, stateOf, visit } from "./scene.mjs";
import {
    DEMO_CATEGORIES, DESK, PHONE, TABLET, accessible, close, fits, look, open, visitor,
} from "./support.mjs";

const NARROW = { width: 360, height: 780 };
const SIZES = [NARROW, PHONE, TABLET, DESK];
const COATS = [
    { name: "ko-light", language: "ko-KR", colorScheme: "light", shown: [PHONE, TABLET, DESK], asked: [PHONE, DESK] },
    { name: "ko-dark", language: "ko-KR", colorScheme: "dark", shown: [PHONE], asked: [PHONE, DESK] },
    { name: "en-light", language: "en-US", colorScheme: "light", shown: [PHONE], asked: [PHONE] },
    { name: "en-dark", language: "en-US", colorScheme: "dark", shown: [DESK], asked: [DESK] },
];
let scene;
before(async () => {
    await open();
    scene = await setScene();
});
after(close);

for (const coat of COATS) {
    for (const [area, pages] of Object.entries(AREAS)) {
        test(`every page of a ${area} in ${coat.name}`, async () => {
            const { page, context, complaints } = await visitor({ ...coat, storageState: stateOf(scene, area) });
            for (const [name, entry] of Object.entries(pages(scene))) {
                await page.setViewportSize(DESK);
                await visit(page, entry);
                assert.equal(await page.getAttribute("html", "lang"), coat.language.slice(0, 2));
                for (const size of SIZES) {
                    await page.setViewportSize(size);
                    await fits(page, name);
                    if (coat.shown.includes(size)) await look(page, `${coat.name}-${area}-${name}`);
                    if (coat.asked.includes(size)) await accessible(page, name);
                }
            }
            assert.deepEqual(complaints, []);
            await context.close();
        });
    }
}

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
