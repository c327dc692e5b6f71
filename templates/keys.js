/**
 * The whole day's work without a mouse: single keys on the list, on a follow-up and in an interview, a help that lists them,
 * and where the keyboard stands after something has been sent. Every single key obeys one switch, kept in the browser,
 * since such keys hurt whoever steers by voice (WCAG 2.1.4). No key acts in a field that is written in, or with a modifier.
 */
const page = document;
const $ = (selector) => page.querySelector(selector);
const all = (selector) => [...page.querySelectorAll(selector)];

// ── the switch and the help ──

const help = $("[data-keys-help]");
const chosen = "ringupp-tangenter";
const areOn = () => localStorage.getItem(chosen) !== "av";

function showHelp() {
  help.showModal();
  help.querySelector("h2").focus();
}

function showSwitch() {
  page.documentElement.classList.toggle("keys-off", !areOn());
  help.querySelector("[data-keys-switch]").setAttribute("aria-checked", String(areOn()));
  help.querySelector("[data-keys-state]").textContent = areOn() ? "på" : "av";
}
help.querySelector("[data-keys-switch]").addEventListener("click", () => {
  if (areOn()) localStorage.setItem(chosen, "av");
  else localStorage.removeItem(chosen);
  showSwitch();
});
help.querySelector("[data-keys-close]").addEventListener("click", () => help.close());
for (const way of all("[data-keys-way]")) {
  way.hidden = false;
  way.querySelector("button").addEventListener("click", showHelp);
}
window.addEventListener("storage", showSwitch);
showSwitch();

// ── where the keyboard stands after something was sent ──

const sentFrom = "ringupp-fokus";
page.addEventListener(
  "submit",
  ({ target }) => sessionStorage.setItem(sentFrom, target.closest("section")?.getAttribute("aria-labelledby") ?? ""),
  true,
);
function stand(element) {
  if (!element) return false;
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: element.matches("fieldset, h1") });
  return true;
}
const from = sessionStorage.getItem(sentFrom);
sessionStorage.removeItem(sentFrom);
const named = location.hash.length > 1 ? page.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
if (!stand($("[data-focus]")) && from !== null) {
  stand($("[data-interview=one] fieldset.step")) ||
    stand(named) ||
    stand($(".flash")) ||
    stand(from === "" ? null : page.getElementById(from)) ||
    stand($("main h1"));
}

// ── the interview ──

const interview = $("[data-interview]");
const answerable = () => all("form[data-answer]").filter((form) => form.dataset.kind !== "read");
const goTo = (form) => {
  form?.querySelector("fieldset")?.focus({ preventScroll: true });
  form?.scrollIntoView({ block: "center" });
};

/** Picks an answer, or goes on and back. True when the key meant something here. */
function answers(event, field) {
  const one = interview.dataset.interview === "one";
  const standing = page.activeElement?.closest("form[data-answer]");
  const open = answerable().find((form) => form.querySelector("[data-key]") && !form.querySelector(":checked"));
  const form = one ? $("form[data-answer]") : (standing ?? open);
  const key = event.key.toUpperCase();
  const picked = form && [...form.querySelectorAll("[data-key]")].find((choice) => choice.dataset.key === key);
  if (picked && !event.repeat) {
    picked.checked = true;
    if (one) form.requestSubmit();
    else {
      picked.dispatchEvent(new Event("change", { bubbles: true }));
      goTo(answerable()[answerable().indexOf(form) + 1] ?? form);
    }
    return true;
  }
  // Arrows belong to any field, a group of radio buttons included.
  if (field || event.repeat) return false;
  const nowhere = event.target === page.body || event.target.matches("fieldset, main");
  if (one && (event.key === "ArrowRight" || (event.key === "Enter" && nowhere))) form?.requestSubmit();
  else if (one && event.key === "ArrowLeft") $("form[action$='/tillbaka']:not([hidden])")?.requestSubmit();
  else if (!one && standing && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    goTo(answerable()[answerable().indexOf(standing) + (event.key === "ArrowDown" ? 1 : -1)]);
  } else return false;
  return true;
}

// ── the list and a follow-up ──

const rows = () => all(".work-list .go a");
/** One row on or back from where the keyboard stands; from anywhere else to the first. */
function move(by) {
  const at = rows().indexOf(page.activeElement);
  const row = rows()[at < 0 ? 0 : at + by];
  row?.focus();
  row?.closest("tr").scrollIntoView({ block: "nearest" });
  return row !== undefined;
}

/** To what is to be filled in first of a form, wherever it is folded in. */
function toForm(action, sends = false) {
  const form = $(`form[action$="/${action}"]`);
  if (!form) return false;
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const fields = [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button")];
  // The journal has to be looked at before anything else.
  const empty = fields.find((field) => field.name === "kontrollerad" && !field.checked);
  const group = form.querySelector("input[type=radio]:checked") ?? form.querySelector("input[type=radio]");
  if (sends && !empty) form.requestSubmit();
  else (empty ?? group ?? fields[0])?.focus();
  return true;
}

function follow(selector) {
  const link = $(selector);
  link?.click();
  return link !== null;
}

const keys = {
  "?": () => showHelp() ?? true,
  "/": () => {
    const field = $("[data-search]");
    field?.focus();
    field?.select();
    return field !== null || ($("nav a[href='/lista']") !== null && (location.assign("/lista/sok") ?? true));
  },
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => rows().includes(page.activeElement) && move(1),
  ArrowUp: () => rows().includes(page.activeElement) && move(-1),
  n: () => follow("[data-next]") || follow(".work-list .go a"),
  v: () => toForm("visa-nummer", true) || stand($("a.phone")),
  b: () => toForm("borja"),
  u: () => toForm("utfall"),
};

page.addEventListener("keydown", (event) => {
  if (!areOn() || help.open || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const field = event.target.closest("input, textarea, select, [contenteditable]");
  if (field && !["radio", "checkbox"].includes(field.type)) return;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const done = (interview && answers(event, field)) || (!(event.repeat && !/^[jk]|Arrow/.test(name)) && keys[name]?.());
  if (done) event.preventDefault();
});

// The page's keys work from here on.
page.documentElement.classList.add("script");
