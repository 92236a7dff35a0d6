// Pages in every coat: Korean and English, light and dark, from a telephone to a wide screen. They fit,
// complain of nothing and hinder nobody.
import { test } from "node:test";
import assert from "node:assert/strict";
import { visit } from "./scene.mjs";
import { DESK, PHONE, TABLET, accessible, fits, look, visitor } from "./support.mjs";

const NARROW = { width: 360, height: 780 };
const SIZES = [NARROW, PHONE, TABLET, DESK];
// Each language, each end of the sizes and each theme, though not every combination: a language changes
// words and their lengths, darkness changes colours, and neither what a page is made of, which is what
// axe looks at.
const COATS = [
    { language: "ko-KR", light: PHONE, dark: DESK },
    { language: "en-US", plain: DESK },
];
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

async function inEverySize(page, name, coat) {
    for (const size of SIZES) {
        await page.setViewportSize(size);
        await fits(page, name);
        if (size === coat.plain || size === coat.light) await look(page, name);
        if (size === coat.light) await accessible(page, name);
        if (size === coat.dark) {
            await page.emulateMedia({ colorScheme: "dark" });
            await accessible(page, `${name} in the dark`, COLOUR_RULES);
            await page.emulateMedia({ colorScheme: "light" });
        }
    }
}

// Tests of pages as `who` sees them: `state` and `pages` (name: what `visit` takes) are asked once the
// tests run.
export function inEveryCoat(who, { state = () => undefined, pages }) {
    for (const coat of COATS) {
        test(`every page of ${who} in every coat (${coat.language})`, async () => {
            const { page, context, complaints } = await visitor({
                language: coat.language, storageState: state(), reducedMotion: "reduce", // colours change at once
            });
            for (const [name, entry] of Object.entries(pages())) {
                await visit(page, entry);
                assert.equal(await page.getAttribute("html", "lang"), coat.language.slice(0, 2));
                await inEverySize(page, `${coat.language.slice(0, 2)}-${who.replace(/^an? /, "")}-${name}`, coat);
            }
            assert.deepEqual(complaints, []);
            await context.close();
        });
    }
}
