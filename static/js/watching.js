// Watches a rehearsal or a load: how far it is, and the page anew when it has ended.
const working = document.querySelector("#working");

const look = async () => {
  const answer = await fetch(working.dataset.state, { credentials: "same-origin" });
  if (!answer.ok) return;
  if (answer.headers.get("X-State") !== working.dataset.now) {
    location.reload();
    return;
  }
  working.innerHTML = await answer.text();
  setTimeout(look, 1500);
};

if (working) setTimeout(look, 1000);
