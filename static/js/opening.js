// Coupons that open soon: counts the last day down by the shop's clock, and lets them be taken when their
// time has come.
const DAY_MS = 86_400_000;
const said = document.querySelector("[data-opened]");

// The shop says whole seconds that have begun, so by this clock nothing opens too early.
const answer = await fetch("/healthz", { method: "HEAD", cache: "no-store" });
const ahead = Date.parse(answer.headers.get("Date")) - performance.now();

const two = (number) => String(Math.floor(number) % 60).padStart(2, "0");
const words = (seconds) => `${Math.floor(seconds / 3600)}:${two(seconds / 60)}:${two(seconds)}`;

for (const button of document.querySelectorAll("[data-opens]")) {
    const label = button.textContent;
    const tick = () => {
        const left = button.dataset.opens - (ahead + performance.now());
        if (left > 0) {
            if (left < DAY_MS) button.textContent = words(Math.ceil(left / 1000));
            setTimeout(tick, Math.min(left, 1000));
            return;
        }
        button.textContent = label;
        button.disabled = false;
        said.textContent = said.dataset.opened;
    };
    tick();
}
