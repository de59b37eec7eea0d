// The notes of a document: beside their passages where there is room, folded into popovers where there is little.
// It runs before the first drawing (blocking="render"), so that nothing moves afterwards.
const letter = document.querySelector(".letter");
const notes = [...letter.querySelectorAll(".passage .note")];
const wide = matchMedia("(min-width: 72rem)");
const narrow = matchMedia("(max-width: 40rem)");
const markOf = (note) => letter.querySelector(`[id="ref-${note.id.slice(5)}"]`);
const ROOM = 12; // px between two notes

// A passage closes up at once where its notes are taken out of its row; then each stands at its mark, or below the note above.
const lift = () => {
  letter.classList.toggle("lifted", wide.matches);
  let free = 0;
  const top = letter.getBoundingClientRect().top;
  const places = wide.matches ? notes.map((note) => (markOf(note) ?? note.closest(".passage")).getBoundingClientRect().top - top) : [];
  const heights = notes.map((note) => note.offsetHeight);
  notes.forEach((note, at) => {
    if (!wide.matches) { note.style.removeProperty("inset-block-start"); return; }
    const place = Math.max(places[at], free);
    note.style.insetBlockStart = `${place}px`;
    free = place + heights[at] + ROOM;
  });
  letter.style.minBlockSize = wide.matches && free ? `${free}px` : "";
};

const isFolded = (note) => note.hasAttribute("popover");
const fold = () => {
  for (const note of notes) {
    const folded = narrow.matches && !letter.classList.contains("unfolded") && !note.querySelector("mark") && markOf(note);
    folded ? note.setAttribute("popover", "auto") : note.removeAttribute("popover");
  }
};

const unfold = document.querySelector("#unfold");
const arrange = () => {
  fold();
  lift();
  if (unfold) unfold.hidden = !narrow.matches || !notes.length;
};

const openTarget = () => {
  const note = notes.find((one) => `#${one.id}` === decodeURIComponent(location.hash));
  if (note && isFolded(note) && !note.matches(":popover-open")) note.showPopover();
};

letter.addEventListener("click", (event) => {
  const mark = event.target.closest("a.mark");
  const note = mark && notes.find((one) => `#${one.id}` === mark.getAttribute("href"));
  if (note && isFolded(note)) {
    event.preventDefault();
    note.showPopover();
    note.querySelector(".back").focus();
  }
  const back = event.target.closest("a.back");
  const open = back?.closest("[popover]");
  if (open) {
    event.preventDefault();
    open.hidePopover();
    markOf(open)?.focus();
  }
});
for (const note of notes) {
  note.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && (note.contains(document.activeElement) || document.activeElement === document.body)) markOf(note)?.focus({ preventScroll: true });
  });
}
unfold?.addEventListener("click", () => {
  const all = letter.classList.toggle("unfolded");
  unfold.setAttribute("aria-pressed", String(all));
  arrange();
});

arrange();
openTarget();
addEventListener("hashchange", openTarget);
addEventListener("beforeprint", () => { letter.classList.remove("lifted"); letter.style.minBlockSize = ""; });
addEventListener("afterprint", arrange);
for (const one of [wide, narrow]) one.addEventListener("change", arrange);
let width = letter.clientWidth;
new ResizeObserver(() => {
  if (letter.clientWidth !== width) { width = letter.clientWidth; arrange(); }
}).observe(letter);
document.fonts?.ready.then(lift);
