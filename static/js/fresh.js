// Comfort only: what stands in [data-fresh] is read anew every few seconds while somebody looks at it. It
// stays as it is while the keyboard is in it or something in it is open.
const EVERY_MS = 5000;

function busy(part) {
    return part.contains(document.activeElement) || part.querySelector("details[open]") !== null;
}

async function refresh() {
    const parts = [...document.querySelectorAll("[data-fresh]")].filter((part) => !busy(part));
    if (document.hidden || parts.length === 0) return;
    const answer = await fetch(location.href).catch(() => null);
    if (answer === null || !answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parts) {
        const now = fresh.getElementById(part.id);
        if (now !== null && !busy(part)) part.replaceChildren(...now.childNodes);
    }
}

setInterval(refresh, EVERY_MS);
