// What is left of a product, exactly, while somebody looks at its page. When there is none any more, or
// again some, the page's own words for it are fetched.
import { addSteps } from "./shop.js";

const EVERY_MS = 4000;
const shown = document.getElementById("stock");
const buy = document.getElementById("buy");
const { product, few, most } = shown.dataset;
let left = Number(shown.dataset.stock);

const kind = (count) => (count <= 0 ? 0 : count <= few ? 1 : 2);

async function change(count) {
    for (const button of buy.querySelectorAll("button")) button.disabled = count <= 0;
    const answer = await fetch(`/products/${product}`);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const stock = page.getElementById("stock");
    // What visitors share may be a second older than the number.
    if (kind(Number(stock.dataset.stock ?? count)) !== kind(count)) throw new Error("an older page");
    shown.replaceChildren(...stock.childNodes);
    const fresh = page.getElementById("buy");
    if (Boolean(fresh.querySelector("form")) === Boolean(buy.querySelector("form"))) return;
    const focused = buy.contains(document.activeElement);
    buy.replaceChildren(...fresh.childNodes);
    addSteps(buy);
    document.getElementById("stock-said").textContent = buy.querySelector("form") ? shown.textContent : buy.textContent.trim();
    if (!focused) return;
    buy.tabIndex = -1;
    buy.focus();
}

async function look() {
    if (document.hidden) return;
    const answer = await fetch(`/api/product/${product}/stock`);
    if (!answer.ok) return;
    const now = (await answer.json()).data.available;
    if (now === left) return;
    if (kind(now) !== kind(left)) await change(now);
    const words = shown.querySelector(".badge") ?? shown;
    words.textContent = words.textContent.replace(/\d+/, now);
    const quantity = buy.querySelector("input[name=quantity]");
    if (quantity) quantity.max = Math.min(now, most);
    left = now;
}

// What fails is asked again the next time.
const tryLook = () => look().catch(() => {});
setInterval(tryLook, EVERY_MS);
document.addEventListener("visibilitychange", tryLook);
