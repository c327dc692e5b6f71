/** Sample data for the unit's board (see samples.ts), put in words by the product itself. All people are invented. */
import { sentenceFor } from "../problems.ts";
import * as words from "./board-view.ts";
import type { BoardCase, BoardView, Sample } from "./views.ts";

const now = Date.UTC(2026, 10, 23, 9, 20);
const hour = 60 * 60_000;
const href = "/uppfoljningar/k7m2p9q4r8s3t6v1";
const one = (name: string, text: string): BoardCase => ({ href, name, text });

const counts = {
  ...{ unitId: "u1", callable: 12, laterToday: 3, tomorrow: 9, lastToday: 3, lastTomorrow: 5 },
  ...{ overdueAppointments: 1, held: 2, robots: 0, doneToday: 7, completedToday: 4 },
};
const nobody = {
  ...{ unitId: "u2", callable: 4, laterToday: 0, tomorrow: 0, lastToday: 0, lastTomorrow: 0 },
  ...{ overdueAppointments: 0, held: 0, robots: 0, doneToday: 0, completedToday: 0 },
};
const names = new Map([
  ["anna", "Anna Ek"],
  ["bo", "Bo Lind"],
]);
const note = (text: string, readBy: readonly string[]) =>
  words.noteView(
    { id: "n1", unitId: "u1", text, writtenBy: "bo", writtenAt: now - 18 * hour, readBy },
    "Geriatriken 82",
    names,
    "anna",
    now,
  );

const measurement = {
  ...{ id: "hosten", name: "Region Exempel, hösten 2026", opensOn: "2026-11-16", closesOn: "2026-11-27" },
  ...{ endsOn: "2026-12-04", target: 48 },
};

const board = (more: Partial<BoardView> = {}): BoardView => ({
  ...{ sheet: "board.css", unitName: "Geriatriken 82", units: [], idleText: null },
  headline: words.headlineOf(counts),
  isUrgent: true,
  today: words.todayOf(counts, (which) => `/lista?visa=${which}`),
  robotText: words.robotText(true, 1),
  ...words.tasksText([{ unitId: "u1", open: 4, unacknowledged: 1, overdue: 1 }]),
  people: {
    lastToday: words.someOf(
      [
        one("Gunnar Holm", words.lastCallText(now + 8 * hour, 2)),
        one("Maj-Britt Åkesson", words.lastCallText(now + 8 * hour, 0)),
      ],
      3,
      12,
    ),
    lastTomorrow: words.someOf(
      [one("Anna-Margareta Wennerström-Oskarsdotter von Långstrumpefelt", words.lastCallText(now + 32 * hour, 1))],
      17,
      1,
    ),
    overdue: words.someOf([one("Fatima Rahimi", words.appointmentText(now - hour / 2, now))], 1, 12),
    holds: [
      {
        ...one("Ingrid Sjöberg", words.holdText("Bo Lind", now - 2 * hour, now)),
        ...{ caseId: "k1", since: "1", releaseText: words.releaseText(now - hour, now) },
      },
      {
        ...one("Elias Norén", words.holdText("Anna Ek", now - hour / 3, now)),
        caseId: "k2",
        since: "2",
        releaseText: null,
      },
    ],
    notes: [
      note("Växeln är trasig till lunch, ring från mobilen.\nTolken i dari är bokad kl. 10:30.", []),
      note("Kirurgen tar emot frågor om sår på telefontid 13–14.", ["bo", "anna"]),
    ],
    note: { units: [], unitId: "u1", text: "", warnings: [] },
  },
  rows: [],
  progress: [words.progressOf(measurement, { eligible: 61, closed: 40, completed: 23 }, "2026-11-23")],
  ...more,
});

const nav = [
  { href: "/lista", label: "Arbetslista", current: false },
  { href: "/tavla", label: "Tavlan", current: true },
];
const lead = {
  account: { name: "Lena Berg", roleLabel: "Projektledare", unitNames: "" },
  nav: [{ href: "/tavla", label: "Tavlan", current: true }],
};
const cell = (label: string, value: string, urgent = false) => ({ label, value, urgent });
const rowOf = (name: string, last: string) => ({
  name,
  cells: [
    cell("Kan ringas nu", "12"),
    cell("Senare i dag", "3"),
    cell("Avslutade i dag", "7"),
    cell("Sista chansen i dag", last, last !== "0"),
    cell("Sista chansen i morgon", "5"),
    cell("Försenade tider", "1", true),
    cell("Åtgärder att kvittera", "0"),
    cell("Arbetat i dag", last === "0" ? "Nej, ingen" : "Ja", last === "0"),
  ],
});

const typed = "Ring Karin Wallin på 070-1740605, hon heter Karin.";
const warned = board();

export const boardSamples: readonly Sample[] = [
  {
    ...{ page: "work-list", name: "shift-note", title: "Arbetslista" },
    view: {
      note: { sheet: "board.css", newest: { ...note("Växeln är trasig till lunch.", []), from: "lista" } },
      ...{ unitName: "Geriatriken 82", units: [], summary: "0 att ringa nu · 3 väntar · 0 bokade tider" },
      tabs: [{ href: "/lista", label: "Att ringa nu", count: "0", current: true }],
      ...{ rows: [], emptyText: "Ingen står på tur just nu.", paging: null },
    },
  },
  { page: "board", name: "ordinary", title: "Tavlan", frame: { nav }, view: board() },
  {
    ...{ page: "board", name: "empty", title: "Tavlan", frame: { nav } },
    view: board({
      headline: words.headlineOf(nobody),
      isUrgent: false,
      idleText: words.idleTextOf(["Geriatriken 82"], 1),
      today: words.todayOf(nobody, (which) => `/lista?visa=${which}`),
      robotText: null,
      ...words.tasksText([]),
      people: {
        ...{ lastToday: words.someOf([], 0, 12), lastTomorrow: words.someOf([], 0, 12) },
        ...{ overdue: words.someOf([], 0, 12), holds: [], notes: [] },
        note: { units: [], unitId: "u1", text: "", warnings: [] },
      },
      progress: [],
    }),
  },
  {
    ...{ page: "board", name: "warned", title: "Tavlan" },
    frame: { nav, errors: [{ field: "text", text: sentenceFor("shift-note-identifying") }] },
    view: {
      ...warned,
      people: warned.people && {
        ...warned.people,
        note: {
          units: [
            { value: "u1", label: "Geriatriken 82", selected: false },
            { value: "u2", label: "Kirurgi avd 3", selected: true },
          ],
          unitId: "u1",
          text: typed,
          warnings: [
            "”070-1740605” ser ut som ett telefonnummer och tas bort när lappen sparas",
            "”Karin Wallin” ser ut som ett namn",
          ],
        },
      },
    },
  },
  {
    ...{ page: "board", name: "lead", title: "Tavlan", frame: lead },
    view: board({
      unitName: "Alla enheter",
      units: [
        { href: "/tavla", label: "Alla enheter", current: true },
        { href: "/tavla?enhet=u1", label: "Geriatriken 82", current: false },
      ],
      idleText: words.idleTextOf(["Kirurgi avd 3"], 2),
      today: words.todayOf(counts, () => null),
      people: null,
      rows: [rowOf("Geriatriken 82", "3"), rowOf("Kirurgi avd 3", "0")],
    }),
  },
];
