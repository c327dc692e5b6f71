import { describe, expect, test } from "vitest";
import { isRefusal } from "../problems.ts";
import { cellText } from "./cells.ts";
import { readDate } from "./dates.ts";
import { judgeRow, type Known, type UnitFacts, unitKey } from "./judge.ts";
import { holdsPersonnummer, readPersonnummer } from "./personnummer.ts";
import { type Field, fields, type Mapping } from "./row.ts";

const ward: UnitFacts = { id: "w", name: "Medicin avd 1", careType: "somatic", county: "18", callingUnitId: "v" };
const known: Known = {
  units: new Map([
    [unitKey("Medicin avd 1"), ward],
    [unitKey("M1"), ward],
  ]),
  today: "2026-11-23",
};
const mapping = Object.fromEntries(fields.map(({ field }, at) => [field, at])) as Mapping;
const sound: Partial<Record<Field, string>> = {
  dischargeRef: "U1",
  patientRef: "P1",
  name: "Åsa Ök",
  phone1: "070-1740605",
  birthDate: "1940-02-03",
  dischargeDate: "2026-11-20",
  unit: "Medicin avd 1",
  careType: "somatik",
  residence: "ordinärt boende",
};
const judge = (cells: Partial<Record<Field, string>> = {}) =>
  judgeRow(
    fields.map(({ field }) => ({ ...sound, ...cells })[field] ?? ""),
    mapping,
    known,
  );
/** The reason of a row that was not admitted. */
const reason = (cells: Partial<Record<Field, string>>) => {
  const judged = judge(cells);
  return judged.verdict === "refuse" ? judged.refused : judged.verdict === "discard" ? [judged.reason] : judged.verdict;
};
const admitted = (cells: Partial<Record<Field, string>> = {}) => {
  const judged = judge(cells);
  if (judged.verdict !== "admit") throw new Error(JSON.stringify(judged));
  return judged;
};

describe("a row", () => {
  test("that is in order becomes a discharge and, apart from it, a person", () => {
    expect(admitted()).toEqual({
      verdict: "admit",
      discharge: {
        refs: { dischargeRef: "U1", patientRef: "P1", patientRefIsPersonnummer: false },
        unit: ward,
        careType: "somatic",
        track: null,
        residence: "ordinary",
        dischargedOn: "2026-11-20",
        status: "home",
        consent: "unasked",
        robotConsent: false,
        language: null,
        interpreter: false,
        saysProtected: false,
        saysUnprotected: false,
      },
      person: {
        name: "Åsa Ök",
        phones: ["+46701740605"],
        birthDate: "1940-02-03",
        proxyName: null,
        proxyPhone: null,
        proxyRelation: null,
      },
      notes: [],
    });
  });

  test.each([
    [
      "careType",
      "careType",
      {
        Somatik: "somatic",
        SOMATISK: "somatic",
        somatic: "somatic",
        psykiatri: "psychiatric",
        Psykiatrisk: "psychiatric",
        psychiatric: "psychiatric",
      },
    ],
    [
      "track",
      "track",
      {
        Grön: "green",
        grönt: "green",
        GUL: "yellow",
        "Gult spår": "yellow",
        röd: "red",
        Rött: "red",
        green: "green",
        Red: "red",
        "": null,
        "-": null,
      },
    ],
    [
      "residence",
      "residence",
      {
        "Ordinärt boende": "ordinary",
        "eget boende": "ordinary",
        "särskilt boende": "special",
        SÄBO: "special",
        Korttids: "short-term",
        annat: "other",
        "": "ordinary",
      },
    ],
    [
      "consent",
      "consent",
      { Ja: "yes", "1": "yes", x: "yes", TRUE: "yes", nej: "no", "0": "no", "ej tillfrågad": "unasked", "": "unasked" },
    ],
    ["status", "status", { hemma: "home", Återinlagd: "readmitted", flyttad: "moved", "": "home" }],
    [
      "language",
      "language",
      {
        svenska: null,
        sv: null,
        SWE: null,
        arabiska: "ar",
        Arabic: "ar",
        so: "so",
        "sv-SE": null,
        Teckenspråk: "swl",
        klingonska: "und",
        "": null,
      },
    ],
    ["interpreter", "interpreter", { ja: true, Nej: false, "": false, X: true }],
    ["robotConsent", "robotConsent", { ja: true, nej: false, "": false }],
  ] as const)("reads %s in Swedish and English", (field, property, words) => {
    for (const [word, meaning] of Object.entries(words)) {
      expect([word, admitted({ [field]: word }).discharge[property]]).toEqual([word, meaning]);
    }
  });

  test.each([
    [{ careType: "kirurgi" }, "value-unknown"],
    [{ careType: "" }, "value-missing"],
    [{ track: "blå" }, "value-unknown"],
    [{ consent: "kanske" }, "value-unknown"],
    [{ protected: "kanske" }, "value-unknown"],
    [{ status: "borta" }, "value-unknown"],
    [{ dischargeRef: " " }, "value-missing"],
    [{ dischargeRef: "1,23E+11" }, "ref-excel"],
    [{ patientRef: "1.9E+11" }, "ref-excel"],
    [{ unit: "Ögon" }, "unit-not-found"],
    [{ unit: "" }, "value-missing"],
    [{ dischargeDate: "" }, "value-missing"],
    [{ dischargeDate: "2026-11-24" }, "date-future"],
    [{ dischargeDate: "2026-02-30" }, "date-unreadable"],
    [{ dischargeDate: "03/04/2026" }, "date-ambiguous"],
    [{ birthDate: "2027-01-01" }, "birth-date-unlikely"],
    [{ birthDate: "1890-01-01" }, "birth-date-unlikely"],
    [{ phone1: "0701740605 (dotter)" }, "phone-letters"],
    [{ phone2: "7,02E+08" }, "phone-excel"],
    [{ proxyPhone: "+4722123456" }, "phone-foreign"],
    [{ name: "Åsa 191212121212" }, "personnummer-in-text"],
    [{ proxyName: "Bo 121212-1212" }, "personnummer-in-text"],
    [{ name: "Eva 1912 12 12 12 12" }, "personnummer-in-text"],
    [{ name: "Å".repeat(201) }, "text-too-long"],
  ] as [Partial<Record<Field, string>>, string][])("%j is refused as %s", (cells, why) =>
    expect(reason(cells)).toBe(why),
  );

  test("of a protected, dead or withdrawn patient is discarded whatever else is wrong with it", () => {
    for (const rest of [{}, { phone1: "fel" }, { dischargeDate: "" }, { unit: "?" }]) {
      expect(reason({ ...rest, protected: "ja" })).toEqual(["protected"]);
      expect(reason({ ...rest, protected: "Sekretessmarkering" })).toEqual(["protected"]);
      expect(reason({ ...rest, status: "avliden" })).toEqual(["dead"]);
      expect(reason({ ...rest, consent: "återkallat" })).toEqual(["withdrawn"]);
    }
  });

  test("of a protected patient says all the same what it holds, for a unit that has named persons, unless more is wrong", () => {
    const byHand = (cells: Partial<Record<Field, string>>) => {
      const judged = judge({ protected: "ja", ...cells });
      return judged.verdict === "discard" ? judged.byHand?.read : undefined;
    };
    expect(byHand({})).toMatchObject({ verdict: "admit", discharge: { saysProtected: true, saysUnprotected: false } });
    expect(byHand({ phone1: "fel" })).toMatchObject({ refused: "phone-letters" });
    for (const rest of [{ status: "avliden" }, { consent: "återkallat" }, { unit: "?" }])
      expect(byHand(rest)).toBeUndefined();
  });

  test("without any telephone is admitted; the case will say that no number is known", () => {
    expect(admitted({ phone1: "" }).person.phones).toEqual([]);
  });

  test("keeps each number once, in order, and the proxy's apart", () => {
    const { person } = admitted({
      phone1: "08-46500400",
      phone2: "0701740605",
      phone3: "+46846500400",
      proxyPhone: "070-1740606",
    });
    expect([person.phones, person.proxyPhone]).toEqual([["+46846500400", "+46701740605"], "+46701740606"]);
  });

  test("tells every guess it made", () => {
    expect(admitted({ dischargeDate: "46345" }).notes).toEqual(["date-from-serial"]);
    expect(admitted({ phone1: "701740605", phone2: "46701740606" }).notes).toEqual([
      "phone-zero-restored",
      "phone-plus-restored",
    ]);
    expect(admitted({ residence: "", language: "klingonska", careType: "psykiatri" }).notes).toEqual([
      "care-type-differs",
      "residence-assumed",
      "language-unknown",
    ]);
    expect(admitted({ birthDate: "19121212-1212" })).toMatchObject({
      person: { birthDate: "1912-12-12" },
      notes: ["birth-date-from-personnummer"],
    });
  });

  test("with a language in the column about interpreters needs an interpreter in that language", () => {
    expect(admitted({ interpreter: "arabiska" }).discharge).toMatchObject({ language: "ar", interpreter: true });
    expect(reason({ interpreter: "kanske" })).toBe("value-unknown");
  });

  test("finds its unit by name or code, whatever the case", () => {
    for (const unit of ["MEDICIN  AVD 1", " medicin avd 1 ", "m1"])
      expect(admitted({ unit }).discharge.unit.id).toBe("w");
  });

  test("with a personnummer as patient reference means the same person however it is written", () => {
    const refs = ["191212121212", "19121212-1212", "121212+1212"].map(
      (patientRef) => admitted({ patientRef }).discharge.refs,
    );
    expect(new Set(refs.map(({ patientRef }) => patientRef))).toEqual(new Set(["191212121212"]));
    expect(refs.every(({ patientRefIsPersonnummer }) => patientRefIsPersonnummer)).toBe(true);
  });
});

describe("dates", () => {
  test.each([
    ..."2026-11-19|20261119|2026-11-19 10:30|2026-11-19T10:30:00|2026-11-19 kl. 10.30|19/11 2026|19/11/2026|19.11.2026|19-11-2026|2026/11/19|2026.11.19|19 november 2026|19 nov. 2026|2026-11-18T23:30:00Z|2026-11-19T00:30:00+01:00|2026-11-19T10:30:00.000Z".split(
      "|",
    ),
  ])("%s is 19 November 2026", (text) => expect(readDate(text, "")).toEqual({ date: "2026-11-19" }));

  test("Excel's day numbers are read with a note", () => {
    expect(readDate("46345", "")).toEqual({ date: "2026-11-19", note: "date-from-serial" });
    expect(readDate("46345,4375", "")).toEqual({ date: "2026-11-19", note: "date-from-serial" });
  });

  test("day and month that could be exchanged are refused; a dot or a space before the year settles it", () => {
    for (const text of ["03/04/2026", "03-04-2026", "3/4/2026", "19/11-26", "26-11-19"])
      expect(readDate(text, "")).toMatchObject({ refused: "date-ambiguous" });
    expect(readDate("3/4 2026", "")).toEqual({ date: "2026-04-03" });
    expect(readDate("03.04.2026", "")).toEqual({ date: "2026-04-03" });
    expect(readDate("04/04/2026", "")).toEqual({ date: "2026-04-04" });
  });

  test.each([..."i går|2026-13-01|2025-02-29|11/19/2026|20261319|0000-00-00|99999|2026-11-19 25:00|19".split("|")])(
    "%s is no date",
    (text) => expect(isRefusal(readDate(text, ""))).toBe(true),
  );
});

describe("personnummer", () => {
  test("are found inside texts by their date and check digit, samordningsnummer too", () => {
    for (const text of [
      "191212121212",
      "ring 121212-1212 nu",
      "19701063-2391",
      "Eva 1912 12 12 12 12",
      "rum 2 12 12 12 12 12",
    ])
      expect([text, holdsPersonnummer(text, "2026-11-23")]).toEqual([text, true]);
    for (const text of [
      "191212121213",
      "0701740605",
      "Medicin 2026",
      "9912345678901234",
      "Eva 1912 12 12 12 13",
      "08-465 004 00",
    ])
      expect([text, holdsPersonnummer(text, "2026-11-23")]).toEqual([text, false]);
    expect(readPersonnummer("121212-1212", "2026-11-23")).toEqual({ birthDate: "2012-12-12", digits: "201212121212" });
    expect(readPersonnummer("121212+1212", "2026-11-23")?.birthDate).toBe("1912-12-12");
  });
});

test("a cell loses odd spaces, control characters and the apostrophe that guards formulas, and nothing else", () => {
  expect(cellText(" \u00a0Åsa\t\u200bÖk\r\n ")).toBe("Åsa Ök");
  expect(cellText("'=1+1")).toBe("=1+1");
  expect(cellText("'+46701740605")).toBe("+46701740605");
  expect(cellText('="0701740605"')).toBe("0701740605");
  expect(cellText(`'="0701740605" `)).toBe("0701740605");
  expect(cellText('="Anna ""Nina"" Ek"')).toBe('Anna "Nina" Ek');
  expect(cellText('=HYPERLINK("x")')).toBe('=HYPERLINK("x")');
  expect(cellText("O'Hara")).toBe("O'Hara");
  expect(cellText("–")).toBe("");
});
