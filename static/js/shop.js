// Comfort only: every page works without this file.

// A form that spends money is sent once; the server holds the key that makes it so, this only saves
// the second request. Coming back through the browser's history makes the form usable again.
for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
        if (form.dataset.sent) {
            event.preventDefault();
            return;
        }
        form.dataset.sent = "1";
    });
}
addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Menus close on Escape and on a click elsewhere.
const menus = document.querySelectorAll("details.menu");
document.addEventListener("click", (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
        if (menu.open && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
        menu.open = false;
    }
});

// Buttons one down and one up beside a number.
function stepButton(input, step, sign) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.tabIndex = -1;
    button.setAttribute("aria-hidden", "true");
    button.addEventListener("click", () => {
        if (step > 0) input.stepUp();
        else input.stepDown();
    });
    return button;
}
export function addSteps(part) {
    for (const stepper of part.querySelectorAll("[data-stepper]")) {
        const input = stepper.querySelector("input");
        stepper.prepend(stepButton(input, -1, "−"));
        stepper.append(stepButton(input, 1, "+"));
    }
}
addSteps(document);

// A quantity in the cart is sent as soon as it has been changed.
for (const input of document.querySelectorAll("input[data-submit]")) {
    input.addEventListener("change", () => input.form.requestSubmit());
}

// The total of the selected lines follows the boxes; the server adds it up.
const cart = document.querySelector("[data-cart]");
if (cart) {
    const boxes = [...cart.querySelectorAll("input.cart-pick")];
    const sum = document.querySelector("[data-sum]");
    const order = document.querySelector("[data-order]");
    let latest = 0;
    const show = async () => {
        const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
        const turn = ++latest;
        order.disabled = chosen.length === 0;
        const answer = await fetch(`/api/cart?selected=${chosen.join(",")}`);
        if (!answer.ok || turn !== latest) return;
        const { data } = await answer.json();
        sum.textContent = sum.textContent.replace(/[\d,]+/, data.selectedTotal.toLocaleString("en-US"));
    };
    for (const box of boxes) box.addEventListener("change", show);
    addEventListener("pageshow", show);
}

if (document.getElementById("sheet-clock")) import("./sheet.js");
if (document.querySelector("[data-more]")) import("./list.js");
if (document.querySelector("[data-stock]")) import("./stock.js");
if (document.querySelector("[data-opens]")) import("./opening.js");

// News as they happen, for those who may get any.
if (document.querySelector("[data-bell]")) import("./live.js");

// What the lines above have replaced.
for (const element of document.querySelectorAll("[data-enhanced-away]")) element.hidden = true;
