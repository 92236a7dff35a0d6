// Comfort only: what is chosen in a row that is swept sideways is in sight, on a screen that is turned too.
const inSight = new ResizeObserver((rows) => {
    for (const { target: row } of rows) {
        const chosen = row.querySelector("[aria-current]");
        if (chosen) row.scrollLeft = chosen.offsetLeft + chosen.offsetWidth / 2 - row.clientWidth / 2;
    }
});
for (const row of document.querySelectorAll(".work-nav ul, main .chips")) inSight.observe(row);
