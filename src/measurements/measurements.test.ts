/** A measurement is right before it starts, and goes one way. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isRefusal } from "../problems.ts";
import { measurementIdFor, readDraft, type TypedMeasurement } from "./draft.ts";
import { close, isOver, publish, start } from "./lifecycle.ts";
import { countiesWithoutUnits, sharingPatients } from "./warnings.ts";

const known = {
  counties: new Set(["18", "19"]),
  units: [
    { id: "a", county: "18" },
    { id: "b", county: "19" },
  ],
  surveys: [{ id: "punktmatning-kort", version: 1 }],
};
const typed: TypedMeasurement = {
  ...{ name: "Hösten 2026", survey: "punktmatning-kort.1", modules: [], opensOn: "2026-11-16", closesOn: "2026-11-20" },
  ...{ counties: ["18"], units: [], target: "", caller: "hospital", note: "" },
};
const faultsOf = (changes: Partial<TypedMeasurement>) => {
  const read = readDraft({ ...typed, ...changes }, known);
  return "name" in read ? [] : read.map(({ field, refusal }) => `${field}: ${refusal.refused}`);
};

test("a draft that is right", () => {
  expect(readDraft({ ...typed, units: ["a"], target: "1 200", counties: ["19", "18"] }, known)).toMatchObject({
    ...{ surveyId: "punktmatning-kort", surveyVersion: 1, counties: ["18", "19"], units: ["a"], target: 1200 },
  });
});

test("a name is one line of signs that can be seen, and a target is written with digits", () => {
  const name = "Punktmätning \u202e ”hösten”\r\n\t2026 \u{1f600}\u0000";
  expect(readDraft({ ...typed, name }, known)).toMatchObject({ name: "Punktmätning ”hösten” 2026 \u{1f600}" });
  expect(faultsOf({ name: "\u202e\n" })).toEqual(["namn: measurement-name-needed"]);
  expect(faultsOf({ name: "\u{1f600}".repeat(100) })).toEqual([]);
  expect(faultsOf({ name: "\u{1f600}".repeat(101) })).toEqual(["namn: measurement-name-long"]);
  for (const target of ["1e3", "0x10", "0", "-5", "1,5", "1000001", "9".repeat(40)])
    expect(faultsOf({ target }), target).toEqual(["mal: measurement-target-number"]);
});

test("names that look alike are taken, and one that nobody can see is none", () => {
  const other = { ...known, names: ["Hösten 2026"] };
  for (const name of ["hösten  2026", "Hös\u00adten 2026", "Hösten\u200b 2026", "Hösten ２０２６", "Ho\u0308sten 2026"])
    expect(readDraft({ ...typed, name }, other), name).toMatchObject([
      { refusal: { refused: "measurement-name-taken" } },
    ]);
  for (const name of ["\u200b", "\u3164", "\u2800\u00a0", "\u200d\ufe0f", "\u{e0041}", "\ud800"])
    expect(faultsOf({ name }), JSON.stringify(name)).toEqual(["namn: measurement-name-needed"]);
  expect(readDraft({ ...typed, name: "Familjen 👩‍👩‍👧 ❤️" }, known)).toMatchObject({ name: "Familjen 👩‍👩‍👧 ❤️" });
});

test("a note may have as many signs as the page counts, its line breaks one each", () => {
  const lines = "a\n".repeat(499).trim();
  expect(readDraft({ ...typed, note: `\u202e${lines.replaceAll("\n", "\r\n")}\u200b\r\n` }, known)).toMatchObject({
    note: lines,
  });
  expect(faultsOf({ note: "å".repeat(1000) })).toEqual([]);
  expect(faultsOf({ note: "å".repeat(1001) })).toEqual(["anteckning: note-too-long"]);
  expect(readDraft({ ...typed, note: "\u200b\r\n" }, known)).toMatchObject({ note: null });
  expect(faultsOf({ note: "Frågor om 400203-1234 till mig." })).toEqual(["anteckning: measurement-personnummer"]);
  expect(faultsOf({ note: "Veckorna 2026-11-16 till 2026-11-20. Frågor: 070-1740605." })).toEqual([]);
});

test("the modules are the chosen survey's, in its order; a survey without any has no choice to make", () => {
  const long = { id: "ring-upp", version: 1, modules: [{ key: "a" }, { key: "b" }, { key: "c" }] };
  const modules = ["ring-upp.1:c", "ring-upp.2:b", "annan.1:b", "ring-upp.1:a", "ring-upp.1:finns-inte"];
  const surveys = [...known.surveys, long];
  expect(readDraft({ ...typed, survey: "ring-upp.1", modules }, { ...known, surveys })).toMatchObject({
    modules: ["a", "c"],
  });
  expect(readDraft({ ...typed, modules }, { ...known, surveys })).toMatchObject({ modules: null });
});

test("every fault is told at once, at its field", () => {
  const all = {
    ...{ name: "", survey: "", opensOn: "i går", closesOn: "", counties: [], units: ["b"] },
    ...{ target: "många", caller: "" },
  };
  expect(faultsOf(all)).toEqual([
    "namn: measurement-name-needed",
    "enkat: measurement-survey-needed",
    "fran: measurement-date-needed",
    "till: measurement-date-needed",
    "lan: measurement-county-needed",
    "enheter: measurement-unit-elsewhere",
    "mal: measurement-target-number",
    "ringer: measurement-caller-needed",
  ]);
});

test.each([
  [{ closesOn: "2026-11-15" }, ["till: measurement-dates-turned"]],
  [{ closesOn: "2026-11-16" }, []],
  [{ opensOn: "2025-12-29", closesOn: "2027-01-03" }, []],
  [{ opensOn: "2025-12-29", closesOn: "2027-01-04" }, ["till: measurement-too-long"]],
  [{ counties: ["11"] }, ["lan: measurement-county-needed"]],
  [{ units: ["b"] }, ["enheter: measurement-unit-elsewhere"]],
  [{ target: "0" }, ["mal: measurement-target-number"]],
  [{ target: "1,5" }, ["mal: measurement-target-number"]],
  [{ name: "x".repeat(101) }, ["namn: measurement-name-long"]],
])("%j", (changes, faults) => {
  expect(faultsOf(changes)).toEqual(faults);
});

test("its name in addresses is readable, its own and never a word of the program's", () => {
  const none = new Set<string>();
  expect(measurementIdFor("Örebro län, hösten 2026!", none)).toBe("orebro-lan-hosten-2026");
  expect(measurementIdFor("Hösten", new Set(["hosten", "hosten-2"]))).toBe("hosten-3");
  expect(measurementIdFor("Ny", none)).toBe("matning-ny");
  expect(measurementIdFor("Löpande 2026", none)).toBe("matning-lopande-2026");
  expect(measurementIdFor("日本", none)).toBe("matning");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (name) => {
      expect(measurementIdFor(name, none)).toMatch(/^[a-z0-9][a-z0-9-]{0,58}$/);
    }),
  );
});

const planned = (changes: Partial<Parameters<typeof sharingPatients>[0]>) => ({
  ...{ id: "ny", name: "Ny", state: "draft" as const, opensOn: "2026-11-16", closesOn: "2026-11-20" },
  ...{ counties: ["18"], units: null as readonly string[] | null, ...changes },
});

test("a lead is told of running measurements that some of the same patients fit, and of no others", () => {
  const sharing = (mine: Parameters<typeof planned>[0], theirs: Parameters<typeof planned>[0]) =>
    sharingPatients(planned(mine), [planned({ id: "annan", state: "running", ...theirs })], known.units).length;
  expect(sharing({}, {})).toBe(1);
  expect(sharing({}, { opensOn: "2026-11-20", closesOn: "2026-11-27" })).toBe(1);
  expect(sharing({}, { opensOn: "2026-11-21", closesOn: "2026-11-27" })).toBe(0);
  expect(sharing({}, { state: "closed" })).toBe(0);
  expect(sharing({}, { id: "ny" })).toBe(0);
  expect(sharing({}, { counties: ["19"] })).toBe(0);
  expect(sharing({}, { counties: ["18", "19"], units: ["b"] })).toBe(0);
  expect(sharing({ units: ["a"] }, { counties: ["18", "19"] })).toBe(1);
  expect(sharing({ units: ["a"] }, { units: ["c"] })).toBe(0);
  expect(sharing({ units: ["a", "c"] }, { units: ["c"] })).toBe(1);
});

test("a lead is told of counties from which nobody can come", () => {
  expect(countiesWithoutUnits(planned({ counties: ["18", "19", "01"] }), known.units)).toEqual(["01"]);
  expect(countiesWithoutUnits(planned({ counties: ["18", "19"], units: ["a"] }), known.units)).toEqual(["19"]);
});

const week = { state: "draft", opensOn: "2026-11-16", closesOn: "2026-11-20" } as const;
const running = { ...week, state: "running" } as const;

test("it starts from a draft, as long as anybody can be rung", () => {
  expect(start(week, "2026-11-27", 7)).toEqual({ state: "running" });
  expect(start(week, "2026-11-28", 7)).toEqual({ refused: "measurement-too-late" });
  expect(start(running, "2026-11-20", 7)).toEqual({ refused: "measurement-not-draft" });
});

test("it closes when the last window has passed, and earlier only when somebody says so", () => {
  expect(close(running, "2026-11-27", 7, false)).toEqual({ refused: "measurement-calls-left" });
  expect(close(running, "2026-11-27", 7, true)).toEqual({ state: "closed", closedEarlyOn: "2026-11-27" });
  for (const early of [false, true])
    expect(close(running, "2026-11-28", 7, early)).toEqual({ state: "closed", closedEarlyOn: null });
  expect(close(week, "2026-11-28", 7, true)).toEqual({ refused: "measurement-not-running" });
  expect([isOver(running, "2026-11-27", 7), isOver(running, "2026-11-28", 7), isOver(week, "2026-12-28", 7)]).toEqual([
    ...[false, true, false],
  ]);
});

test("it is published once nothing waits, and after that only as a correction that says what it changes", () => {
  const closed = { ...week, state: "closed" } as const;
  const nothing = { waiting: false, published: 0, changed: "" };
  expect(publish(running, nothing)).toEqual({ refused: "measurement-not-closed" });
  expect(publish(closed, { ...nothing, waiting: true })).toEqual({ refused: "measurement-answers-wait" });
  expect(publish(closed, nothing)).toEqual({ state: "published", number: 1, changed: null });
  const published = { ...week, state: "published" } as const;
  expect(isRefusal(publish(published, { ...nothing, published: 1 }))).toBe(true);
  expect(publish(published, { waiting: false, published: 1, changed: "Ett län till." })).toEqual({
    ...{ state: "published", number: 2, changed: "Ett län till." },
  });
  expect(publish(published, { ...nothing, published: 1, changed: "Utan 19400203-1234." })).toEqual({
    refused: "measurement-personnummer",
  });
  expect(publish(published, { ...nothing, published: 1, changed: "\u200b\u202e" })).toEqual({
    refused: "correction-needs-words",
  });
});
