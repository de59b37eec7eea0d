// A tick in the rail applies at once, and the focus stays on it when the page comes back.
const KEPT = "ticked";
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
