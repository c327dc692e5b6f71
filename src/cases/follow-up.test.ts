/** When a task must have been seen and done, and what may be done with it. */
import { describe, expect, test } from "vitest";
import { instantOf, isWorkingDay, localDateOf, localTimeOf } from "../calendar.ts";
import { isRefusal } from "../problems.ts";
import {
  acknowledgeTask,
  deadlinesOf,
  escalateTask,
  finishTask,
  judgeHelp,
  moveTask,
  reopenTask,
  type TaskFacts,
  type TaskKind,
  taskKinds,
} from "./follow-up.ts";

const minute = 60_000;
const at = (date: string, time = "10:00") => instantOf(date, time);
const words = (instant: number) => `${localDateOf(instant)} ${localTimeOf(instant)}`;
const monday = at("2026-11-23");

const task = (kind: TaskKind = "aids", raisedAt = monday): TaskFacts => ({
  ...{ kind, unitId: "ward", raisedAt, ...deadlinesOf(kind, raisedAt) },
  ...{ acknowledgedAt: null, acknowledgedBy: null, escalatedAt: null, missed: false, doneAt: null },
});

describe("deadlines", () => {
  test.each([
    ["medicine", "2026-11-23", "2026-11-24 16:00", "2026-11-26 16:00"],
    ["medicine", "2026-11-27", "2026-11-30 16:00", "2026-12-02 16:00"],
    ["home-help", "2026-11-28", "2026-11-30 16:00", "2026-12-02 16:00"],
    ["call-back", "2026-12-23", "2026-12-28 16:00", "2026-12-28 16:00"],
    ["worry", "2026-12-30", "2027-01-04 16:00", "2027-01-07 16:00"],
    ["sip", "2026-11-23", "2026-11-24 16:00", "2026-12-07 16:00"],
  ] as const)("%s on %s is seen by %s and done by %s", (kind, date, seen, done) => {
    const { acknowledgeBy, dueAt } = deadlinesOf(kind, at(date));
    expect([words(acknowledgeBy), words(dueAt)]).toEqual([seen, done]);
  });

  test("what is acute is seen within the hour, at night, on a holiday and when the clocks change", () => {
    for (const [date, time] of [
      ["2026-12-24", "23:30"],
      ["2026-10-25", "02:30"],
      ["2027-03-28", "01:30"],
    ] as const)
      expect(deadlinesOf("acute", at(date, time)).acknowledgeBy - at(date, time)).toBe(60 * minute);
  });

  test("of all other kinds fall on a working day, never before they were raised, whatever day of the year it is", () => {
    for (const { code } of taskKinds) {
      if (code === "acute") continue;
      for (let day = 0; day < 730; day += 1) {
        const raisedAt = at("2026-01-01", "23:59") + day * 24 * 60 * minute;
        const { acknowledgeBy, dueAt } = deadlinesOf(code, raisedAt);
        expect(isWorkingDay(localDateOf(acknowledgeBy)) && isWorkingDay(localDateOf(dueAt))).toBe(true);
        expect(raisedAt < acknowledgeBy && acknowledgeBy <= dueAt).toBe(true);
      }
    }
  });
});

describe("a need becomes a task", () => {
  const judge = (help: Partial<Parameters<typeof judgeHelp>[0] & object>) =>
    judgeHelp({ need: "Rollatorn saknas", agreed: true, ...help }, ["ward", "clinic"], "ward");

  test("only with the patient's own yes", () => {
    expect(judge({ agreed: false })).toEqual({ refused: "need-not-agreed" });
    expect(judge({})).toEqual({ kind: "other", unitId: "ward", need: "Rollatorn saknas", agreed: true });
  });

  test("for the unit that was named, and for none that nobody can take it at", () => {
    expect(judge({ unitId: "clinic", kind: "aids" })).toMatchObject({ unitId: "clinic", kind: "aids" });
    expect(judge({ unitId: "closed" })).toEqual({ refused: "task-unit-unknown" });
  });

  test("and nothing becomes none", () => {
    expect(judgeHelp(null, [], "ward")).toBeNull();
    expect(judge({ need: "  ", agreed: false })).toBeNull();
    expect(judge({ need: "" })).toEqual({ refused: "need-missing" });
    expect(judge({ need: "x".repeat(1001) })).toMatchObject({ refused: "need-too-long" });
    expect(judge({ kind: "robot" })).toEqual({ refused: "task-kind-unknown" });
  });

  test("a SIP needs no more words", () => {
    expect(judge({ need: "", kind: "sip" })).toMatchObject({ kind: "sip", need: "Vill ha en SIP." });
  });
});

describe("the moves", () => {
  const seen = { ...task(), acknowledgedAt: monday, acknowledgedBy: "anna" };

  test("the first who has seen it stands", () => {
    expect(acknowledgeTask(task(), "anna", monday)).toEqual({
      acknowledgedAt: monday,
      acknowledgedBy: "anna",
      missed: false,
    });
    expect(acknowledgeTask(seen, "bo", monday)).toBeNull();
  });

  test("seeing it too late is remembered", () => {
    expect(acknowledgeTask(task(), "anna", task().acknowledgeBy + 1)).toMatchObject({ missed: true });
  });

  test("done takes a choice, and a word where the choice says nothing", () => {
    const finish = (how: string, text = "") => finishTask(seen, { how, text }, "bo", monday);
    expect(finish("")).toEqual({ refused: "task-how-needed" });
    expect(finish("other", " ")).toEqual({ refused: "task-text-needed" });
    expect(finish("rang", "x".repeat(301))).toMatchObject({ refused: "task-text-too-long" });
    expect(finish("rang")).toEqual({ doneAt: monday, doneBy: "bo", doneHow: "rang", doneText: null });
    expect(finishTask({ ...seen, doneAt: monday }, { how: "rang", text: "" }, "bo", monday)).toBeNull();
  });

  test("done by mistake is undone, and who had seen it stands", () => {
    const changes = reopenTask({ ...seen, doneAt: monday });
    expect({ ...seen, doneAt: monday, ...changes }).toMatchObject({ doneAt: null, acknowledgedBy: "anna" });
    expect(reopenTask(seen)).toBeNull();
  });

  test("another unit gets it with a reason, must see it anew, and has no longer to do it", () => {
    const move = (to: { unitId: string; reason: string }, from = seen) =>
      moveTask(from, to, ["ward", "clinic"], "bo", at("2026-11-24"));
    expect(move({ unitId: "clinic", reason: " " })).toEqual({ refused: "task-reason-needed" });
    expect(move({ unitId: "elsewhere", reason: "x" })).toEqual({ refused: "task-unit-unknown" });
    expect(move({ unitId: "ward", reason: "x" })).toBeNull();
    expect(move({ unitId: "clinic", reason: "x" }, { ...seen, doneAt: monday })).toEqual({ refused: "task-done" });
    const moved = move({ unitId: "clinic", reason: "Listad där" });
    if (moved === null || isRefusal(moved)) throw new Error("not moved");
    expect(words(moved.acknowledgeBy ?? 0)).toBe("2026-11-25 16:00");
    expect(moved).toMatchObject({
      unitId: "clinic",
      acknowledgedAt: null,
      escalatedAt: null,
      movedFrom: "ward",
      missed: false,
    });
    expect(moved.dueAt).toBeUndefined();
  });

  test("moving it does not hide that nobody had seen it in time", () => {
    const late = task();
    const moved = moveTask(late, { unitId: "clinic", reason: "x" }, ["clinic"], "bo", late.acknowledgeBy + 1);
    expect(moved).toMatchObject({ missed: true });
  });

  test("it is escalated once, when its time to be seen is over and nobody has seen it", () => {
    const over = task().acknowledgeBy + 1;
    expect(escalateTask(task(), over - 1)).toBeNull();
    expect(escalateTask(task(), over)).toEqual({ escalatedAt: over, missed: true });
    expect(escalateTask({ ...task(), escalatedAt: over }, over + 1)).toBeNull();
    expect(escalateTask(seen, over)).toBeNull();
    expect(escalateTask({ ...task(), doneAt: monday }, over)).toBeNull();
  });
});
