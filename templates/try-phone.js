/**
 * What a browser with script adds to the demo's telephone: keys are sent without leaving the page, the call is looked at
 * once a second, and what the robot says is read aloud, by a voice that is on this computer or not at all. The page works
 * without this file.
 */
const page = document;
const phone = page.querySelector("[data-phone]");
const contact = page.querySelector("[data-contact]");
const pieces = [
  "telefon-omgang",
  "telefon-lage",
  "telefon-ord",
  "telefon-knappar",
  "telefon-slut",
  "telefon-logg",
  "telefon-forut",
];
const lookEveryMilliseconds = 1000;

let ended = phone.querySelector(".line-ended") !== null;
/** One thing at a time, in the order it was asked for: two keys must arrive as they were pressed. */
let queue = Promise.resolve();
let waiting = 0;

const inOrder = (act) => {
  waiting += 1;
  queue = queue.then(act).finally(() => {
    waiting -= 1;
  });
  return queue;
};

// ── the page follows the call ──

async function ask(address, init = {}) {
  try {
    const answer = await fetch(address, {
      ...init,
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(10000),
    });
    if (answer.status === 404) {
      ended = true;
      tell("Samtalet finns inte längre. Demon har börjat om.");
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    tell("");
    show(await answer.json());
  } catch {
    pressed = { turn: "", keys: 0 };
    tell("Ingen kontakt just nu. Telefonen försöker igen av sig själv.");
  }
}

function tell(text) {
  contact.classList.toggle("trouble", text !== "");
  if (contact.textContent !== text) contact.textContent = text;
}

function show(now) {
  const fresh = new DOMParser().parseFromString(now.html, "text/html");
  const handset = phone.querySelector(".handset");
  const moved = handset.className !== fresh.querySelector(".handset").className;
  const focused = page.activeElement;
  const held = { value: focused?.value, inside: page.getElementById("telefon-knappar").contains(focused) };
  handset.className = fresh.querySelector(".handset").className;
  for (const id of pieces) {
    const [here, there] = [page.getElementById(id), fresh.getElementById(id)];
    if (here.innerHTML !== there.innerHTML) swap(here, there, id);
  }
  ended = now.ended;
  if (held.inside && !page.contains(focused)) refocus(moved ? undefined : held.value);
  speak(now);
}

/** What somebody has folded out stays so. */
function swap(here, there, id) {
  const open = here.querySelector("details")?.open ?? false;
  here.replaceChildren(...there.childNodes);
  const details = here.querySelector("details");
  if (id === "telefon-forut" && details) details.open = open;
}

/** The pressed button is gone: to the same one again, or to where the call stands now. */
function refocus(value) {
  const same = [...phone.querySelectorAll("#telefon-knappar button")].find((button) => button.value === value);
  (same ?? page.getElementById("slut") ?? page.getElementById("telefon-ord")).focus({ preventScroll: true });
}

const look = () => inOrder(() => (ended ? undefined : ask(`${phone.dataset.phone}/lage`)));

setInterval(() => {
  if (!ended && waiting === 0 && !page.hidden) look();
}, lookEveryMilliseconds);
window.addEventListener("online", look);
page.addEventListener("visibilitychange", () => {
  if (!page.hidden && !ended) look();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    ended = false;
    look();
  }
});

// ── hands on the telephone ──

/** How many keys have been sent in answer to which question. */
let pressed = { turn: "", keys: 0 };

/** Is the question that is shown still open? One that has got its keys is locked until the next one is heard. */
function maySend() {
  const question = page.querySelector("#telefon-omgang input");
  if (!question?.value) return false;
  if (pressed.turn !== question.value) pressed = { turn: question.value, keys: 0 };
  return pressed.keys < Number(question.dataset.wanted);
}

const press = (fields) => {
  if (fields.knapp !== undefined) {
    if (!maySend()) return;
    pressed.keys += 1;
    fields.omgang = pressed.turn;
  }
  hush();
  return inOrder(() => ask(`${phone.dataset.phone}/tryck`, { method: "POST", body: new URLSearchParams(fields) }));
};

page.addEventListener(
  "submit",
  (event) => {
    const button = event.submitter;
    if (!event.target.matches("[data-hand]") || !button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    press({ [button.name]: button.value });
  },
  true,
);

/** Single keys work only with the focus on the telephone, so that they disturb no other tool (WCAG 2.1.4). */
page.addEventListener("keydown", (event) => {
  if (!phone.querySelector(".handset").contains(page.activeElement)) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return;
  const wanted = event.key === "Escape" ? "lagg-pa" : /^[0-9*#]$/.test(event.key) ? event.key : null;
  const button = wanted && [...phone.querySelectorAll("[data-hand] button")].find(({ value }) => value === wanted);
  if (!button) return;
  event.preventDefault();
  button.classList.add("down");
  setTimeout(() => button.classList.remove("down"), 150);
  press({ [button.name]: button.value });
});

// ── the voice ──

const voiceBox = page.querySelector("[data-voice]");
const synthesis = window.speechSynthesis;
const voiceButton = voiceBox.querySelector("button");
/** What has been heard when the page was opened is not said again. */
let said = phone.querySelectorAll(".latest, .earlier").length;
let latest = [...phone.querySelectorAll(".latest p")].map((line) => line.textContent);

/** A voice that is no remote service's: nothing that is said leaves the computer. */
const voiceOf = () =>
  (synthesis?.getVoices() ?? []).find((voice) => voice.localService === true && /^sv\b/i.test(voice.lang));
const isLoud = () => voiceButton.getAttribute("aria-pressed") === "true";
const hush = () => synthesis?.cancel();

function offerVoice() {
  const voice = voiceOf();
  voiceBox.hidden = false;
  voiceBox.querySelector("[data-has-voice]").hidden = !voice;
  voiceBox.querySelector("[data-no-voice]").hidden = Boolean(voice);
}

function speak(now) {
  latest = now.says;
  if (now.heard <= said) return;
  said = now.heard;
  if (isLoud() && !page.hidden) sayLatest();
}

function sayLatest() {
  const voice = voiceOf();
  hush();
  if (!voice) return;
  for (const line of latest) {
    const utterance = new SpeechSynthesisUtterance(line);
    Object.assign(utterance, { voice, lang: voice.lang, rate: 0.9 });
    synthesis.speak(utterance);
  }
}

voiceButton.addEventListener("click", () => {
  const loud = !isLoud();
  voiceButton.setAttribute("aria-pressed", String(loud));
  if (loud) sayLatest();
  else hush();
});
window.addEventListener("pagehide", hush);
if (!ended) {
  offerVoice();
  synthesis?.addEventListener?.("voiceschanged", offerVoice);
}
