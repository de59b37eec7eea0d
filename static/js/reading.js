// Reading a document: from one marked word to the next, copying a passage with its page, reporting an error in it.
const letter = document.querySelector(".letter");
const said = document.querySelector("#copied");

// --- words marked ---
const hits = new Map();
for (const mark of document.querySelectorAll("main mark[data-hit]")) {
  if (!hits.has(mark.dataset.hit)) hits.set(mark.dataset.hit, mark);
}
const places = [...hits.values()];
let at = -1;
const go = (by) => {
  at = (at + by + places.length) % places.length;
  const mark = places[at];
  const note = mark.closest("[popover]");
  if (note && !note.matches(":popover-open")) note.showPopover();
  document.querySelector("mark[aria-current]")?.removeAttribute("aria-current");
  mark.setAttribute("aria-current", "true");
  mark.tabIndex = -1;
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center" });
  document.querySelector("#hit-at").textContent = `${at + 1} of ${places.length}`;
};
if (places.length) {
  document.querySelector("#hit-after").addEventListener("click", () => go(1));
  document.querySelector("#hit-before").addEventListener("click", () => go(at < 0 ? 0 : -1));
}

// --- abbreviations: each is explained where it is touched ---
letter.addEventListener("click", (event) => event.target.closest("abbr[tabindex]")?.focus());

// --- copying ---
const PIN = "⟨page⟩";
const breaks = [...letter.querySelectorAll(".pagebreak")];
const citations = [...document.querySelectorAll("textarea[data-pinned]")];
const LEFT_OUT = ".notes, .mark, .here, .choices, .erratum > :not(del)"; // what is copied is the print

const chosen = () => {
  const selection = getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  return range && letter.contains(range.commonAncestorContainer) ? range : null;
};
const outsideNotes = (range) => ![range.startContainer, range.endContainer].some((node) => (node.parentElement ?? letter).closest(".note"));

// The printed page that a point of the text stands on: that of the last mark before it.
const pageAt = (node, offset) => {
  let page = "";
  for (const one of breaks) {
    const mark = document.createRange();
    mark.selectNode(one);
    if (mark.comparePoint(node, offset) < 0) break;
    page = one.dataset.page;
  }
  return page || (breaks[0]?.dataset.page ?? "");
};
const pages = (range) => {
  const first = pageAt(range.startContainer, range.startOffset);
  const last = pageAt(range.endContainer, range.endOffset);
  return first === last ? first : `${first}–${last}`;
};

const cleaned = (range) => {
  const whole = document.createElement("div");
  whole.append(range.cloneContents());
  for (const one of whole.querySelectorAll(LEFT_OUT)) one.remove();
  return whole;
};
const words = (range) => {
  const whole = cleaned(range);
  for (const one of whole.querySelectorAll("br")) one.replaceWith("\n");
  for (const one of whole.querySelectorAll("td:not(:last-child), th:not(:last-child)")) one.append("\t");
  for (const one of whole.querySelectorAll("p, h2, li, tr, caption")) one.append("\n");
  return whole.textContent.replace(/[ \u00a0]*\n\s*/g, "\n").trim();
};

const copy = async (text, what) => {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = `${what} copied.`;
  } catch {
    said.textContent = "The browser does not let this page copy; select the text and copy it.";
  }
};

document.addEventListener("selectionchange", () => {
  const range = chosen();
  const page = range && pages(range);
  if (!page) return;
  for (const one of citations) if (one.dataset.pinned.includes(PIN)) one.value = one.dataset.pinned.replace(PIN, page);
  const where = document.querySelector("#pinned");
  if (where) where.textContent = `Cites p. ${page}, of the passage selected.`;
});

// --- an error is reported with the passage that was selected last ---
const report = document.querySelector("#report-error");
document.addEventListener("selectionchange", () => {
  const range = report && chosen();
  const passage = range && words(range).slice(0, 600);
  if (!passage) return;
  const address = new URL(report.href);
  address.searchParams.set("passage", passage);
  report.href = address.href;
  document.querySelector("#report-passage").textContent = `in “${passage.length > 60 ? `${passage.slice(0, 60)}…` : passage}”`;
});

document.addEventListener("copy", (event) => {
  const range = chosen();
  if (!range || !outsideNotes(range) || !range.cloneContents().querySelector(LEFT_OUT)) return;
  event.clipboardData.setData("text/plain", words(range));
  event.clipboardData.setData("text/html", cleaned(range).innerHTML);
  event.preventDefault();
});
for (const one of document.querySelectorAll("[data-copies]")) {
  one.addEventListener("click", () => copy(document.getElementById(one.dataset.copies).value, one.dataset.what));
}
document.querySelector("#copy-passage")?.addEventListener("click", () => {
  let range = chosen();
  if (!range) {
    const passages = [...letter.querySelectorAll(".passage")];
    const here = document.activeElement?.closest(".passage") ?? passages.find((one) => one.getBoundingClientRect().bottom > 0) ?? passages[0];
    range = document.createRange();
    range.selectNodeContents(here);
  }
  const note = document.querySelector("#cite-note").dataset.pinned.replace(PIN, pages(range));
  copy(`“${words(range)}”\n\n${note}`, "Passage and citation");
});
