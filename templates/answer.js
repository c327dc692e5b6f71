/**
 * What script adds to the patient's own pages, which work without it: what is chosen is kept as it is chosen, nothing is sent
 * twice, and without contact the page stays as it is and says so. Nothing is kept in the browser.
 */
const form = document.querySelector("[data-answers]");
const state = form?.querySelector("[data-state]");
const json = { accept: "application/json" };

function say(text, trouble = false) {
  state.textContent = text;
  state.classList.toggle("trouble", trouble);
}

/** Saves are sent one after the other, the last one last. */
let saving = Promise.resolve();
let waiting;

function save() {
  const fields = new FormData(form);
  fields.set("gor", "spara");
  const body = new URLSearchParams([...fields].filter(([, value]) => typeof value === "string"));
  saving = saving.then(async () => {
    try {
      const { status } = await fetch(form.dataset.answers, { method: "POST", body, headers: json });
      if (status === 204) say(form.dataset.kept);
    } catch {
      // No contact just now: it is kept with the next choice, or when the page is sent.
    }
  });
}

form?.addEventListener("change", () => {
  clearTimeout(waiting);
  waiting = setTimeout(save, 400);
});

let sent = false;
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sent) return;
  sent = true;
  clearTimeout(waiting);
  await saving;
  try {
    const response = await fetch("/halsa", { cache: "no-store", signal: AbortSignal.timeout(8000) });
    if (!response.ok) throw new Error("away");
  } catch {
    sent = false;
    return say(form.dataset.noContact, true);
  }
  // What the pressed button says goes with the form, as it would have without script.
  const { submitter } = event;
  const action = submitter?.getAttribute("formaction");
  if (action) form.action = action;
  if (submitter?.name) {
    const { name, value } = submitter;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  form.submit();
});

// Back to the page from the browser's memory.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
