// Comfort for sellers only: every page works without this file.

// A chosen picture is shown before it is sent. On a canvas: the shop's content policy lets no page show
// pictures from elsewhere.
// The browser's own button for files speaks the browser's language: the page's stands for it.
for (const input of document.querySelectorAll("input[data-preview]")) {
    const canvas = input.form.querySelector("canvas");
    const chooser = input.form.querySelector("[data-chooser]");
    const chosen = chooser.querySelector("[data-chosen]");
    const none = chosen.textContent;
    chooser.hidden = false;
    input.className = "hidden-text";
    input.addEventListener("change", async () => {
        const [file] = input.files;
        chosen.textContent = file?.name ?? none;
        canvas.hidden = true;
        input.setCustomValidity(file && file.size > Number(input.dataset.sizeMax) ? input.dataset.tooLarge : "");
        if (!file || !input.reportValidity()) return;
        try {
            const picture = await createImageBitmap(file);
            canvas.width = picture.width;
            canvas.height = picture.height;
            canvas.getContext("2d").drawImage(picture, 0, 0);
            canvas.hidden = false;
        } catch {
            // No picture: the server says so.
        }
    });
}

// How far a picture has got on its way up. What cannot be shown so is sent the plain way.
for (const shown of document.querySelectorAll(".uploading")) {
    const form = shown.closest("form");
    const [bar, percent] = shown.children;
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (form.dataset.sent) return;
        const tell = (part) => {
            bar.value = Math.floor(100 * part);
            percent.textContent = `${bar.value}%`;
        };
        tell(0);
        const request = new XMLHttpRequest();
        request.open("POST", form.action);
        request.upload.onprogress = ({ loaded, total }) => tell(loaded / total);
        request.upload.onload = () => bar.removeAttribute("value"); // it is looked at
        request.onload = () => (request.status === 200 ? location.assign(request.responseURL) : form.submit());
        request.onerror = () => form.submit();
        request.send(new FormData(form));
        shown.hidden = false;
    });
    addEventListener("pageshow", () => (shown.hidden = true));
}

// What a product will cost, as it is typed.
const sum = document.getElementById("price-sum");
if (sum) {
    const { price, discount } = sum.closest("form").elements;
    const show = () => {
        const [list, off] = [price, discount].map((input) => Math.max(0, Math.floor(Number(input.value))));
        const values = [list, off, list - off];
        sum.hidden = list === 0 || off > list;
        sum.textContent = sum.textContent.replace(/\d[\d,]*/g, () => values.shift().toLocaleString("en-US"));
    };
    for (const input of [price, discount]) input.addEventListener("input", show);
    show();
}

// A business registration number is checked as it is typed; its last digit follows from the others.
function registrationIsRight(text) {
    const digits = [...text.replaceAll("-", "")].map(Number);
    if (digits.length !== 10 || digits.some(Number.isNaN)) return false;
    const weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
    const sum = weights.reduce((all, weight, i) => all + weight * digits[i], Math.floor((5 * digits[8]) / 10));
    return (10 - (sum % 10)) % 10 === digits[9];
}
for (const input of document.querySelectorAll("input[data-registration]"))
    input.addEventListener("input", () => {
        const whole = input.value.replaceAll("-", "").length >= 10;
        input.setCustomValidity(whole && !registrationIsRight(input.value) ? input.dataset.registration : "");
        if (whole) input.reportValidity();
    });
