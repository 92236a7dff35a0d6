// Notifications as they happen: the number in the header, a word at the foot of the page, and parts of
// a page (data-live) that are fetched again when they tell of what has changed. The list is the truth
// and the stream a nudge: after each connect the unread ones are read.
//
// A browser keeps few connections to a shop, so of all its pages one at a time holds the stream and
// passes on to the others what it hears.

const bell = document.querySelector("[data-bell]");
const others = new BroadcastChannel("jangteo-live");
const part = document.querySelector("[data-live]");

function showCount(count) {
    const word = bell.dataset.bell;
    let badge = bell.querySelector(".bell-count");
    bell.setAttribute("aria-label", count > 0 ? `${word} (${count})` : word);
    if (count === 0) return badge?.remove();
    if (!badge) {
        badge = document.createElement("span");
        badge.className = "bell-count num";
        badge.setAttribute("aria-hidden", "true");
        bell.append(badge);
    }
    badge.textContent = Math.min(count, 99);
}

// One word at a time, said to screen readers too; it goes by itself unless it is being read.
let toast;
function say(notice) {
    if (document.hidden || location.pathname === "/me/notifications") return;
    toast?.remove();
    toast = document.createElement("div");
    toast.className = "toast";
    toast.setAttribute("role", "status");
    document.body.append(toast);
    const link = document.createElement("a");
    link.href = notice.link;
    link.append(Object.assign(document.createElement("strong"), { textContent: notice.title }), notice.body);
    toast.append(link);
    const shown = toast;
    setTimeout(() => shown.matches(":hover, :focus-within") || shown.remove(), 6000);
}

// While something is being pressed the page stands still: a click whose button moves between down and up
// is none.
let pressed = false;
let missed = false;
addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ["pointerup", "pointercancel"])
    addEventListener(end, () => setTimeout(() => { // after the click
        pressed = false;
        if (missed) refresh();
    }), true);

// Puts the part of the page as it is now in the place of the one that is shown, unless nothing a
// reader sees has changed or something is being typed there. What has the same id and data-keep in
// both stays as it is, with its ticks and the keyboard in it.
async function replacePart() {
    const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    const words = (element) => element.textContent.replace(/\s+/g, " ");
    const at = document.activeElement;
    const focused = part.contains(at);
    const typing = focused && at.matches("input:not([type=checkbox], [type=radio]), textarea");
    missed = pressed;
    if (pressed || !fresh || typing || part.querySelector("dialog[open]") || words(fresh) === words(part)) return;
    const foldable = "details:not(.ask, [data-keep] details)";
    const open = [...part.querySelectorAll(foldable)].map((details) => details.open);
    for (const element of fresh.querySelectorAll("[data-keep]"))
        element.replaceWith(document.getElementById(element.id) ?? element);
    part.replaceChildren(...fresh.childNodes);
    part.querySelectorAll(foldable).forEach((details, i) => (details.open = open[i] ?? false));
    if (focused) {
        part.tabIndex = -1;
        (part.contains(at) ? at : part).focus({ preventScroll: true });
    }
    part.dispatchEvent(new Event("fresh", { bubbles: true }));
}

// One look at a time: what happens during one is seen by another after it.
let looking = false;
let again = false;
async function refresh() {
    again = true;
    if (!part || looking) return;
    looking = true;
    try {
        while (again) {
            again = false;
            await replacePart();
        }
    } finally {
        looking = false;
    }
}
const concerns = (link) => part && (part.dataset.live === "*" || part.dataset.live === link);

async function readList() {
    const answer = await fetch("/api/notification?unread=true&limit=99");
    if (!answer.ok) return;
    const { data } = await answer.json();
    others.postMessage({ unread: data.items.length });
    showCount(data.items.length);
}

function hear(notice) {
    say(notice);
    if (concerns(notice.link)) refresh();
}

others.onmessage = ({ data }) => {
    if (data.unread !== undefined) showCount(data.unread);
    if (data.notice) hear(data.notice);
    if (data.connected) refresh();
};

function catchUp() {
    readList();
    refresh();
}

function listen() {
    const stream = new EventSource("/api/notification/stream");
    stream.addEventListener("open", () => {
        catchUp();
        others.postMessage({ connected: true });
    });
    stream.addEventListener("notification", (event) => {
        const notice = JSON.parse(event.data);
        others.postMessage({ notice });
        hear(notice);
        readList();
    });
}

// The lock is held for as long as the page lives, and goes to another page after that. A page that
// comes second has missed what was told before it could hear the first one.
const STREAM = "jangteo-live";
const hold = () => {
    listen();
    return new Promise(() => {});
};
if (navigator.locks) {
    navigator.locks.request(STREAM, { ifAvailable: true }, (lock) => {
        if (lock) return hold();
        catchUp();
        navigator.locks.request(STREAM, hold);
    });
} else {
    listen();
}

// Following a notice is reading it.
document.addEventListener("click", (event) => {
    const id = event.target.closest("[data-reads]")?.dataset.reads;
    if (id) fetch(`/api/notification/${id}/read`, { method: "POST", keepalive: true });
});
