// Lighthouse, as on a mid-range telephone, over the pages that most visitors see: prints a table and
// fails where a category is under 95. A page may be looked at three times and its best look counts:
// whatever else the machine does only lowers the figures. JANGTEO_URL: the shop; CHROMIUM: the browser.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const LEAST = 95;
const LOOKS = 3;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const shop = process.env.JANGTEO_URL ?? "http://127.0.0.1:8080";
const PAGES = { home: "/", list: "/products", product: "/products/1", cart: "/cart" };
// The cart is a page of one's own and asks search engines to leave it out.
const UNLISTED = { cart: ["is-crawlable"] };

// A visitor with something in the cart.
async function guest() {
    const ask = (path, data, token) => fetch(shop + path, {
        method: "POST",
        body: JSON.stringify(data),
        headers: {
            "Content-Type": "application/json",
            Origin: new URL(shop).origin,
            ...(token && { Authorization: `Bearer ${token}` }),
        },
    });
    const { data } = await (await ask("/api/session/guest", {})).json();
    const added = await ask("/api/cart", { productId: 1, quantity: 1 }, data.token);
    if (added.status !== 201) throw new Error(`nothing goes into the cart: ${added.status}`);
    return data.token;
}

const profile = mkdtempSync(join(tmpdir(), "jangteo-lighthouse-"));
const chrome = await launch({
    chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    userDataDir: profile,
    chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
let failed = 0;

// Of a category that an audit's failure left without a figure: 0.
const score = (report, id) => Math.round((report.categories[id].score ?? 0) * 100);
const lowest = (report) => Math.min(...CATEGORIES.map((id) => score(report, id)));

async function look(name, path, cookie) {
    let best;
    for (let i = 0; i < LOOKS && (!best || lowest(best) < LEAST); i += 1) {
        const { lhr } = await lighthouse(shop + path, {
            port: chrome.port,
            logLevel: "error",
            onlyCategories: CATEGORIES,
            skipAudits: UNLISTED[name] ?? null,
            extraHeaders: name === "cart" ? { Cookie: cookie } : {},
        });
        if (!best || lowest(lhr) > lowest(best)) best = lhr;
    }
    return best;
}

function explain(report, category) {
    for (const { id, weight } of report.categories[category].auditRefs) {
        const audit = report.audits[id];
        const broken = audit.scoreDisplayMode === "error";
        if (broken || (weight > 0 && audit.score !== null && audit.score < 1))
            console.log(`    ${id}: ${audit.errorMessage ?? audit.displayValue ?? audit.title}`);
    }
}

try {
    const cookie = `sid=${await guest()}`;
    console.log(["page", ...CATEGORIES].map((word) => word.padEnd(15)).join(""));
    for (const [name, path] of Object.entries(PAGES)) {
        const best = await look(name, path, cookie);
        console.log([name, ...CATEGORIES.map((id) => score(best, id))].map((word) => String(word).padEnd(15)).join(""));
        for (const id of CATEGORIES.filter((id) => score(best, id) < LEAST)) {
            failed += 1;
            explain(best, id);
        }
    }
} finally {
    await chrome.kill();
    rmSync(profile, { recursive: true, force: true });
}
console.log(failed === 0 ? `every figure is ${LEAST} or more` : `${failed} figures under ${LEAST}`);
process.exitCode = failed > 0 ? 1 : 0;
