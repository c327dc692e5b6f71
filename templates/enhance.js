/**
 * What a browser with script adds: answers are saved as they are picked, keys answer, nothing is sent twice, progress
 * moves by itself. Every page works without this file. No dependency, no inline handler, nothing stored in the browser:
 * answers that wait for a connection live in memory only.
 */
const page = document;
page.documentElement.classList.add("script");
page.querySelector("[data-focus]")?.focus();

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

// ── a slash leads to the search field, as long as nothing is being written ──

page.addEventListener("keydown", (event) => {
  const field = page.querySelector("[data-search]");
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || !field) return;
  if (event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  field.focus();
  field.select();
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

// ── the interview ──

const interview = page.querySelector("[data-interview]");
if (interview) {
  const oneAtATime = interview.dataset.interview === "one";
  // A practised interview is kept nowhere but in its forms: each of them leads to the next page by itself.
  const leadsItself = oneAtATime && "practice" in interview.dataset;
  const forms = [...interview.querySelectorAll("form[data-answer]")];
  const stateLine = interview.querySelector("[data-save-state]");
  /** Form → { goOn }: what waits to be saved, in the order it was given. The newest answer to a question wins. */
  const waiting = new Map();
  let sending = false;
  let retry;
  let pauseMilliseconds = 1000;
  /** What to do once everything is saved: another form or a link that was pressed meanwhile. */
  let afterwards;
  let acute = false;

  const say = (text, trouble = false) => {
    stateLine.classList.toggle("trouble", trouble);
    if (stateLine.textContent !== text) stateLine.textContent = text;
  };

  const keep = (form, goOn = false) => {
    if (leadsItself) return goOn && form.submit();
    waiting.delete(form);
    waiting.set(form, { goOn });
    send();
  };

  async function send() {
    if (sending || waiting.size === 0) return;
    clearTimeout(retry);
    sending = true;
    const [form, wanted] = waiting.entries().next().value;
    say("Sparar …");
    const outcome = await post(form, wanted);
    sending = false;
    // The answer was changed while it was under way: the newer one is still waiting.
    const settled = waiting.get(form) === wanted;
    if (outcome.lost) {
      say(outcome.lost, true);
      markSent(form, false);
      retry = setTimeout(send, pauseMilliseconds);
      pauseMilliseconds = Math.min(pauseMilliseconds * 2, 15000);
      return;
    }
    pauseMilliseconds = 1000;
    if (settled) waiting.delete(form);
    if (outcome.saved) {
      for (const field of page.querySelectorAll("input[name=version]")) field.value = outcome.version;
      say(outcome.said ?? `Sparat ${outcome.at}`);
      if (settled && (wanted.goOn || outcome.ended)) {
        if (waiting.size === 0) return leave(() => location.assign(outcome.next ?? form.dataset.next));
      }
    } else {
      afterwards = undefined;
      markSent(form, false);
      say(outcome.sentence, true);
      if (wanted.goOn) form.querySelector("fieldset")?.focus();
    }
    if (waiting.size > 0) send();
    else if (afterwards) leave(afterwards);
  }

  /** Sends one answer. {lost: sentence} when it has to be sent again, otherwise what the server said. */
  async function post(form, { goOn }) {
    const body = new URLSearchParams(new FormData(form));
    if (!goOn) body.set("stanna", "ja");
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body,
        headers: { accept: "application/json" },
        signal: AbortSignal.timeout(10000),
      });
      const said = await response.json();
      if (response.status === 401) {
        return { lost: "Du är utloggad. Logga in i en annan flik: svaret sparas så fort du är inloggad." };
      }
      if (response.status >= 500) return { lost: `${said.sentence} Svaret sparas när det går igen.` };
      return said;
    } catch {
      return { lost: "Ingen kontakt – svaret sparas när kontakten är tillbaka." };
    }
  }

  function leave(act) {
    afterwards = undefined;
    waiting.clear();
    act();
  }

  /** Waits for what is being saved before the page is left; an acute call never waits. */
  const first = (event, act) => {
    if (waiting.size === 0 && !sending) return;
    event.preventDefault();
    afterwards = act;
    send();
  };
  page.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (forms.includes(form)) {
        if (!oneAtATime) {
          event.preventDefault();
          keep(form);
        } else if (form.dataset.sent !== "yes") {
          event.preventDefault();
          markSent(form, true);
          keep(form, true);
        }
      } else if (form.action.endsWith("/akut")) {
        acute = true;
      } else {
        const button = event.submitter;
        first(event, () => form.requestSubmit(button));
      }
    },
    true,
  );
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) first(event, () => location.assign(link.href));
  });
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size > 0 && !acute) event.preventDefault();
  });

  let typing;
  interview.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!forms.includes(form)) return;
    clearTimeout(typing);
    // A yes or no that steers the call is not sent until the person goes on, when there is a button for that.
    if (!(oneAtATime && form.dataset.kind === "confirm")) keep(form);
  });
  interview.addEventListener("input", (event) => {
    if (event.target.name !== "text") return;
    clearTimeout(typing);
    if (!leadsItself) say("Inte sparat än …");
    typing = setTimeout(() => keep(event.target.form), 1200);
  });

  // ── keys ──

  const answerable = forms.filter((form) => form.dataset.kind !== "read");
  const standing = () =>
    page.activeElement?.closest("form[data-answer]") ??
    answerable.find((form) => form.querySelector("[data-key]") && !form.querySelector(":checked"));
  const go = (form) => {
    const target = form?.querySelector("fieldset");
    target?.focus({ preventScroll: true });
    form?.scrollIntoView({ block: "center" });
  };

  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return;
    const field = event.target.closest("input, textarea, select");
    // Letters belong to a text field; arrows belong to any field, a group of radio buttons included.
    if (field && field.type !== "radio") return;
    const form = oneAtATime ? forms[0] : standing();
    const picked =
      form && [...form.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key.toUpperCase());
    if (picked) {
      event.preventDefault();
      picked.checked = true;
      if (oneAtATime) return form.requestSubmit();
      keep(form);
      return go(answerable[answerable.indexOf(form) + 1] ?? form);
    }
    if (field) return;
    const onward = event.key === "ArrowRight" || (event.key === "Enter" && event.target === document.body);
    if (oneAtATime && onward) forms[0]?.requestSubmit();
    if (oneAtATime && event.key === "ArrowLeft") interview.querySelector("form[action$='/tillbaka']")?.requestSubmit();
    if (!oneAtATime && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const at = answerable.indexOf(page.activeElement?.closest("form[data-answer]"));
      if (at < 0) return;
      event.preventDefault();
      go(answerable[at + (event.key === "ArrowDown" ? 1 : -1)]);
    }
  });
}
