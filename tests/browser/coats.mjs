// Pages in every coat: Korean and English, light and dark, from a telephone to a wide screen. They fit,
// complain of nothing and hinder nobody.
import { test } from "node:test";
import assert from "node:assert/strict";
import { DESK, PHONE, TABLET, accessible, fits, look, visitor } from "./support.mjs";

const NARROW = { width: 360, height: 780 };
const SIZES = [NARROW, PHONE, TABLET, DESK];
// What a language changes is words and their lengths, what darkness changes is colours: each is asked
// after where it can go wrong.
const COATS = [
    { language: "ko-KR", shown: [PHONE, DESK], asked: [PHONE, DESK], dark: [PHONE, DESK] },
    { language: "en-US", shown: [DESK], asked: [PHONE], dark: [] },
];
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

async function inTheDark(page, name, size) {
    await page.emulateMedia({ colorScheme: "dark" });
    if (size === PHONE) await look(page, `${name}-dark`);
    await accessible(page, `${name} in the dark`, COLOUR_RULES);
    await page.emulateMedia({ colorScheme: "light" });
}

async function inEverySize(page, name, coat) {
    for (const size of SIZES) {
        await page.setViewportSize(size);
        await fits(page, name);
        if (coat.shown.includes(size)) await look(page, name);
        if (coat.asked.includes(size)) await accessible(page, name);
        if (coat.dark.includes(size)) await inTheDark(page, name, size);
    }
}

// Tests of pages as `who` sees them: `state` and `pages` (name: path) are asked once the tests run;
// those named in `missing` are not found.
export function inEveryCoat(who, { state = () => undefined, pages, missing = [] }) {
    for (const coat of COATS) {
        test(`every page of ${who} in every coat (${coat.language})`, async () => {
            const { page, context, complaints } = await visitor({ language: coat.language, storageState: state() });
            for (const [name, path] of Object.entries(pages())) {
                assert.equal((await page.goto(path)).status(), missing.includes(name) ? 404 : 200, path);
                assert.equal(await page.getAttribute("html", "lang"), coat.language.slice(0, 2));
                await inEverySize(page, `${coat.language.slice(0, 2)}-${who.replace(/^an? /, "")}-${name}`, coat);
            }
            assert.deepEqual(complaints, []);
            await context.close();
        });
    }
}
