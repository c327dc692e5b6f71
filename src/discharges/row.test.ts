import { describe, expect, test } from "vitest";
import { faultOfMapping, fields, guessMapping, headerKey, labelOf, unreadColumns } from "./row.ts";

describe("headers", () => {
  test("no spelling belongs to two fields", () => {
    const owner = new Map<string, string>();
    for (const { field, label, headers } of fields) {
      for (const header of [field, label, ...headers]) {
        expect([header, owner.get(headerKey(header)) ?? field]).toEqual([header, field]);
        owner.set(headerKey(header), field);
      }
    }
  });

  test("are known in Swedish and English, whatever case, accents, hyphens, underscores and brackets they come with", () => {
    const spellings = [
      "UTSKRIVNINGS_ID",
      "patient id",
      "Fodelsedatum",
      "Utskrivningsdatum (ÅÅÅÅ-MM-DD)",
      "vardenhet",
      "Care-Type",
      "spår",
      "\ufeffNamn",
    ];
    expect(guessMapping(spellings)).toMatchObject({
      mapping: {
        dischargeRef: 0,
        patientRef: 1,
        birthDate: 2,
        dischargeDate: 3,
        unit: 4,
        careType: 5,
        track: 6,
        name: 7,
      },
      missing: [],
      doubled: [],
      unknown: [],
    });
    for (const { field, label } of fields) expect(guessMapping([field]).mapping).toEqual(guessMapping([label]).mapping);
  });

  test("a file without the columns that are needed is refused with their names", () => {
    const guess = guessMapping(["Utskrivnings-ID", "Namn"]);
    expect(guess.missing.map(labelOf)).toEqual(["Utskrivningsdatum", "Vårdenhet", "Vårdform"]);
    expect(faultOfMapping(guess)).toMatchObject({ refused: "columns-missing" });
  });

  test("two columns that mean the same are not guessed between", () => {
    const guess = guessMapping(["id", "Enhet", "Avdelning"]);
    expect(guess.doubled).toEqual([{ field: "unit", headers: ["Enhet", "Avdelning"] }]);
    expect(guess.mapping.unit).toBeUndefined();
    expect(faultOfMapping(guess)).toMatchObject({ refused: "columns-doubled" });
  });

  test("what a person chose before settles it, also that a column means nothing", () => {
    const header = ["Enhet", "Avdelning", "Kolumn X", "Namn"];
    const guess = guessMapping(header, { unit: "avdelning", dischargeRef: "Kolumn X", name: "" });
    expect(guess.mapping).toEqual({ unit: 1, dischargeRef: 2 });
    expect(guess.doubled).toEqual([]);
    expect(guess.unknown).toEqual(["Enhet", "Namn"]);
  });

  test("about the proxy are known in one word", () => {
    expect(guessMapping(["närståendenamn", "närståendetelefon", "närståenderelation"]).mapping).toEqual({
      proxyName: 0,
      proxyPhone: 1,
      proxyRelation: 2,
    });
    expect(guessMapping(["närstående"]).mapping).toEqual({ proxyName: 0 });
  });

  test("that a person's choice of columns leaves unread are told, whatever they are called", () => {
    expect(unreadColumns(["Telefon", "Mobil", "Anteckning", "Fel", ""], { phone1: 1 })).toEqual([
      "Telefon",
      "Anteckning",
    ]);
  });

  test("a mobile and a home number take the telephone places that are free", () => {
    expect(guessMapping(["Mobil", "Hemtelefon"]).mapping).toEqual({ phone1: 0, phone2: 1 });
    expect(guessMapping(["Mobil", "Telefon"]).mapping).toEqual({ phone1: 1, phone2: 0 });
  });

  test("the two columns of our own list of refused rows are passed over", () => {
    expect(guessMapping(["Namn", "Rad i filen", "Fel"]).unknown).toEqual([]);
  });
});
