// Who keeps watch in the tests of hostile text: calls with no browser about, people, pages that tell what
// happened in them, and what must hold of a document.
import assert from "node:assert/strict";
import { PASSWORD, PHONE, fits, newEmail, shop, visitor } from "./support.mjs";

export const ADDRESS = { postcode: "06236", line1: "서울 강남구 테헤란로 1" };

// ---- who is there ----

// One call over JSON with no browser about; gives the answer.
export async function ask(method, path, data, token) {
    const answer = await fetch(shop + path, {
        method,
        headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : { Origin: new URL(shop).origin }) },
        body: data && JSON.stringify(data),
    });
    const text = await answer.text();
    return { status: answer.status, text, body: text && JSON.parse(text) };
}

export async function call(method, path, data, token) {
    const { status, text, body } = await ask(method, path, data, token);
    assert.ok(status < 300, `${method} ${path}: ${status} ${text}`);
    return body.data;
}

// A form as a browser sends it; the answer is not followed.
export const send = (path, fields, token) => fetch(shop + path, {
    method: "POST", redirect: "manual", body: new URLSearchParams(fields),
    headers: { Origin: new URL(shop).origin, ...(token && { Cookie: `sid=${token}` }) },
});

// A new member, who is logged in; gives the session's token.
export async function member(name = "김하늘", address = ADDRESS) {
    const answer = await send("/join", {
        email: newEmail(), password: PASSWORD, name, phone: "010-2345-6789",
        ...Object.fromEntries(Object.entries(address).map(([part, text]) => [`address.${part}`, text])),
    });
    assert.equal(answer.status, 303, await answer.text());
    return /sid=([^;]+)/.exec(answer.headers.get("set-cookie"))[1];
}

export const admin = async () => (await call("POST", "/api/session", {
    email: process.env.JANGTEO_ADMIN_EMAIL, password: process.env.JANGTEO_ADMIN_PASSWORD,
})).token;

// A page of somebody's, in a context of its own, that keeps watch on itself.
export async function watched(token) {
    const one = await visitor({ viewport: PHONE });
    one.page.on("dialog", (dialog) => {
        one.complaints.push(`a dialog: ${dialog.message()}`);
        dialog.dismiss();
    });
    await one.page.addInitScript(() => {
        window.__seen = [];
        window.__hit = () => window.__seen.push("a script ran");
        document.addEventListener("securitypolicyviolation", (event) =>
            window.__seen.push(`refused by the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
    });
    if (token) await one.context.addCookies([{ name: "sid", value: token, url: shop }]);
    return one;
}

// ---- what must hold of a document ----

// Everything in it that no template of the shop makes. Runs in the page, over it or over one that was
// fetched.
function strangers(root) {
    const own = new URL(location.href).origin;
    const found = [];
    const leads = new Set(["href", "src", "action", "formaction", "srcset", "data", "poster", "srcdoc", "xlink:href", "background"]);
    for (const element of root.querySelectorAll("*")) {
        const what = element.outerHTML.slice(0, 120);
        if (/^(iframe|object|embed|base|style|hit-me|template|frame|marquee)$/i.test(element.localName)) found.push(what);
        const about = element.localName === "script" && element.type === "application/ld+json"; // for search engines
        if (about && JSON.parse(element.textContent)["@context"] !== "https://schema.org") found.push(what);
        if (element.localName === "script" && !about && !/^\/static\//.test(element.getAttribute("src") ?? "")) found.push(what);
        if (element.localName === "meta" && element.hasAttribute("http-equiv")) found.push(what);
        for (const { name, value } of element.attributes) {
            if (/^on|^style$|hit|[^a-z0-9:-]/i.test(name)) found.push(`${name} of ${what}`);
            if (!leads.has(name)) continue;
            for (const address of name === "srcset" ? value.split(",") : [value]) {
                const to = new URL(address.trim().split(/\s/)[0] || "/", own + location.pathname);
                if (to.origin !== own || to.username !== "") found.push(`${name} of ${what}`);
            }
        }
    }
    return found;
}

export const strangersOfPage = `(${strangers})(document)`;

// Texts from right to left that share their line with something else, and are not set apart from it.
function turned() {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode.data.replace(/\u2068[^\u2068\u2069]*\u2069/g, "").trim();
        const place = walk.currentNode.parentElement;
        if (!/[\u0590-\u08ff]/.test(text) || place.closest("textarea, option, title")) continue;
        const apart = place.closest("bdi, [dir=auto]");
        if (apart === null || apart.textContent.trim() !== text) found.push(`${place.outerHTML.slice(0, 160)}`);
    }
    return found;
}

// All that a page says, in elements and in fields.
function said(page) {
    const fields = [...page.querySelectorAll("input, textarea, option")].map((field) => field.value);
    return [page.body.textContent, ...fields].join("\u0001");
}
const saidOfPage = `(${said})(document)`;

// Holds a page, open already, against the texts it has to show.
export async function holds({ page, complaints }, name, texts) {
    assert.deepEqual(await page.evaluate(() => window.__seen), [], `${name}: nothing ran, nothing was refused`);
    assert.deepEqual(await page.evaluate(strangersOfPage), [], `${name}: only what the shop makes`);
    assert.deepEqual(await page.evaluate(turned), [], `${name}: nothing is turned round`);
    const all = await page.evaluate(saidOfPage);
    assert.deepEqual(texts.filter((text) => !all.includes(text)), [], `${name} shows each as it is`);
    assert.deepEqual(complaints, [], name);
    await fits(page, name);
}

export async function shows(one, path, texts, status = 200) {
    assert.equal((await one.page.goto(path)).status(), status, path);
    await holds(one, path, texts);
}

// The page and those behind its "next" link: each text stands on one of them.
export async function showsInPages(one, path, texts) {
    const left = new Set(texts);
    await one.page.goto(path);
    for (;;) {
        await holds(one, path, []);
        const all = await one.page.evaluate(saidOfPage);
        for (const text of left) if (all.includes(text)) left.delete(text);
        const next = one.page.locator(".pager a[rel=next]");
        if (left.size === 0 || (await next.count()) === 0) break;
        await one.page.goto(await next.getAttribute("href"));
    }
    assert.deepEqual([...left], [], `${path} shows each as it is`);
}

// What a document's head says of `text`, which is its name or a category's: in its title, and where others may
// find it in what they show of it and in its own address.
function misnamed(page, text) {
    const found = [];
    const head = (sought, name) => page.head.querySelector(sought)?.getAttribute(name);
    if (!page.querySelector("title").textContent.includes(text)) found.push("title");
    const canonical = head("link[rel=canonical]", "href");
    if (canonical === undefined) return found;
    const address = new URL(canonical);
    if (address.origin !== location.origin || head("meta[property='og:url']", "content") !== canonical) found.push("address");
    if (new URL(head("meta[property='og:image']", "content")).origin !== location.origin) found.push("picture");
    if (!head("meta[property='og:title']", "content").includes(text)) found.push("og:title");
    if (address.search !== "" && address.searchParams.get("category") !== text) found.push("category");
    const data = page.head.querySelector("script[type='application/ld+json']");
    if (data && JSON.parse(data.textContent)["@graph"][0].name !== text) found.push("structured data");
    return found;
}

// Holds answers that were not opened: what is true of their documents is asked within `one`'s page.
export async function holdsFetched(one, asked) {
    const wrong = await one.page.evaluate(`(async () => {
        const strangers = ${strangers}, said = ${said}, misnamed = ${misnamed}, wrong = [];
        await Promise.all(${JSON.stringify(asked)}.map(async ({ path, html, texts, status, head }) => {
            const answer = html === undefined ? await fetch(path) : null;
            const page = new DOMParser().parseFromString(html ?? (await answer.text()), "text/html");
            const all = said(page);
            for (const found of strangers(page)) wrong.push(path + ": " + found);
            for (const text of texts) if (!all.includes(text)) wrong.push(path + " does not show " + text);
            if (head !== undefined) for (const where of misnamed(page, head)) wrong.push(path + ": " + where + " of " + head);
            if (answer && answer.status !== (status ?? 200)) wrong.push(path + ": " + answer.status);
        }));
        return wrong;
    })()`);
    assert.deepEqual(wrong, []);
}
