// The API's document as people read it: /docs shows every operation, keeps to the content policy and
// fits the screen.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { DESK, PHONE, TABLET, close, fits, look, open, shop, visitor } from "./support.mjs";

before(open);
after(close);

async function operations(page) {
    const document = await (await page.request.get("/api/openapi.json")).json();
    return Object.values(document.paths).reduce((sum, item) => sum + Object.keys(item).length, 0);
}

// Opens one operation, so that parameters, body and answers are drawn.
async function unfold(page, id) {
    await page.locator(`[id$="${id}"] .opblock-summary-control`).click();
    await page.locator(`[id$="${id}"] .responses-inner .model-example`).first().waitFor();
}

test("q3_every shop page leads to the docs, which show every operation in every size, light and dark", async () => {
    const { page, context, complaints } = await visitor();
    await page.goto("/");
    await page.click("footer a[href='/docs']");
    await page.locator(".opblock-tag-section").first().waitFor();
    assert.equal(new URL(page.url()).origin, new URL(shop).origin);
    await page.locator(".opblock-tag").evaluateAll((all) => all.forEach((tag) => tag.click())); // drawn once
    await page.locator(".opblock").last().waitFor();
    assert.equal(await page.locator(".opblock").count(), await operations(page));
    const inEverySize = async (check) => {
        for (const size of [PHONE, TABLET, DESK]) {
            await page.setViewportSize(size);
            await check(size);
        }
    };
    for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await inEverySize(() => look(page, `docs-${colorScheme}`));
    }
    await unfold(page, "postApiOrder");
    await inEverySize(({ width }) => fits(page, `an unfolded operation at ${width} px`));
    assert.deepEqual(complaints, []);
    await context.close();
});

test("q3_docs sends a request of its own and shows the answer", async () => {
    const { page, context, complaints } = await visitor();
    await page.goto("/docs#/Products/getApiCategory");
    const block = page.locator('[id$="getApiCategory"]');
    await block.locator(".try-out__btn").click();
    await block.locator(".execute").click();
    await block.locator(".live-responses-table").waitFor();
    assert.match(await block.locator(".live-responses-table").textContent(), /SUCCESS/);
    assert.deepEqual(complaints, []);
    await context.close();
});
