// The histogram narrowed by a brush: drag over its bars, or move its two handles by arrow keys. The inputs follow.
const FAR = 10; // bars, with Shift
const STILL = 4; // pixels within which a press is a click, which follows the bar's link
const GRIP = 12; // pixels
const KEPT = "brushed";
const NAMES = ["from", "until"];
const form = document.querySelector("form.rail");
const svg = form?.querySelector("svg.years");

function set(element, attributes) {
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  return element;
}

const drawn = (attributes) => set(document.createElementNS("http://www.w3.org/2000/svg", "rect"), attributes);

function brush(links) {
  const bars = links.map((link) => {
    const { x, width } = link.querySelector("rect");
    const period = new URL(link.href.baseVal, location).searchParams.get("since");
    const label = link.textContent.split(":")[0];
    return { period, label, edges: [x.baseVal.value, x.baseVal.value + width.baseVal.value] };
  });
  const last = bars.length - 1;
  const inputs = [form.elements.since, form.elements.until];
  const given = inputs.map((input) => input.value);
  const [first, final] = given.map((day) => bars.map(({ period }) => Math.sign(compare(period, day))));
  const asked = [first.findIndex((order) => order >= 0), given[1] ? final.findLastIndex((order) => order <= 0) : last];
  if (asked[0] < 0) asked[0] = last;
  if (asked[1] < asked[0]) asked[1] = asked[0];
  const shade = drawn({ class: "reach", height: 72 });
  const handles = NAMES.map((name) =>
    set(drawn({ class: "handle", role: "slider", tabindex: 0, y: 74, height: 20 }), {
      "aria-label": name, "aria-valuemin": 0, "aria-valuemax": last,
    }));
  let range = asked;
  let press = null;

  function show(next = range) {
    range = next;
    const pixel = 100 / svg.clientWidth;
    const [x, end] = range.map((number, which) => bars[number].edges[which]);
    set(shade, { x, width: range[0] || range[1] < last ? end - x : 0 });
    handles.forEach((handle, which) => {
      const { label, period } = bars[range[which]];
      const isOpen = period.length === 4 && range[which] === [0, last][which]; // all years are drawn: no end is asked
      inputs[which].value = range[which] === asked[which] ? given[which] : isOpen ? "" : period;
      set(handle, { x: [x - GRIP * pixel, end][which], width: GRIP * pixel });
      set(handle, { "aria-valuenow": range[which], "aria-valuetext": `${NAMES[which]} ${label}` });
    });
  }

  const place = (which, to) =>
    show(which ? [range[0], Math.min(Math.max(to, range[0]), last)] : [Math.min(Math.max(to, 0), range[1]), range[1]]);

  function under({ clientX }) {
    const { left, width } = svg.getBoundingClientRect();
    const away = bars.map(({ edges }) => Math.abs((edges[0] + edges[1]) / 2 - ((clientX - left) / width) * 100));
    return away.indexOf(Math.min(...away));
  }

  const heard = {
    dragstart: (event) => event.preventDefault(), // of a link
    pointerdown(event) {
      const which = handles.indexOf(event.target);
      press = event.button ? null : { which, bar: under(event), x: event.clientX, range };
    },
    pointermove(event) {
      if (!press || (!press.isDrag && Math.abs(event.clientX - press.x) <= STILL)) return;
      if (!press.isDrag) svg.setPointerCapture(event.pointerId);
      press.isDrag = true;
      const to = under(event);
      if (press.which < 0) show([Math.min(press.bar, to), Math.max(press.bar, to)]);
      else place(press.which, to);
    },
    pointerup: () => press?.isDrag && form.requestSubmit(),
    pointercancel() {
      if (press) show(press.range); // a finger that scrolls the page
      press = null;
    },
    click(event) {
      if (press?.isDrag) event.preventDefault();
      press = null;
    },
    keydown(event) {
      const which = handles.indexOf(event.target);
      if (which < 0) return;
      const far = event.shiftKey ? FAR : 1;
      const step = { ArrowLeft: -far, ArrowDown: -far, ArrowRight: far, ArrowUp: far, Home: -1e4, End: 1e4 }[event.key];
      if (step) place(which, range[which] + step);
      else if (event.key === "Escape") show(asked);
      else if (event.key === "Enter") {
        sessionStorage.setItem(KEPT, which);
        form.requestSubmit();
      } else return;
      event.preventDefault();
    },
  };

  for (const name in heard) svg.addEventListener(name, heard[name]);
  addEventListener("resize", () => show());
  svg.prepend(shade);
  svg.append(...handles);
  show();
  handles[sessionStorage.getItem(KEPT)]?.focus({ preventScroll: true });
  sessionStorage.removeItem(KEPT);
}

// Days of any precision: of 1945-11 and 1945 neither is before the other.
function compare(one, other) {
  return one.slice(0, other.length).localeCompare(other.slice(0, one.length));
}

const links = [...(svg?.querySelectorAll("a") ?? [])];
if (links.length) brush(links);
