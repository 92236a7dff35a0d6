// Light or dark as the visitor's system is, before the first paint: Swagger UI knows a class for it.
(() => {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const wear = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
    dark.addEventListener("change", wear);
    wear();
})();
