// Suggestions under the search box: people, posts and file numbers that begin as typed (an ARIA combobox).
const SHORTEST = 2; // characters
const PAUSE = 150; // milliseconds without a key before the archive is asked

function made(tag, attributes, text = "") {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text; // never markup: names come from documents
  return element;
}

function suggestUnder(box) {
  const list = made("ul", { id: "suggestions", class: "suggestions", role: "listbox", "aria-label": "Suggestions" });
  const status = made("p", { class: "heard", role: "status", "aria-live": "polite" });
  let at = -1; // the option chosen; -1 is what was typed
  let pause = 0;
  let asking = new AbortController();

  function close() {
    clearTimeout(pause);
    asking.abort(); // an answer still on its way is out of date
    list.hidden = true;
    status.textContent = "";
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(number) {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = number;
    const option = list.children[at];
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  }

  function open([, labels, said, addresses]) {
    list.replaceChildren(
      ...labels.map((label, number) => {
        const option = made("li", { id: `suggestion-${number}`, role: "option", "aria-selected": "false" });
        option.append(made("bdi", {}, label), " ", made("small", {}, said[number]));
        const { pathname, search } = new URL(addresses[number]);
        option.dataset.address = pathname + search;
        return option;
      }),
    );
    list.hidden = !labels.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = list.hidden ? "No suggestions" : `${labels.length} suggestion${labels.length > 1 ? "s" : ""}`;
    choose(-1);
  }

  async function ask() {
    asking.abort();
    const mine = (asking = new AbortController());
    const address = new URL("/telegrams/suggest.json", location);
    address.searchParams.set("q", box.value.trim());
    try {
      const answer = await fetch(address, { signal: mine.signal });
      const said = answer.ok ? await answer.json() : null;
      if (said && !mine.signal.aborted) open(said);
    } catch {
      // the box works without suggestions
    }
  }

  function typed() {
    clearTimeout(pause);
    if (box.value.trim().length < SHORTEST) return close();
    pause = setTimeout(ask, PAUSE);
  }

  function pressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (list.hidden) {
      if (step === 1) typed();
      if (event.key === "Enter") close();
      return;
    }
    if (event.key === "Enter" && at >= 0) go(list.children[at]);
    else if (event.key === "Escape") close();
    else if (step) choose(((at + 1 + step + list.children.length + 1) % (list.children.length + 1)) - 1);
    else return;
    event.preventDefault();
  }

  function go(option) {
    const { address } = option.dataset;
    close();
    location.assign(address);
  }

  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  })) {
    box.setAttribute(name, value);
  }
  list.hidden = true;
  box.parentElement.append(list, status);
  box.addEventListener("input", typed);
  box.addEventListener("keydown", pressed);
  box.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
}

const box = document.querySelector("#q, #box");
if (box) suggestUnder(box);
