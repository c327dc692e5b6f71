/** What could lead to a person is seen in free text, and what is certain enough never gets through the wall. */
import { expect, test } from "vitest";
import { findIdentifying, maskIdentifying } from "./identifying.ts";

const kinds = (text: string) => findIdentifying(text).map(({ kind }) => kind);

test("personnummer, phone numbers, e-mail addresses and other long numbers are found and masked, however written", () => {
  const numbers: [string, string][] = [
    ["19420312-1234", "personnummer"],
    ["420312-1234", "personnummer"],
    ["420312+1234", "personnummer"],
    ["4203721234", "personnummer"],
    ["070-174 06 05", "phone"],
    ["+46 70 174 06 05", "phone"],
    ["0701740605", "phone"],
    ["０７０１７４０６０５", "phone"],
    ["08-465 004 00", "phone"],
    ["anna.ek@example.se", "email"],
    ["070‑174 06 05", "phone"],
    ["070_174_06_05", "phone"],
    ["19420312‑1234", "personnummer"],
    ["1942\u00ad0312\u00ad1234", "personnummer"],
    ["12 mars 1942", "digits"],
    ["den 12:e mars -42", "digits"],
    ["Storgatan 5", "address"],
    ["Norra Björkvägen 12 B", "address"],
    ["Åsgränd 3", "address"],
    ["kort 1234 5678 9012 3456", "digits"],
    ["2026-11-19", "digits"],
  ];
  for (const [text, kind] of numbers) {
    expect(kinds(`Ring mig på ${text} tack.`), text).toEqual([kind]);
    expect(maskIdentifying(`Ring mig på ${text} tack.`), text).not.toMatch(/\p{Nd}|@/u);
  }
});

test("ordinary words about a homecoming are left as they are", () => {
  for (const text of [
    "Allt gick bra.",
    "Fick vänta 3 timmar på taxin, från 10:30 till 13.",
    "Hemtjänsten kommer 4 gånger om dagen.",
    "Det var avdelning 21. Personalen var snäll.",
    "Jag kom hem den 12 mars och fick hjälp från den 14 mars.",
    "Vägen 5 trappor upp var lång, och gatan 3 dagar om året hal.",
    "Min man var orolig. Min dotter också.",
    "Hans fru fick vänta. Per patient tog det en timme.",
    "Inga tider. Klara besked behövs, max 3 dagar före.",
    "Ont i höger axel efter fallet.",
    "Mina tabletter saknades. Bo hemma går bra. Maj var värst.",
    "Samordningen inger förtroende. Björnen sover.",
  ]) {
    expect(findIdentifying(text), text).toEqual([]);
    expect(maskIdentifying(text), text).toBe(text);
  }
});

test("names are warned about and left to a person to judge", () => {
  expect(kinds("Min dotter Karin Östlund hjälper mig.")).toEqual(["name"]);
  expect(kinds("Jag tackar syster Eva så mycket.")).toEqual(["name"]);
  expect(kinds("Syster Eva var snäll.")).toEqual(["name"]);
  for (const text of [
    "Min man Bertil var orolig.",
    "Undersköterskan Lisa ringde.",
    "Tack för allt! Hälsningar Karin",
    "mvh Åke",
  ])
    expect(kinds(text), text).toEqual(["name"]);
  for (const text of [
    "Anna i receptionen var otrevlig.",
    "anna i receptionen var otrevlig",
    "Det var ANNA som ringde.",
    "Annas besked kom för sent.",
    "Anna-Karin på avdelningen svarade aldrig.",
    "Tack Lars!",
    "Jag pratade med Hans om det.",
    "Mohammed och personalen var fina.",
  ])
    expect(kinds(text), text).toEqual(["name"]);
  expect(maskIdentifying("Min dotter Karin Östlund hjälper mig.")).toBe("Min dotter Karin Östlund hjälper mig.");
});
