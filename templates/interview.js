/**
 * Answers are saved as they are given, and wait when there is no connection: the call goes on with the steps that the page
 * holds, and what has been said is sent in its order once the connection is back. Each act has a name, so that sending it
 * again is harmless, and an answer that was given elsewhere meanwhile is shown and not written over.
 *
 * What waits lies in this browser only as AES-GCM under the session's key, which is in this page's memory alone: after
 * signing out, after the session's time, for another person and after a day it cannot be read and is thrown away.
 */
const page = document;
const prefix = "ringupp-vantar:";
const dayMilliseconds = 864e5;
const interview = page.querySelector("[data-interview]");
const signedIn = page.querySelector("form[action='/logga-ut']") !== null;
const practised = interview !== null && "practice" in interview.dataset;
const base = /^\/uppfoljningar\/[^/]+/.exec(location.pathname)?.[0];

/** What waits, in the order it was given: {id, path, fields, known, goOn, label, text, given}. */
let acts = [];
let key;
let account;
let stateLine = page.querySelector("[data-save-state]");

/** The line that says how it is; on a page that has none it is made, beside the form it is about. */
function say(text, trouble = false, beside = null) {
  if (!stateLine || (beside && !stateLine.isConnected)) {
    stateLine = Object.assign(page.createElement("p"), { className: "save-state" });
    stateLine.setAttribute("role", "status");
    stateLine.dataset.saveState = "";
    if (beside) beside.after(stateLine);
    else page.querySelector("main").prepend(stateLine);
  }
  stateLine.classList.toggle("trouble", trouble);
  if (stateLine.textContent !== text) stateLine.textContent = text;
}

// ── what lies in the browser ──

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const bytesOf = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const slot = prefix + hex(random(8));
const slots = () => Object.keys(localStorage).filter((name) => name.startsWith(prefix));
const wipe = (names) => {
  for (const name of names) localStorage.removeItem(name);
};

/** Without a secure context (http elsewhere than on this computer) there is no crypto: then nothing is ever stored. */
async function useKey(told) {
  account = told.account;
  key = await crypto.subtle?.importKey("raw", bytesOf(told.key), "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** The key for a page that was given none. False when nobody is signed in; throws without contact. */
async function fetchKey() {
  const response = await fetch("/nyckel", { headers: json, signal: AbortSignal.timeout(5000) });
  if (response.ok) await useKey(await response.json());
  return response.ok;
}
const json = { accept: "application/json" };

let storing = Promise.resolve();
/** Hides everything that waits anew; one at a time, so that the newest is what lies there in the end. */
const store = () => {
  storing = storing
    .then(async () => {
      if (acts.length === 0 || !key) return wipe([slot]);
      const text = JSON.stringify(acts);
      // In whole kilobytes: the length does not tell what was answered.
      const padded = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 1024) * 1024));
      const iv = random(12);
      const hidden = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, padded));
      localStorage.setItem(slot, JSON.stringify({ given: acts[0]?.given ?? 0, iv: hex(iv), hidden: hex(hidden) }));
    })
    .catch(() => undefined);
  return storing;
};

/** What earlier pages of this session left; anything too old or of another session is thrown away. */
async function takeLeft(names) {
  const left = [];
  for (const name of names) {
    try {
      const { given, iv, hidden } = JSON.parse(localStorage.getItem(name));
      if (!(Date.now() - given < dayMilliseconds)) throw new Error("too old");
      const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytesOf(iv) }, key, bytesOf(hidden));
      left.push(...JSON.parse(new TextDecoder().decode(opened)));
    } catch {
      wipe([name]);
    }
  }
  if (left.length === 0) return;
  acts = [...left.map((act) => ({ ...act, left: true })), ...acts];
  await store();
  wipe(names);
  send();
}

/** Something of earlier pages lies there and has not been looked at yet. */
let taking = false;

async function begin() {
  const names = slots();
  if (!signedIn) return wipe(names);
  if (practised) return;
  taking = names.length > 0;
  try {
    if (interview?.dataset.key) await useKey(interview.dataset);
    interview?.removeAttribute("data-key");
    if (!taking) return;
    if (key || (await fetchKey())) await takeLeft(names);
    else wipe(names);
  } catch {
    return setTimeout(begin, 5000);
  }
  taking = false;
  if (acts.length === 0 && afterwards) leave(afterwards.act);
}

// ── sending ──

let sending = false;
let retry;
let pauseMilliseconds = 1000;
/** Why the server is not reached; undefined while it is. */
let lost;
/** What to do once everything is saved: another form or a link that was pressed meanwhile. */
let afterwards;
let acute = false;

const countText = () => {
  const count = acts.filter(({ path }) => path.endsWith("/svar")).length;
  return `${count} svar väntar`;
};

function sayLost() {
  const also = afterwards ? ` ”${afterwards.label}” görs först när de är skickade.` : "";
  const kept = key
    ? "Svaren ligger kvar här på datorn och skickas när kontakten är tillbaka"
    : "Svaren ligger kvar i den här fliken, så stäng den inte. De skickas när kontakten är tillbaka";
  const texts = {
    contact: `Ingen kontakt. ${kept} (${countText()}).`,
    "signed-out": `Du är utloggad. Logga in i en annan flik och låt den här stå öppen, så skickas svaren (${countText()}).`,
  };
  say((texts[lost] ?? `${lost} Svaren skickas när det går igen (${countText()}).`) + also, true);
}

function add(act) {
  const last = acts.at(-1);
  const replaces =
    last && !(sending && acts.length === 1) && last.path === act.path && last.fields.steg === act.fields.steg;
  if (replaces && act.path.endsWith("/svar")) acts.pop();
  acts.push({ id: hex(random(16)), given: Date.now(), ...act });
  store();
  if (lost) sayLost();
  send();
}

async function send() {
  if (sending || acts.length === 0) return;
  clearTimeout(retry);
  sending = true;
  const [act] = acts;
  if (!lost) say("Sparar …");
  const said = await post(act);
  sending = false;
  if (said.lost) {
    lost = said.lost;
    goOnAlone();
    sayLost();
    retry = setTimeout(send, pauseMilliseconds);
    pauseMilliseconds = Math.min(pauseMilliseconds * 2, 15000);
    return;
  }
  if (lost === "signed-out") await fetchKey().catch(() => undefined);
  lost = undefined;
  pauseMilliseconds = 1000;
  acts = said.problem === "answer-of-another-account" ? [] : acts.filter(({ id }) => id !== act.id);
  store();
  if (said.saved) heard(act, said);
  else refused(act, said);
  if (acts.length > 0) send();
  else if (afterwards) leave(afterwards.act);
}

/** Sends one act. {lost: why} when it has to be sent again, otherwise what the server said. */
async function post({ id, path, fields, known, goOn }) {
  const version = page.querySelector("input[name=version]")?.value ?? "";
  const body = new URLSearchParams({ ...fields, version, tur: id, konto: account ?? "" });
  for (const value of known) body.append("sedd", value);
  if (!goOn) body.set("stanna", "ja");
  try {
    const response = await fetch(path, { method: "POST", body, headers: json, signal: AbortSignal.timeout(5000) });
    const said = await response.json();
    if (response.status === 401) {
      key = undefined;
      store();
      return { lost: "signed-out" };
    }
    return response.status >= 500 ? { lost: said.sentence ?? "contact" } : said;
  } catch {
    return { lost: "contact" };
  }
}

function heard(act, said) {
  const ours = act.path.startsWith(`${base}/`) || practised;
  if (!ours) return acts.length > 0 || say("Svaren som väntade är skickade.");
  for (const field of page.querySelectorAll("input[name=version]")) field.value = said.version;
  const { steg, svar, text } = act.fields;
  if (steg && !acts.some(({ fields }) => fields.steg === steg)) believed.set(steg, new Set([svar ?? text ?? ""]));
  say(said.said ?? `Sparat ${said.at}`);
  stale ||= act.left;
  if (acts.length > 0 || refusals > 0) return;
  // What the page shows is older than what has been saved now.
  if (stale && (interview || location.pathname.endsWith("/sammanfattning"))) return toInterview();
  if (afterwards || !interview) return;
  if (said.next && !said.next.endsWith("/intervju")) leave(() => location.assign(said.next));
  else if (isOne() && act.goOn && !(alone && said.standsAt === form().elements.steg.value)) toInterview();
}
let stale = false;
const toInterview = () => leave(() => location.assign(`${base}/intervju`));

// ── what could not be sent ──

let refusals = 0;
/** Nothing picked, too long, another account: the person mends it where it stands. Anything else is shown for good. */
function refused(act, said) {
  afterwards = undefined;
  markSent(form(), false);
  say(`Inte skickat: ${said.sentence}`, true);
  if (["answer-needed", "answer-of-another-account", "practice-unreadable"].includes(said.problem)) {
    return act.goOn && form()?.querySelector("fieldset")?.focus();
  }
  refusals += 1;
  const notice = page.createElement("div");
  notice.className = "notice strong";
  notice.setAttribute("role", "alert");
  const words = page.createElement("p");
  const ours = act.text ? ` Du valde: ”${act.text}”.` : "";
  const theirs = said.stands ? ` Nu står: ”${said.stands.text || "inget svar"}”.` : "";
  words.textContent = `Inte skickat, ${act.label}: ${said.sentence}${ours}${theirs}`;
  const buttons = page.createElement("p");
  buttons.className = "row";
  const button = (label, then) => {
    const made = Object.assign(page.createElement("button"), {
      type: "button",
      textContent: label,
      className: "secondary",
    });
    made.addEventListener("click", () => {
      refusals -= 1;
      notice.remove();
      then();
    });
    buttons.append(made);
  };
  const onward = () => refusals > 0 || acts.length > 0 || !interview || toInterview();
  if (said.problem === "answer-changed-elsewhere") {
    button("Spara mitt svar i stället", () =>
      add({ ...act, id: hex(random(16)), known: [said.stands.value], left: true }),
    );
    button("Behåll det som står", onward);
  } else button("Jag har sett det", onward);
  notice.append(words, buttons);
  (interview ?? page.querySelector("main")).prepend(notice);
}

// ── leaving the page ──

function leave(act) {
  afterwards = undefined;
  store().then(act);
}

/** Waits for what is being saved before the page is left; an acute call never waits. */
function first(event, label, act) {
  if (acts.length === 0 && !taking) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  afterwards = { label, act };
  if (lost) sayLost();
  send();
}

/** Marks a form as sent; not by `disabled`, which would drop the pressed button's value. */
function markSent(sent, yes) {
  if (!sent) return;
  sent.dataset.sent = yes ? "yes" : "";
  for (const button of sent.querySelectorAll("button")) button.setAttribute("aria-disabled", String(yes));
}

page.addEventListener(
  "submit",
  (event) => {
    const sent = event.target;
    const action = new URL(sent.action).pathname;
    if (action.endsWith("/akut")) {
      acute = true;
      return;
    }
    if (interview && sent.matches("[data-answer]")) {
      if (!isOne()) {
        event.preventDefault();
        keep(sent);
      } else if (sent.dataset.sent !== "yes") {
        if (practised) return;
        event.preventDefault();
        markSent(sent, true);
        keep(sent, true);
      }
      return;
    }
    if (interview && lost && goesOnAlone(action)) {
      event.preventDefault();
      return;
    }
    if (signedIn && !navigator.onLine && acts.length === 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return say("Ingen kontakt. Det du har skrivit står kvar: tryck igen när kontakten är tillbaka.", true, sent);
    }
    if (action === "/logga-ut" && acts.length > 0 && lost) {
      // Whoever leaves the computer must be able to sign out; what waits dies with the session.
      if (confirm(`${countText()} på att skickas. Loggar du ut nu tas de bort. Vill du logga ut?`)) {
        acts = [];
        store();
      } else event.preventDefault();
      return;
    }
    const button = event.submitter;
    first(event, button?.textContent?.trim() || "Skicka", () => sent.requestSubmit(button));
  },
  true,
);
page.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!link.getAttribute("href").startsWith("#"))
    first(event, link.textContent.trim(), () => location.assign(link.href));
});
window.addEventListener("online", send);
window.addEventListener("beforeunload", (event) => {
  if (acts.length > 0 && !acute) event.preventDefault();
});

// ── the interview ──

const isOne = () => interview?.dataset.interview === "one";
const form = () => (isOne() ? interview.querySelector("form[data-answer]") : null);
/** Step → every answer to it that this page has known of since the server last agreed. */
const believed = new Map();

/** What a form says as it stands: fields to send, and the words for a person. */
function saidIn(answered) {
  const { steg, svar, text } = Object.fromEntries(new FormData(answered));
  const picked = answered.querySelector("input:checked");
  const words = text ?? picked?.closest(".choice").querySelector("span").textContent;
  return {
    fields: { steg, ...(svar === undefined ? {} : { svar }), ...(text === undefined ? {} : { text }) },
    text: words,
  };
}

/** What stood in a form when the page came. */
function stoodIn(answered) {
  const radio = [...answered.querySelectorAll("input[name=svar]")].find((one) => one.defaultChecked);
  return radio?.value ?? answered.querySelector("textarea")?.defaultValue ?? "";
}

let typing;
function keep(answered, goOn = false) {
  clearTimeout(typing);
  const { fields, text } = saidIn(answered);
  const known = believed.get(fields.steg) ?? new Set([stoodIn(answered)]);
  const label = (answered.querySelector(".progress-text") ?? page.querySelector("h1")).textContent;
  believed.set(fields.steg, new Set([...known, fields.svar ?? fields.text ?? ""]));
  const kind = answered.dataset.kind;
  // Where something must be picked the server says so; without it there is nobody to ask.
  const empty = lost && goOn && fields.svar === undefined && ["choice", "confirm"].includes(kind);
  if (empty && !answered.querySelector("[data-may-skip]")) {
    markSent(answered, false);
    return say("Välj ett svar. Vill patienten inte svara väljer du ”Vill inte svara”.", true);
  }
  add({ path: new URL(answered.action).pathname, fields, known: kind === "read" ? [] : [...known], goOn, label, text });
  if (lost && goOn) goOnAlone();
}

// ── without the server ──

/** The steps that have been passed without it, the last one last. */
const passed = [];
let alone = false;

/** To the step that the last answer leads to. What is sent later leads the same way (web/interview-ahead.ts). */
function goOnAlone() {
  const here = form();
  const last = acts.at(-1);
  if (!here?.dataset.ways || practised || !last?.goOn || last.fields.steg !== here.elements.steg.value) return;
  const ways = JSON.parse(here.dataset.ways);
  standAt(ways[last.fields.svar] ?? ways[""]);
}

const templateOf = (step) =>
  [...interview.querySelectorAll("template[data-step]")].find((one) => one.dataset.step === step);

function standAt(step, before) {
  const here = form();
  const fieldset = here.querySelector("fieldset");
  if (!before && here.elements.steg.value)
    passed.push({ step: here.elements.steg.value, fieldset, title: heading().textContent, ...here.dataset });
  const template = templateOf(step);
  const next =
    before ??
    (template ? { ...template.dataset, fieldset: template.content.firstElementChild.cloneNode(true) } : atEnd(step));
  fieldset.replaceWith(next.fieldset);
  Object.assign(here.dataset, { kind: next.kind, ways: next.ways });
  here.elements.steg.value = next.step ?? step;
  heading().textContent = next.title;
  const [, number, count] = /(\d+) av (\d+)/.exec(next.title) ?? [];
  interview.querySelector(".progress .fill")?.setAttribute("width", number ? ((number - 1) / count) * 100 : 100);
  const button = here.querySelector(":scope > button");
  button.textContent = next.kind === "read" ? "Fortsätt" : "Nästa";
  button.hidden = next.kind === "end";
  for (const back of interview.querySelectorAll("form[action$='/tillbaka']")) {
    back.hidden = passed.length === 0 || next.final;
    back.elements.steg.value = here.elements.steg.value;
    markSent(back, false);
  }
  markSent(here, false);
  alone = true;
  next.fieldset.focus();
}
const heading = () => interview.querySelector("h1");

/** Nothing more to ask: the summary, or the end of the call, has to be fetched. */
function atEnd(step) {
  const fieldset = page.createElement("fieldset");
  fieldset.className = "step";
  fieldset.tabIndex = -1;
  const done = step === "end:completed";
  fieldset.append(
    Object.assign(page.createElement("legend"), {
      textContent: done ? "Alla frågor är ställda" : "Samtalet är slut",
    }),
    Object.assign(page.createElement("p"), {
      textContent: done
        ? "Sammanfattningen visas när svaren är skickade. Då kan du spara och låsa. Kommer inte kontakten tillbaka kan du avsluta samtalet: svaren skickas senare."
        : "Det registreras när kontakten är tillbaka. Du kan lägga på.",
    }),
  );
  return { fieldset, kind: "end", ways: "", title: done ? "Avslutning" : "Samtalet är slut", final: !done };
}

/** Other buttons of the call that work without the server: one step back, and on from all the questions. */
function goesOnAlone(action) {
  if (action.endsWith("/tillbaka")) {
    const before = passed.pop();
    if (before) {
      add({ path: action, fields: { steg: form().elements.steg.value }, known: [], label: "Tillbaka" });
      standAt(before.step, before);
    } else say(`${stateLine.textContent} Det går inte att gå längre tillbaka förrän kontakten är tillbaka.`, true);
    return true;
  }
  if (!action.endsWith("/vidare") || acts.length === 0 || !interview.dataset.closesAt) return false;
  add({ path: action, fields: {}, known: [], label: "Vidare till avslutningen" });
  for (const old of interview.querySelectorAll("form[data-answer], form[action$='/vidare'], .keys, h1")) old.remove();
  interview.prepend(interview.querySelector("template[data-one]").content.cloneNode(true));
  interview.dataset.interview = "one";
  standAt(interview.dataset.closesAt);
  passed.length = 0;
  return true;
}

if (interview) {
  interview.addEventListener("change", (event) => {
    const answered = event.target.form;
    if (!answered?.matches("[data-answer]") || (isOne() && practised)) return;
    // A yes or no that steers the call is not sent until the person goes on, when there is a button for that.
    if (!(isOne() && answered.dataset.kind === "confirm")) keep(answered);
  });
  interview.addEventListener("input", (event) => {
    if (event.target.name !== "text" || (isOne() && practised)) return;
    clearTimeout(typing);
    say("Inte sparat än …");
    typing = setTimeout(() => keep(event.target.form), 1200);
  });
}
begin();
