// On every page: the choice of colours, single keys, and their list.
const kept = {
  get(name) { try { return localStorage.getItem(name) ?? ""; } catch { return ""; } },
  set(name, value) { try { value ? localStorage.setItem(name, value) : localStorage.removeItem(name); } catch { /* for this page only */ } },
};

// --- colours ---
const themes = document.querySelectorAll("[data-choose-theme]");
const show = (theme) => {
  theme ? (document.documentElement.dataset.theme = theme) : delete document.documentElement.dataset.theme;
  for (const one of themes) one.setAttribute("aria-pressed", String(one.dataset.chooseTheme === theme));
};
for (const one of themes) {
  one.addEventListener("click", () => { kept.set("theme", one.dataset.chooseTheme); show(one.dataset.chooseTheme); });
}
show(document.documentElement.dataset.theme ?? "");

// --- keys ---
const list = document.querySelector("#keys");
const off = document.querySelector("#keys-off");
if (off) {
  off.checked = kept.get("keys") === "off";
  off.addEventListener("change", () => kept.set("keys", off.checked ? "off" : ""));
}
document.querySelector("#show-keys")?.addEventListener("click", () => list.showModal());
for (const one of document.querySelectorAll(".scripted[hidden]")) one.hidden = false;

const step = (by) => {
  const all = [...document.querySelectorAll(".results .result h2 a, .letter .passage[id]")];
  const here = all.findIndex((one) => one === document.activeElement || one.contains(document.activeElement));
  const below = all.findIndex((one) => one.getBoundingClientRect().top > 0);
  const to = all[here < 0 ? Math.max(0, by > 0 ? below : below - 1) : here + by];
  if (!to) return;
  if (!to.matches("a")) to.tabIndex = -1;
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea:not([readonly]), [contenteditable], [role=slider], dialog")) return;
  if (event.key === "?" && list) { event.preventDefault(); list.showModal(); return; }
  if (off?.checked || event.key === "Enter" || event.key === "Escape") return;
  if (event.key === "j" || event.key === "k") { event.preventDefault(); step(event.key === "j" ? 1 : -1); return; }
  const to = [...document.querySelectorAll("[aria-keyshortcuts]")].find((one) => one.getAttribute("aria-keyshortcuts") === event.key && !one.hidden);
  if (!to) return;
  event.preventDefault();
  if (to.matches("input")) { to.focus(); to.select(); } else to.click();
});
