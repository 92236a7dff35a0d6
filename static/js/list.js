// The list goes on by itself: the next page is put below this one when its link is clicked or, a few times,
// when it comes near the screen. What fails leaves the link, which leads there too.
const AT_ONCE = 4;
const find = (part, name) => part.querySelector(`[data-${name}]`);
const list = find(document, "list");
const link = find(document, "more");
const said = find(document, "shown");
let free = AT_ONCE;

const goOn = (more) => (more ? (link.href = more) : link.remove());

async function add() {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const cards = [...find(page, "list").children];
    list.append(...cards);
    goOn(find(page, "more")?.getAttribute("href"));
    said.textContent = said.dataset.shown.replace(/\d+/, list.children.length);
    // Whoever comes back finds all of it.
    history.replaceState({ list: list.innerHTML, more: link.isConnected && link.href }, "");
    watch();
    return cards[0];
}

let adding;
const next = () => (adding ??= add().finally(() => (adding = null)));

const near = new IntersectionObserver(([entry]) => {
    if (entry.isIntersecting && free-- > 0) next().catch(() => near.disconnect());
}, { rootMargin: "600px" });
function watch() {
    near.disconnect();
    if (link.isConnected) near.observe(link); // tells anew whether it is near
}

link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    free = AT_ONCE;
    next().then((card) => card?.querySelector("a").focus({ preventScroll: true }), () => location.assign(link.href));
};

if (performance.getEntriesByType("navigation")[0].type === "back_forward" && history.state?.list) {
    list.innerHTML = history.state.list;
    goOn(history.state.more);
}
watch();
