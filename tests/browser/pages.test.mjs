// Pages beside the purchase: forms that are refused, the language, log-in and log-out, errors.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { DESK, PASSWORD, PHONE, close, join, look, newEmail, open, visitor } from "./support.mjs";

before(open);
after(close);

for (const viewport of [PHONE, { width: 768, height: 1024 }, DESK]) {
    test(`every public page fits ${viewport.width} px`, async () => {
        const { page, context, complaints } = await visitor({ viewport });
        for (const [name, path] of [
            ["home", "/"], ["products", "/products"], ["popular", "/products?sort=popular"],
            ["nothing-found", "/products?q=%EC%97%86%EB%8A%94%EB%AC%BC%EA%B1%B4"], ["cart", "/cart"],
            ["orders", "/orders"], ["login", "/login"], ["join", "/join"],
        ]) {
            assert.equal((await page.goto(path)).status(), 200, path);
            await look(page, `page-${name}`);
        }
        assert.equal((await page.goto("/products/999999999")).status(), 404);
        await look(page, "page-no-product");
        assert.equal((await page.goto("/nowhere")).status(), 404);
        await look(page, "page-not-found");
        assert.deepEqual(complaints, []);
        await context.close();
    });
}

test("a refused registration says what is wrong beside each field and keeps what was typed", async () => {
    const { page, context } = await visitor({ viewport: PHONE, javascript: false });
    await page.goto("/join");
    // The browser's own checks are switched off, as a stranger's form would be without them.
    const token = await page.inputValue("main form[action='/join'] [name=csrf]");
    const answer = await page.request.post("/join", {
        form: { csrf: token, email: "", password: "short", name: "김하늘", phone: "12", "address.postcode": "1" },
        headers: { Origin: new URL(page.url()).origin },
    });
    assert.equal(answer.status(), 400);
    await page.setContent(await answer.text());
    for (const field of ["email", "password", "phone", "address.postcode", "address.line1"])
        assert.equal(await page.locator(`[name='${field}'][aria-invalid=true]`).count(), 1, field);
    assert.equal(await page.inputValue("[name=name]"), "김하늘");
    assert.equal(await page.inputValue("[name=password]"), "", "a password is never filled in again");
    await context.close();
});

test("the shop speaks English when asked to, and remembers", async () => {
    const { page, context } = await visitor();
    await page.goto("/products");
    assert.equal(await page.getAttribute("html", "lang"), "ko");
    await page.click("form[action='/language'] button[value=en]");
    await page.waitForURL("**/products");
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await look(page, "english-products");
    await page.goto("/login");
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await context.close();
});

test("who logs out is a visitor again", async () => {
    const { page, context } = await visitor();
    const email = await join(page);
    await page.click("header details.menu summary");
    await page.click("form[action='/logout'] button");
    await page.waitForLoadState();
    await page.goto("/me");
    assert.equal(new URL(page.url()).pathname, "/login");
    await page.fill("[name=email]", email);
    await page.fill("[name=password]", "wrong password");
    await page.click("main form[action='/login'] button");
    await page.waitForSelector("[role=alert]");
    await look(page, "refused-login");
    await page.fill("[name=password]", PASSWORD);
    await page.click("main form[action='/login'] button");
    await page.waitForURL("**/me");
    await context.close();
});

test("an e-mail address that is taken is said at its field", async () => {
    const { page, context } = await visitor();
    const email = newEmail();
    await join(page, email);
    await page.context().clearCookies();
    await page.goto("/join");
    await page.fill("[name=email]", email.toUpperCase());
    await page.fill("[name=password]", PASSWORD);
    await page.fill("[name=name]", "김하늘");
    await page.fill("[name=phone]", "010-2345-6789");
    await page.fill("[name='address.postcode']", "06236");
    await page.fill("[name='address.line1']", "서울 강남구 테헤란로 1");
    await page.click("main form[action='/join'] button");
    await page.waitForSelector("[aria-invalid=true], [role=alert]");
    assert.equal(await page.inputValue("[name='address.line1']"), "서울 강남구 테헤란로 1");
    await context.close();
});

test("a form from elsewhere is refused", async () => {
    const { page, context } = await visitor();
    await join(page);
    const answer = await page.request.post("/me/points", {
        form: { amount: "10000", idempotency_key: "x" },
        headers: { Origin: "http://elsewhere.example" },
    });
    assert.equal(answer.status(), 403);
    await context.close();
});

test("the dark coat fits too", async () => {
    const { page, context } = await visitor({ viewport: PHONE });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto("/");
    await look(page, "dark-home");
    await context.close();
});
