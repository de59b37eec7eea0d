// The record page of a document: the span a value was read from is lit while its row is worked on; words selected
// in the printed text are put into the inputs that ask for them; what a browser kept of an earlier page is told apart.
const marks = [...document.querySelectorAll("mark[data-fields]")];
const light = (field) => {
  const lit = marks.filter((mark) => mark.dataset.fields.split(" ").includes(field));
  for (const mark of marks) mark.classList.toggle("lit", lit.includes(mark));
  const scroll = document.querySelector(".source-scroll");
  if (lit.length && scroll.scrollHeight > scroll.clientHeight) {
    scroll.scrollTop += lit[0].getBoundingClientRect().top - scroll.getBoundingClientRect().top - scroll.clientHeight / 3;
  }
};
for (const row of document.querySelectorAll("tr[data-field]")) {
  for (const kind of ["focusin", "click"]) row.addEventListener(kind, () => light(row.dataset.field));
}

// --- words selected in the printed text ---
const points = (text) => [...text].length;
const chosen = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const cell = range.startContainer.parentElement?.closest(".exact");
  if (!cell || !cell.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(cell, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const skipped = points(words) - points(words.trimStart());
  const start = Number(cell.dataset.start) + points(before.toString()) + skipped;
  return { words: words.trim(), start, end: start + points(words.trim()) };
};
const said = document.createElement("span");
said.setAttribute("role", "status");
const fill = (words, at, next) => () => {
  const found = chosen();
  if (!found) {
    said.textContent = "Select words within one passage of the printed text first.";
    return;
  }
  document.querySelector(`#id_${words}`).value = found.words;
  document.querySelector(`#id_${at}`).value = `${found.start}-${found.end}`;
  said.textContent = `Taken: characters ${found.start} to ${found.end}.`;
  document.querySelector(`#id_${next}`).focus();
};
const uses = [
  ["Correct the words selected", "erratum_words", "erratum_at", "erratum_value"],
  ["A note belongs after them", "note_after", "note_at", "note"],
  ["A page begins with them", "page_before", "page_at", "page"],
];
const passages = document.querySelector(".passages");
if (passages && document.querySelector("#id_erratum_words")) {
  const bar = document.createElement("p");
  bar.className = "point-at";
  for (const [label, ...names] of uses) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
    button.addEventListener("click", fill(...names));
    bar.append(button);
  }
  bar.append(said);
  passages.before(bar);
}

// --- words that the browser kept when the editor came back to a page that was loaded anew ---
// They were typed beside values that may be others by now, and what the editor saw then is not known: the next save
// says what is shown today, and goes over nobody's work unseen.
const keep = () => {
  for (const seen of document.querySelectorAll("#telegram_form input[name^='initial-']")) {
    const box = document.querySelector(`#telegram_form [name="${seen.name.slice("initial-".length)}"]`);
    if (box && box.value.trim() !== seen.value.replaceAll("\r\n", "\n").trim()) seen.value = "\u2026";
  }
  const places = [...document.querySelectorAll(".places input[type='text']")];
  if (places.some((box) => box.value)) document.querySelector("#telegram_form [name='placed']").value = "{}";
};
const [arrival] = performance.getEntriesByType("navigation");
if (arrival?.type === "back_forward") addEventListener("pageshow", keep);
