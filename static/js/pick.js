// One box for all the boxes that its label names.
const all = document.querySelector("[data-pick-all]");
const box = all.querySelector("input");
const picks = [...document.querySelectorAll(all.dataset.pickAll)];
all.hidden = false;
box.addEventListener("change", () => {
    for (const one of picks) one.checked = box.checked;
    picks[0].dispatchEvent(new Event("change"));
});
const follow = () => {
    const picked = picks.filter((one) => one.checked).length;
    box.checked = picked === picks.length;
    box.indeterminate = picked > 0 && picked < picks.length;
};
for (const one of picks) one.addEventListener("change", follow);
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
