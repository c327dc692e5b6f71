/**
 * What a browser with script adds on every page: nothing is sent twice, fields come when they are needed, progress moves by
 * itself. Every page works without it. Answers are interview.js, keys and focus keys.js. No dependency, no inline handler.
 */
const page = document;

// ── an acute call without contact: the advice must not wait for the server ──

page.addEventListener(
  "submit",
  (event) => {
    if (navigator.onLine || !event.target.action.endsWith("/akut")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    page.querySelector("[data-advice]")?.remove();
    const advice = page.createElement("p");
    advice.dataset.advice = "akut";
    advice.className = "notice strong";
    advice.setAttribute("role", "alert");
    advice.textContent =
      "Ringupp har ingen kontakt. Stanna kvar i luren, och ring 112 från en annan telefon om det är fara för livet. Tryck på Avbryt – akut igen när kontakten är tillbaka.";
    (event.target.closest(".callbar") ?? event.target).after(advice);
  },
  true,
);

// ── nothing is sent twice ──

/** Marks a form as sent; not by `disabled`, which would drop the pressed button's value. */
function markSent(form, sent) {
  form.dataset.sent = sent ? "yes" : "";
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", String(sent));
}

page.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (event.target.dataset.sent === "yes") event.preventDefault();
  else markSent(event.target, true);
});

window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  // Back to a page from the browser's memory: an interview may have been sealed meanwhile.
  if (page.querySelector("[data-interview]:not([data-practice])")) location.reload();
  for (const form of page.forms) markSent(form, false);
});

// ── fields that only some choices need ──

for (const field of page.querySelectorAll("[data-shown-for]")) {
  const form = field.closest("form");
  const update = () => {
    const needs = form.querySelector("input[type=radio]:checked")?.dataset.needs ?? "";
    field.hidden = needs !== field.dataset.shownFor && !field.querySelector(".field-error");
  };
  form.addEventListener("change", update);
  update();
}

// ── long imports ──

const progress = page.querySelector("[data-progress]");
if (progress) {
  const bar = progress.querySelector("progress");
  const json = { headers: { accept: "application/json" } };
  const look = async () => {
    try {
      const now = await (await fetch(progress.dataset.progress, json)).json();
      if (now.finished) return location.assign(progress.dataset.done);
      // Nobody is working on it (the server restarted, say): ask for the next piece.
      if (now.done === bar.value) await fetch(`${progress.dataset.done}/ta-in`, { method: "POST", ...json });
      bar.value = now.done;
      bar.max = now.total;
      const number = new Intl.NumberFormat("sv-SE");
      progress.querySelector("[role=status]").textContent =
        `${number.format(now.done)} av ${number.format(now.total)} rader är klara.`;
    } catch {
      // No contact just now; the next look tries again.
    }
    setTimeout(look, 1000);
  };
  setTimeout(look, 500);
}

// ── a call that goes on ──

/** Renews the line about the call and nothing else: what has been typed on the page stays. */
async function followCall() {
  const line = page.querySelector("[data-live-call]");
  if (!line) return;
  try {
    const text = await (await fetch(location.pathname)).text();
    const now = new DOMParser().parseFromString(text, "text/html").getElementById(line.id);
    if (now && now.innerHTML !== line.innerHTML) line.innerHTML = now.innerHTML;
    if (now && now.dataset.liveCall === undefined) delete line.dataset.liveCall;
  } catch {
    // No contact just now; the next look tries again.
  }
  setTimeout(followCall, 3000);
}
if (page.querySelector("[data-live-call]")) setTimeout(followCall, 3000);
