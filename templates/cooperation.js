/**
 * What script adds to the staff's form, which works without it: without contact the page stays as it is and says so, nothing is
 * sent twice, and whoever comes back to it gets a new one. Nothing is kept in the browser.
 */
const form = document.querySelector("[data-no-contact]");
const state = form?.querySelector("[data-state]");

let sent = false;
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sent) return;
  sent = true;
  try {
    const response = await fetch("/halsa", { cache: "no-store", signal: AbortSignal.timeout(8000) });
    if (!response.ok) throw new Error("away");
  } catch {
    sent = false;
    state.textContent = form.dataset.noContact;
    state.classList.add("trouble");
    return;
  }
  form.submit();
});

// Back to the page from the browser's memory: what was sent by it counts once, and the next discharge wants a page of its own.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
