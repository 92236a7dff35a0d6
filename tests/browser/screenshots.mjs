// A contact sheet of every page at three widths, in both languages and both themes, for the eye. `make
// screenshots` makes it on a stack of its own; JANGTEO_ARTIFACTS is the folder it goes to. Two
// arguments choose among them: expressions that the page's name (member-cart) and the coat's (390-ko-dark) match.
import { writeFileSync } from "node:fs";
import { AREAS, MORE_AREAS, setWholeScene, stateOf, visit } from "./scene.mjs";
import { DESK, PHONE, TABLET, artifacts, close, open, showPictures, visitor } from "./support.mjs";

const [pagesWanted, coatsWanted] = [2, 3].map((i) => new RegExp(process.argv[i] ?? "."));
const COATS = ["ko-light", "ko-dark", "en-light", "en-dark"];
const SIZES = [PHONE, TABLET, DESK];
const sheetOf = (size, coat) => `${size.width}-${coat}`;

const sheets = {}; // of each sheet the names of its pictures

async function shoot(page, name, coat) {
    for (const size of SIZES) {
        const sheet = sheetOf(size, coat);
        if (!coatsWanted.test(sheet)) continue;
        await page.setViewportSize(size);
        await showPictures(page, name);
        await page.screenshot({ path: `${artifacts}/${sheet}-${name}.png`, fullPage: true, animations: "disabled" });
        (sheets[sheet] ??= []).push(name);
    }
}

async function shootArea(scene, area, pages, coat) {
    const [language, colorScheme] = coat.split("-");
    const { page, context } = await visitor({
        language: language === "ko" ? "ko-KR" : "en-US", colorScheme, storageState: stateOf(scene, area),
    });
    for (const [name, entry] of Object.entries(pages(scene))) {
        const whole = `${area.replace(/-more$/, "")}-${name}`;
        if (!pagesWanted.test(whole)) continue;
        await page.setViewportSize(DESK);
        await visit(page, entry);
        await shoot(page, whole, coat);
    }
    await context.close();
}

const figure = (sheet, name) =>
    `<a href="${sheet}-${name}.png"><figure><img src="${sheet}-${name}.png" alt="" loading="lazy"><figcaption>${name}</figcaption></figure></a>`;
const section = ([sheet, names]) =>
    `<section id="${sheet}"><h2>${sheet}</h2><div>${names.map((name) => figure(sheet, name)).join("")}</div></section>`;

function writeIndex() {
    const names = Object.keys(sheets).sort();
    writeFileSync(`${artifacts}/index.html`, `<!doctype html><meta charset="utf-8"><title>Every page</title><style>
        body { margin: 1rem; font: 13px sans-serif; background: #ddd }
        div { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)) }
        figure { margin: 0 } img { width: 100%; height: 22rem; object-fit: cover; object-position: top; background: #fff }
        nav a { margin-right: 1rem }</style><h1>Every page</h1>
        <nav>${names.map((sheet) => `<a href="#${sheet}">${sheet}</a>`).join("")}</nav>
        ${names.map((sheet) => section([sheet, sheets[sheet]])).join("")}`);
}

await open();
try {
    const scene = await setWholeScene();
    const coats = COATS.filter((coat) => SIZES.some((size) => coatsWanted.test(sheetOf(size, coat))));
    for (const coat of coats)
        for (const [area, pages] of Object.entries({ ...AREAS, ...MORE_AREAS })) await shootArea(scene, area, pages, coat);
    writeIndex();
    console.log(`${artifacts}/index.html`);
} finally {
    await close();
}
