// Forms that are refused, log-in and log-out, where a visitor is sent, and the keyboard.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import {
    PASSWORD, PHONE, accessible, close, fillJoin, join, logIn, look, newEmail, open, productOnSale, shop, visitor,
} from "./support.mjs";

before(open);
after(close);

// The browser's own checks are switched off, as a stranger's form would be without them.
const sendUnchecked = async (page, form) => {
    await page.locator(form).evaluate((element) => (element.noValidate = true));
    await page.click(`${form} button:not([type=button])`);
    await page.waitForSelector("[role=alert], [aria-invalid=true]");
};
const isMarked = async (page, name) => {
    const field = page.locator(`main [name='${name}'][aria-invalid=true]`);
    assert.equal(await field.count(), 1, `${name} is marked`);
    const problem = page.locator(`#${(await field.getAttribute("aria-describedby")).split(" ").pop()}`);
    assert.ok(await problem.isVisible(), `${name} has a word beside it`);
    return problem.textContent();
};

for (const language of ["ko-KR", "en-US"]) {
    test(`a refused registration says what is wrong beside each field and keeps what was typed (${language})`, async () => {
        const { page, context, complaints } = await visitor({ viewport: PHONE, language });
        await page.goto("/join?next=/cart");
        const typed = { email: "kim-at-nowhere", name: "김하늘", phone: "12", "address.postcode": "0623" };
        for (const [name, value] of Object.entries(typed)) await page.fill(`[name='${name}']`, value);
        await page.fill("[name=password]", "short");
        await sendUnchecked(page, "main form[action='/join']");
        for (const name of ["email", "password", "phone", "address.postcode", "address.line1"])
            await isMarked(page, name);
        for (const [name, value] of Object.entries(typed))
            assert.equal(await page.inputValue(`[name='${name}']`), value, name);
        assert.equal(await page.inputValue("[name=password]"), "", "a password is never filled in again");
        await look(page, `refused-join-${language}`);
        await accessible(page, "refused join");
        await fillJoin(page);
        assert.equal(new URL(page.url()).pathname, "/cart", "where it was to lead");
        assert.deepEqual(complaints, []);
        await context.close();
    });
}

test("a guest without an address does not get past the checkout", async () => {
    const { page, context, complaints } = await visitor({ viewport: PHONE });
    const wanted = await productOnSale(page);
    await page.goto(`/products/${wanted.productId}`);
    await page.click("main button[name=then][value=checkout]");
    await page.waitForURL("**/checkout*");
    await page.fill("[name='shipping.recipient']", "박손님");
    await page.fill("[name='shipping.phone']", "010-9876");
    await sendUnchecked(page, "main form[action='/checkout']");
    for (const name of ["phone", "address.postcode", "address.line1"]) await isMarked(page, `shipping.${name}`);
    assert.equal(await page.inputValue("[name='shipping.recipient']"), "박손님");
    assert.equal(await page.inputValue("[name='shipping.phone']"), "010-9876");
    assert.equal(await page.locator("main .line").count(), 1, "what is to be ordered is still there");
    await look(page, "refused-checkout");
    await accessible(page, "refused checkout");
    assert.deepEqual(complaints, []);
    await context.close();
});

test("a wrong amount of points is refused beside the field", async () => {
    const { page, context } = await visitor({ viewport: PHONE });
    await join(page);
    for (const amount of ["0", "150", "1000100", "99999999999999999999"]) {
        await page.goto("/me/points");
        await page.fill("[name=amount]", amount);
        await sendUnchecked(page, "main form[action='/me/points']");
        await isMarked(page, "amount");
    }
    await look(page, "refused-points");
    await context.close();
});

test("an e-mail address that is taken is said at its field", async () => {
    const { page, context } = await visitor();
    const email = newEmail();
    await join(page, email);
    await context.clearCookies();
    await page.goto("/join");
    for (const [name, value] of [
        ["email", email.toUpperCase()], ["password", PASSWORD], ["name", "김하늘"], ["phone", "010-2345-6789"],
        ["address.postcode", "06236"], ["address.line1", "서울 강남구 테헤란로 1"],
    ]) await page.fill(`[name='${name}']`, value);
    await page.click("main form[action='/join'] button");
    await page.waitForSelector("[role=alert], [aria-invalid=true]");
    await isMarked(page, "email");
    assert.equal(await page.inputValue("[name='address.line1']"), "서울 강남구 테헤란로 1");
    await context.close();
});

test("the profile and the password are changed where they stand", async () => {
    const { page, context, complaints } = await visitor({ viewport: PHONE });
    const email = await join(page);
    await page.goto("/me");
    await page.fill("[name=name]", "남궁하늘");
    await page.fill("[name='address.line2']", "101동 1203호");
    await page.click("main form[action='/me/profile'] button");
    await page.waitForSelector("main .notice[role=status]");
    assert.equal(await page.inputValue("[name=name]"), "남궁하늘");
    await look(page, "saved-profile");
    await page.fill("[name=currentPassword]", "not the password");
    await page.fill("[name=password]", "노란 장화 세 켤레");
    await page.click("main form[action='/me/password'] button");
    await page.waitForSelector("[name=currentPassword][aria-invalid=true]");
    await page.fill("[name=currentPassword]", PASSWORD);
    await page.fill("[name=password]", "노란 장화 세 켤레");
    await page.click("main form[action='/me/password'] button");
    await page.waitForURL("**/me?saved=password");
    await context.clearCookies();
    await page.goto("/login");
    await logIn(page, email, "노란 장화 세 켤레");
    await page.waitForURL((url) => url.pathname === "/");
    assert.deepEqual(complaints, []);
    await context.close();
});

test("who is not logged in is sent to log in, and back", async () => {
    const { page, context } = await visitor();
    const email = await join(page);
    await page.click("header details.menu summary");
    await look(page, "menu");
    await page.click("form[action='/logout'] button");
    await page.waitForSelector("header a[href='/login']");
    await page.goto("/me");
    assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, "/login?next=%2Fme");
    await logIn(page, email, "wrong password");
    await page.waitForSelector("[role=alert]");
    assert.equal(await page.inputValue("[name=email]"), email);
    await look(page, "refused-login");
    await logIn(page, email);
    await page.waitForURL("**/me");
    await context.close();
});

for (const elsewhere of ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)"]) {
    test(`log-in does not lead to ${elsewhere}`, async () => {
        const { page, context } = await visitor();
        const email = await join(page);
        await context.clearCookies();
        await page.goto(`/login?next=${encodeURIComponent(elsewhere)}`);
        await logIn(page, email);
        await page.waitForURL((url) => url.pathname !== "/login");
        assert.equal(page.url(), `${shop}/`);
        await context.close();
    });
}

test("a form from elsewhere is refused", async () => {
    const { page, context } = await visitor();
    await join(page);
    for (const path of ["/me/points", "/cart/add", "/logout"]) {
        const answer = await page.request.post(path, {
            form: { amount: "10000", productId: "1", quantity: "1", idempotency_key: "x" },
            headers: { Origin: "http://elsewhere.example" },
        });
        assert.equal(answer.status(), 403, path);
    }
    await page.goto("/me");
    assert.equal(new URL(page.url()).pathname, "/me", "still logged in");
    await context.close();
});

// ---- the keyboard ----

// Walks on by Tab until the wanted element has the focus; each stop on the way can be seen.
async function tabTo(page, wanted) {
    for (let stops = 0; stops < 200; stops++) {
        await page.keyboard.press("Tab");
        const stop = await page.evaluate((selector) => {
            const element = document.activeElement;
            const ring = getComputedStyle(element.closest(".search input") ? element.parentElement : element);
            const border = getComputedStyle(document.querySelector(".search")).borderTopColor;
            const seen = element.matches(".search input")
                ? border !== "rgba(0, 0, 0, 0)"
                : ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) > 0;
            return { there: element.matches(selector), seen, element: element.outerHTML.slice(0, 120) };
        }, wanted);
        assert.ok(stop.seen, `the focus can be seen on ${stop.element}`);
        if (stop.there) return;
    }
    assert.fail(`Tab never came to ${wanted}`);
}

test("everything can be done by keyboard: log in, find, put into the cart", async () => {
    const { page, context } = await visitor();
    const email = await join(page);
    await context.clearCookies();
    const wanted = await productOnSale(page);

    await page.goto("/");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(new URL(page.url()).hash, "#main", "the first stop skips the header");
    await page.goto("/");
    await tabTo(page, "header a[href='/login']");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/login");
    await tabTo(page, "main [name=email]");
    await page.keyboard.type(email);
    await tabTo(page, "main [name=password]");
    await page.keyboard.insertText(PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForSelector("header details.menu");

    await tabTo(page, "header [name=q]");
    await page.keyboard.insertText(wanted.name);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/products?*");
    await tabTo(page, `main a[href='/products/${wanted.productId}']`);
    await look(page, "keyboard-found");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/products/*");
    await tabTo(page, "main [name=quantity]");
    await page.keyboard.press("ArrowUp");
    await tabTo(page, "main button[value=cart]");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/products/*notice=added");
    await tabTo(page, "main .notice a");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/cart");
    assert.equal(await page.inputValue(".cart-line [name=quantity]"), "2");
    await tabTo(page, "[data-order]");
    await look(page, "keyboard-cart");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/checkout*");
    await context.close();
});

test("the member's menu opens, closes and logs out by keyboard", async () => {
    const { page, context } = await visitor();
    await join(page);
    await tabTo(page, "header summary");
    await page.keyboard.press("Enter");
    assert.ok(await page.locator(".menu ul").isVisible());
    await tabTo(page, ".menu a[href='/me/points']");
    await page.keyboard.press("Escape");
    assert.ok(!(await page.locator(".menu ul").isVisible()));
    await page.keyboard.press("Enter");
    await tabTo(page, "form[action='/logout'] button");
    await page.keyboard.press("Enter");
    await page.waitForSelector("header a[href='/login']");
    await context.close();
});
