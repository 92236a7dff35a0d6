// The order sheet: its time runs, and choosing a coupon shows at once what the server makes of it.

const clock = document.getElementById("sheet-clock");
const over = document.querySelector("[data-over]");
let end = Date.now() + Number(clock.dataset.seconds) * 1000;

function tick() {
    const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
    clock.querySelector("[data-clock]").textContent =
        `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    over.hidden = seconds > 0;
}
tick();
setInterval(tick, 1000);

// A new sheet takes the place of the old one; what was typed stays.
const PARTS = ["sheet-sums", "sheet-balance", "sheet-order"];
async function choose(form) {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const id = page.getElementById("sheet-id");
    if (!id) return form.submit();
    document.getElementById("sheet-id").value = id.value;
    for (const part of PARTS) {
        const fresh = page.getElementById(part);
        const shown = document.getElementById(part);
        if (fresh && shown) shown.replaceChildren(...fresh.childNodes);
    }
    const fresh = page.getElementById("sheet-clock");
    end = Date.now() + Number(fresh.dataset.seconds) * 1000;
    clock.firstChild.data = fresh.firstChild.data;
    tick();
    if (answer.redirected) history.replaceState(null, "", answer.url);
}
const form = document.querySelector("[data-coupons]");
let waiting = Promise.resolve();
const button = document.getElementById("sheet-order");
for (const choice of document.querySelectorAll("input[form=coupons]")) {
    choice.addEventListener("change", () => {
        button.disabled = true; // what is ordered is what is shown
        waiting = waiting.then(() => choose(form)).finally(() => (button.disabled = false));
    });
}
