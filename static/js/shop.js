// Comfort only: every page works without this file.

// A form that changes something is sent once, and its button says that it works; the server holds the
// keys that make it so, this only saves the second request. (Quantities of the cart are sent as often as
// they change.) Coming back through the browser's history makes the form usable again.
const working = document.getElementById("working");
addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if ((submitter?.formMethod || form.method) !== "post" || form.querySelector("[data-submit]")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    submitter?.setAttribute("aria-busy", "true");
    working.textContent = working.dataset.text;
});
addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
    working.textContent = "";
});

// After a refusal the first wrong field has the focus, else the word of what was wrong.
const wrong = document.querySelector("main [aria-invalid=true]") ?? document.querySelector("main [role=alert]");
if (wrong) {
    if (!wrong.matches("input, select, textarea")) wrong.tabIndex = -1;
    wrong.focus();
}

// Printing; menus close on Escape and on a click elsewhere.
const menus = document.querySelectorAll("details.menu");
document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
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

if (document.querySelector("[data-pick-all], [data-live]")) import("./pick.js");
if (document.querySelector("details.ask, [data-live]")) import("./ask.js");
if (document.getElementById("sheet-clock")) import("./sheet.js");
if (document.querySelector("[data-more]")) import("./list.js");
if (document.querySelector("[data-stock]")) import("./stock.js");
if (document.querySelector("[data-opens]")) import("./opening.js");

// News as they happen, for those who may get any.
if (document.querySelector("[data-bell]")) import("./live.js");

// What the lines above have replaced.
for (const element of document.querySelectorAll("[data-enhanced-away]")) element.hidden = true;
