// The rail: a tick applies at once and keeps the focus; all bars are one stop of the Tab key, arrow keys go from bar to
// bar. A form that takes long says "Searching…". On a page of all values the names are filtered while typing.
const KEPT = "ticked";
const LONG = 400; // milliseconds
const rail = document.querySelector("form.rail");

rail?.addEventListener("change", (event) => {
  if (event.target.type !== "checkbox" || !event.target.name) return;
  sessionStorage.setItem(KEPT, `${event.target.name}=${event.target.value}`);
  rail.requestSubmit();
});

const [name, ...value] = (sessionStorage.getItem(KEPT) ?? "").split("=");
sessionStorage.removeItem(KEPT);
if (name) {
  const ticked = [...document.querySelectorAll("form.rail input[type=checkbox]")];
  ticked.find((box) => box.name === name && box.value === value.join("="))?.focus({ preventScroll: true });
}

const bars = [...document.querySelectorAll("svg.years a")];
bars.forEach((bar, number) => bar.setAttribute("tabindex", number ? -1 : 0));
bars[0]?.ownerSVGElement.addEventListener("keydown", (event) => {
  const at = bars.indexOf(event.target);
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: bars.length - 1 }[event.key];
  if (at < 0 || !bars[to]) return;
  event.preventDefault();
  bars[at].setAttribute("tabindex", -1);
  bars[to].setAttribute("tabindex", 0);
  bars[to].focus();
});

const status = document.createElement("p");
status.className = "searching";
status.setAttribute("aria-live", "polite");
document.querySelector("main")?.prepend(status);
let waiting = 0;
document.addEventListener("submit", () => {
  waiting = setTimeout(() => (status.textContent = "Searching…"), LONG);
});
addEventListener("pageshow", () => {
  clearTimeout(waiting);
  status.textContent = "";
});

// Only where all of them stand on this page; else the button asks the archive.
const values = [...document.querySelectorAll("ul.values li")];
const find = document.querySelector("#find");
const isWhole = values.length > 0 && !document.querySelector("nav.pager") && !find?.defaultValue;
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
find?.addEventListener("input", (event) => {
  if (!isWhole) return;
  const wanted = folded(event.target.value.trim());
  for (const row of values) row.hidden = !folded(row.firstElementChild.textContent).includes(wanted);
  status.textContent = `${values.filter((row) => !row.hidden).length} of ${values.length} shown`;
});
