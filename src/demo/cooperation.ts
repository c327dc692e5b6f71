/**
 * A finished samverkansmätning, so that a newcomer sees the matrix at once. Entirely made up, and marked so: units, answers
 * and suggestions say nothing about the county.
 */
import { addDays, localDateOf, weekdayOf, weekNumberOf } from "../calendar.ts";
import { othersOf, type Party, parties, type Said } from "../cooperation/form.ts";
import { weeksOf } from "../cooperation/measurement.ts";
import { hashOfLinkToken } from "../crypto/link-token.ts";
import { insertCooperation, insertCooperationUnits, putCooperationLinks } from "../db/cooperation.ts";
import { insertSuggestion, insertWaitingAnswers } from "../db/cooperation-answers.ts";
import { releaseCooperation } from "../steps/release-cooperation.ts";
import type { World } from "../world.ts";
import { demoProvider } from "./people.ts";
import { seededIds, seededRandom, seededShuffle } from "./random.ts";

const units: Readonly<Record<Party, readonly string[]>> = {
  municipality: ["Hemvård Norr", "Hemvård Söder", "Biståndsenheten", "Korttidsboendet Björken"],
  "primary-care": ["Vårdcentralen Almen", "Vårdcentralen Eken", "Vårdcentralen Linden", "Öppenvården psykiatri"],
  hospital: ["Geriatrik avd 2", "Kirurgi avd 3", "Medicin avd 1", "Psykiatri avd 4"],
};
const sheets: Readonly<Record<Party, number>> = { municipality: 47, "primary-care": 63, hospital: 54 };

/** One answer is drawn from each string: a code is as likely as it is common there. 7 is "Inte aktuellt". */
const odds = {
  about: {
    municipality: "11111111222222222237",
    "primary-care": "11111122222222233477",
    hospital: "11111111112222222234",
  },
  date: "11111111122333333388",
  times: "11122",
  sip: "1222222228",
} as const;

const suggestions: readonly (readonly [Party, string])[] = [
  ["municipality", "Besked om ändrad dag före klockan 12, så att kvällspersonalen hinner planera."],
  ["municipality", "Skicka med läkemedel för de första dagarna inför en helg."],
  ["primary-care", "Skriv vem vi ska kontakta i kommunen."],
  ["primary-care", "Tydligare i planen vem som tar proverna."],
  ["hospital", "Aktuella uppgifter om hjälpen hemma redan när patienten läggs in."],
];

/** Writes it, closed and counted. `startsAt` (epoch ms) is the demo's first moment; it lies six weeks back. */
export async function seedCooperation(
  base: World,
  { seed, startsAt }: { seed: number; startsAt: number },
): Promise<void> {
  // Chance of its own, so that the rest of the demo is the same with it and without it.
  const random = seededRandom(seed + 7919);
  const world = { ...base, newId: seededIds(random), shuffle: seededShuffle(random), now: () => startsAt };
  const today = localDateOf(startsAt);
  const opensOn = addDays(today, 1 - weekdayOf(today) - 42);
  const period = { opensOn, closesOn: addDays(opensOn, 13) };
  const weeks = weeksOf(period);
  const id = `samverkan-${opensOn}`;
  const all = parties.flatMap((party) => units[party].map((name) => ({ id: world.newId(), party, name })));
  const hash = hashOfLinkToken(world.config.secret);
  const draw = (codes: string): number => Number(codes[Math.floor(random() * codes.length)]);
  const sheetOf = (party: Party): Said[] => {
    const date = draw(odds.date);
    const said: Said[] = [
      { question: "sheets", code: 0 },
      ...othersOf(party).map((other): Said => ({ question: `about-${other}`, code: draw(odds.about[other]) })),
      { question: "date", code: date },
      ...(date === 2 || date === 3 ? [{ question: "times" as const, code: draw(odds.times) }] : []),
      { question: "sip", code: draw(odds.sip) },
    ];
    return said.filter(({ code }) => code < 7);
  };
  const rows = parties.flatMap((party) => {
    const own = all.filter((unit) => unit.party === party);
    return Array.from({ length: sheets[party] }, (_, at) => {
      const unitId = own[at % own.length]?.id ?? "";
      return sheetOf(party).map((said) => ({ ...said, key: world.newId(), party, unitId }));
    }).flat();
  });
  await world.atomically([
    insertCooperation(world.db, {
      ...{ id, name: `Samverkan, vecka ${weeks.map(weekNumberOf).join(" och ")}`, county: demoProvider.county },
      ...{ ...period, state: "closed", version: 1, steps: 0, madeUp: true },
    }),
    insertCooperationUnits(id, all),
    ...putCooperationLinks(
      id,
      all.flatMap((unit) =>
        weeks.map((week) => ({ unitId: unit.id, week, tokenHash: hash(world.newId()), answers: 1 })),
      ),
    ),
    insertWaitingAnswers(id, rows),
    ...suggestions.map(([party, text]) =>
      insertSuggestion(world.db, { id: world.newId(), cooperationId: id, party, text }),
    ),
  ]);
  await releaseCooperation({ ...world, scrub: async () => {} });
}
