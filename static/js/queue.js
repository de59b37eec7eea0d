// Works off a queue without loading the page anew: a accepts and s skips the card that has the focus.
const queue = () => document.querySelector("#queue");
const typing = (place) => place.matches("input:not([type=radio]), textarea, select");

// the reason and source of the way chosen, unless the editor has written others
const follow = (radio) => {
  const form = radio.form;
  for (const name of ["reason", "source"]) {
    const field = form.elements[name];
    const offered = [...form.elements.option].map((one) => one.dataset[name]);
    if (field && (field.value === "" || offered.includes(field.value))) field.value = radio.dataset[name];
  }
};

const focusFirst = () => (queue().querySelector("[role=alert]")?.closest("section") ?? queue().querySelector("section"))?.focus();

const send = async (form, button) => {
  const data = new FormData(form);
  data.set("do", button.value);
  queue().setAttribute("aria-busy", "true");
  const answer = await fetch(location.href, { method: "POST", body: data, credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector("#queue")) {
    location.reload();
    return;
  }
  queue().replaceWith(page.querySelector("#queue"));
  document.querySelector(".messagelist")?.remove();
  const said = page.querySelector(".messagelist");
  if (said) {
    said.setAttribute("role", "status");
    document.querySelector("#main > .content, #main")?.prepend(said);
  }
  focusFirst();
};

document.addEventListener("submit", (event) => {
  if (!event.target.matches("#queue .fix")) return;
  event.preventDefault();
  send(event.target, event.submitter ?? event.target.querySelector("[value=accept]"));
});

document.addEventListener("change", (event) => {
  if (event.target.matches("#queue [name=option]")) follow(event.target);
});

document.addEventListener("input", (event) => {
  if (!event.target.matches("#queue [name=typed]")) return;
  const radio = event.target.closest(".way").querySelector("[type=radio]");
  if (!radio.checked) {
    radio.checked = true;
    follow(radio);
  }
});

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.(".waiting-card");
  if (!card || typing(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
  const wanted = { a: "accept", s: "skip" }[event.key];
  const button = wanted && card.querySelector(`.fix [value=${wanted}]`);
  if (!button) return;
  event.preventDefault();
  button.form.requestSubmit(button);
});

focusFirst();
