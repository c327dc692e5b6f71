/**
 * Plays a survey in the terminal: the quickest way to hear how a new survey sounds, and to keep an odd interview as a
 * scenario (surveys/scenario.ts). One line is one input, so a piped file plays as well as a keyboard does. Nothing is
 * stored but the scenario that is asked for, and the texts' names stay blanks.
 */
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import {
  begin,
  type EndedAs,
  type Heard,
  type Interruption,
  meaningOfCode,
  type Respondent,
  resume,
  type Say,
  type State,
  type Turn,
} from "../surveys/engine.ts";
import { outcomeOfTurn, type Scenario, type ScenarioTurn } from "../surveys/scenario.ts";
import { reserved, type Survey } from "../surveys/survey.ts";

const ended: Readonly<Record<EndedAs, string>> = {
  completed: "Intervjun är genomförd.",
  partial: "Intervjun är delvis genomförd.",
  refused: "Personen tackade nej.",
  "wrong-person": "Det var fel person. Inget har sagts om varför du ringde.",
  later: "Personen kan inte prata nu. Boka en annan tid.",
  "will-not-continue": "Personen vill inte fortsätta.",
  withdrawn: "Samtycket är återkallat och svaren är borttagna.",
};

const interrupted: Readonly<Record<Interruption, string>> = {
  pause: "Pausad.",
  "hang-up": "Samtalet bröts.",
  person: "En människa tar över.",
  silence: "Det är tyst för tredje gången. En människa tar över.",
  "wrong-keys": "Fel knapp för tredje gången. En människa tar över.",
  acute: "Avbrutet, akut. Ring 112 om det behövs. Stanna kvar i luren.",
};

const allKeys = `  Enter  vidare           b  tillbaka          r  säg igen
  1–6    svar             v  vet ej            e  inte aktuellt    n  vill inte svara
  j, n   ja och nej       m  en närstående svarar (igen: patienten)
  p      pausa            a  avbryt, akut      q  lägg på och sluta
  slut   vill inte fortsätta                   återkalla  ta tillbaka samtycket
  tyst   ingen svarar     fel  fel knapp       människa   vill tala med en människa`;

const words: Readonly<Record<string, Heard>> = {
  "": { kind: "next" },
  b: { kind: "back" },
  r: { kind: "repeat" },
  p: { kind: "pause" },
  a: { kind: "acute" },
  q: { kind: "hangUp" },
  slut: { kind: "stop" },
  återkalla: { kind: "withdraw" },
  tyst: { kind: "silence" },
  fel: { kind: "wrongKey" },
  människa: { kind: "person" },
};

const letters: Readonly<Record<string, number>> = {
  v: reserved.dontKnow,
  e: reserved.notApplicable,
  n: reserved.declined,
};

/** What a line means where the interview stands; null when it means nothing there. */
function hearLine(line: string, turn: Turn): Heard | null {
  const { say, state } = turn;
  const typed = line.trim();
  const key = typed.toLowerCase();
  if (key === "m") return { kind: "respondent", respondent: state.respondent === "proxy" ? "patient" : "proxy" };
  if (say.kind === "confirm" && (key === "j" || key === "n")) return { kind: key === "j" ? "yes" : "no" };
  if (say.kind === "choice" && Object.hasOwn(letters, key)) return meaningOfCode(letters[key]!);
  if (say.kind === "choice" && /^[1-6]$/.test(key)) return { kind: "choice", code: Number(key) };
  if (say.kind === "summary") {
    if (key === "k") return { kind: "finish" };
    const step = revisable(say)[Number(key) - 1];
    if (key !== "" && step) return { kind: "goTo", step };
    if (key === "") return null;
  }
  if (Object.hasOwn(words, key)) return words[key]!;
  return say.kind === "open" ? { kind: "text", text: typed } : null;
}

const revisable = (say: Say & { kind: "summary" }) => [...say.questions, ...say.confirmed].map((one) => one.step);

const spoken = (text: string) =>
  text
    .replaceAll("{caller}", "[ditt namn]")
    .replaceAll("{region}", "[regionen]")
    .replaceAll("{birthday}", "[dag och månad]");

/** The screen for what is said now; `over` when nothing more can be typed. */
function show(say: Say, over = false): string {
  if (say.kind === "ended") return `\n${ended[say.as]}`;
  if (say.kind === "interrupted") return `\n${interrupted[say.by]}${over ? "" : " Enter: fortsätt där ni var."}`;
  if (say.kind === "summary") {
    const lines = [
      ...say.questions.map((one) => `${one.label}: ${one.answerText ?? (one.maySkip ? "–" : "– (inget svar)")}`),
      ...say.confirmed.map((one) => `${spoken(one.text)} ${one.answerText}`),
    ];
    const numbered = lines.map((line, i) => `  ${i + 1}  ${line}`);
    return ["\nSammanfattning", ...numbered, "Nummer: ändra ett svar. k: klar, spara och lås."].join("\n");
  }
  const lines = ["progress" in say ? `\nFråga ${say.progress.number} av ${say.progress.of}` : "", spoken(say.text)];
  if (say.hint) lines.push(`  (${spoken(say.hint)})`);
  if (say.kind === "confirm") lines.push(`  j  ${say.yesLabel}`, `  n  ${say.noLabel}`);
  if (say.kind === "choice") {
    lines.push(...say.choices.map((choice) => `  ${choice.code}  ${choice.text}`));
    const letterOf = (code: number) => Object.keys(letters).find((letter) => letters[letter] === code);
    lines.push(`  ${say.reserved.map((choice) => `${letterOf(choice.code)}  ${choice.text}`).join("   ")}`);
  }
  if (say.kind === "open") lines.push("  Skriv på en rad. Enter: inget att skriva.");
  if (say.kind === "read") lines.push("  Enter: vidare");
  if ("answerText" in say && say.answerText) lines.push(`  Nu står det: ${say.answerText}`);
  return lines.join("\n");
}

type Streams = { readonly input: Readable; readonly output: Writable };
type Options = { readonly respondent?: Respondent; readonly modules?: readonly string[]; readonly keep?: string };

/**
 * Plays until the interview has ended, "q" is typed or the input is over, and gives the last state. With `keep` the
 * play is written to that file as a scenario; what was typed to an open question is then in it.
 */
export async function playInTerminal(
  survey: Survey,
  { input, output }: Streams,
  options: Options = {},
): Promise<State> {
  const { respondent = "patient", modules } = options;
  const turns: ScenarioTurn[] = [];
  const lines = createInterface({ input });
  const write = (text: string) => output.write(`${text}\n`);

  let turn = begin(survey, { respondent, modules });
  const take = (hear: Heard) => {
    turn = resume(survey, turn.state, hear, { mode: "human" });
    const { mode: _mode, respondent: _respondent, missing: _missing, ...expect } = outcomeOfTurn(survey, turn);
    turns.push({ hear, expect });
  };

  write(`${survey.title} (${survey.id} version ${survey.version}, cirka ${survey.minutes} minuter)`);
  write("Ett svar per rad. ?: alla tangenter.");
  write(show(turn.say));
  let over = false;
  for await (const line of lines) {
    const hear = line.trim() === "?" ? null : hearLine(line, turn);
    if (hear) {
      take(hear);
      for (const one of turn.happened) if (one.kind === "ignored") write("Det går inte här. ?: alla tangenter.");
      for (const one of turn.happened)
        if (one.kind === "too-little") write("För få svar för att spara. Fyll i mer, eller skriv slut.");
      write(show(turn.say, hear.kind === "hangUp"));
    } else write(line.trim() === "?" ? allKeys : "Det valet finns inte här. ?: alla tangenter.");
    over = turn.state.ended !== null || hear?.kind === "hangUp";
    if (over) break;
  }
  lines.close();
  if (!over && !turn.state.interrupted) {
    take({ kind: "hangUp" });
    write(show(turn.say, true));
  }
  if (options.keep !== undefined) {
    const { id, version } = survey;
    const scenario: Scenario = {
      name: "played in the terminal",
      survey: id,
      version,
      respondent,
      ...(modules ? { modules } : {}),
      mode: "human",
      turns,
    };
    writeFileSync(options.keep, `${JSON.stringify(scenario, null, 2)}\n`);
    write(`Sparat som scenario: ${options.keep}`);
  }
  return turn.state;
}
