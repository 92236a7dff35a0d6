// One box for all the boxes that its label names. They come and go while the page is open.
const label = () => document.querySelector("[data-pick-all]");
const boxesOf = (all) => [...document.querySelectorAll(all.dataset.pickAll)];
function follow() {
    const all = label();
    if (!all) return;
    const boxes = boxesOf(all);
    const picked = boxes.filter((one) => one.checked).length;
    const box = all.querySelector("input");
    all.hidden = false;
    box.checked = picked > 0 && picked === boxes.length;
    box.indeterminate = picked > 0 && picked < boxes.length;
}
document.addEventListener("change", ({ target }) => {
    const all = label();
    if (all?.contains(target)) {
        const boxes = boxesOf(all);
        for (const one of boxes) one.checked = target.checked;
        boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
    }
    follow();
});
document.addEventListener("fresh", follow);
addEventListener("pageshow", follow);
follow();

// The total of the selected lines follows the boxes; the server adds it up.
const cart = document.querySelector("[data-cart]");
if (cart) {
    const boxes = [...cart.querySelectorAll("input.cart-pick")];
    const sums = document.querySelectorAll("[data-sum]");
    const order = document.querySelector("[data-order]");
    let latest = 0;
    const show = async () => {
        const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
        const turn = ++latest;
        order.disabled = chosen.length === 0;
        const answer = await fetch(`/api/cart?selected=${chosen.join(",")}`);
        if (!answer.ok || turn !== latest) return;
        const { data } = await answer.json();
        const total = data.selectedTotal.toLocaleString("en-US");
        for (const sum of sums) sum.textContent = sum.textContent.replace(/[\d,]+/, total);
    };
    for (const box of boxes) box.addEventListener("change", show);
    addEventListener("pageshow", show);
    show();
}
