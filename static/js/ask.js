// What cannot be undone is asked for in a dialog instead of below its button.
document.addEventListener("toggle", ({ target }) => {
    if (!target.open || !target.matches("details.ask")) return;
    let dialog = target.querySelector("dialog");
    if (!dialog) {
        dialog = document.createElement("dialog");
        dialog.setAttribute("aria-label", target.querySelector("summary").textContent);
        dialog.append(target.querySelector("form"));
        dialog.querySelector("[formmethod=dialog]").hidden = false;
        dialog.addEventListener("close", () => (target.open = false));
        target.append(dialog);
    }
    dialog.showModal();
}, true);
