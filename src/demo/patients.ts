/**
 * The demo's invented patients and what has happened to each of them, as data that demo/seed.ts plays through the real
 * steps. Days are counted in working days from the demo's first: 0 is that day, -1 the working day before it. That way
 * the story holds whatever weekday or holiday the demo begins by. Long because it is a table.
 */

import type { OutcomeCode } from "../calls/outcomes.ts";
import type { TaskKind } from "../cases/follow-up.ts";
import type { Respondent } from "../surveys/interview.ts";

type Track = "grönt" | "gult" | "rött";

/** One thing that happens to a case. Times are local, "HH:MM"; without one the coordinator's next free time is used. */
export type Happening = { readonly day: number; readonly time?: string; readonly by?: string } & (
  | {
      readonly what: "outcome";
      readonly outcome: OutcomeCode;
      readonly note?: string;
      /** Working day and time of the agreed call. */
      readonly appointment?: readonly [day: number, time: string];
    }
  /** A whole interview, saved and locked. `sheet` has one digit for each question: 1–4, 7, 8, 9. */
  | {
      readonly what: "interview";
      readonly sheet: string;
      readonly respondent?: Respondent;
      readonly remark?: string;
      readonly need?: string;
      readonly kind?: TaskKind;
    }
  /** An interview that stops after the answers on the sheet. */
  | { readonly what: "part"; readonly sheet: string; readonly ending: "broken-off" | "will-not-continue" | "acute" }
  /** The robot rings: nobody answers, or the right person would rather talk to a human being. */
  | { readonly what: "robot"; readonly time: string; readonly ending: "no-answer" | "asks-for-a-person" }
  /** A coordinator takes the case and has it still. */
  | { readonly what: "held" }
  /** The source sends the row again with another status. */
  | { readonly what: "told"; readonly status: "återinlagd" | "flyttad" }
  /** Every task of the case is seen, or done. */
  | { readonly what: "task-seen" }
  | { readonly what: "task-done" }
);

type Extra = {
  /** Telephone numbers of the patient's own; 1 unless said. */
  readonly phones?: 0 | 1 | 2 | 3;
  readonly consent?: "nej" | "ej tillfrågad";
  readonly language?: string;
  /** Said yes or no to an automatic call; every third did unless said. */
  readonly robot?: boolean;
  readonly proxy?: readonly [name: string, relation: string];
};

export type DemoPatient = Extra & {
  readonly name: string;
  /** Years on the demo's first day. */
  readonly age: number;
  readonly unit: string;
  readonly track: Track;
  /** Came home so many calendar days before that working day. */
  readonly home: readonly [daysBefore: number, day: number];
  readonly happened: readonly Happening[];
};

type Who = readonly [name: string, age: number, unit: string, track: Track, more?: Extra];

const patient = (
  [name, age, unit, track, more]: Who,
  home: DemoPatient["home"],
  happened: readonly Happening[] = [],
): DemoPatient => ({ name, age, unit, track, ...more, home, happened });

const rang = (
  day: number,
  time: string | undefined,
  outcome: OutcomeCode,
  more: { note?: string; appointment?: readonly [number, string]; by?: string } = {},
): Happening => ({ what: "outcome", day, ...(time && { time }), outcome, ...more });

/** People interviewed on one working day, who came home three to seven days before it. */
const interviewed = (day: number, rows: readonly (readonly [sheet: string, who: Who, more?: More])[]): DemoPatient[] =>
  rows.map(([sheet, who, { needDone, ...more } = {}], at) =>
    patient(
      who,
      [3 + ((at + 1) % 5), day],
      [
        { what: "interview", day, sheet, ...more },
        ...(needDone ? [{ what: "task-done", day: day + 1, time: "11:20" } as const] : []),
      ],
    ),
  );

type More = {
  readonly remark?: string;
  readonly need?: string;
  readonly kind?: TaskKind;
  /** The unit had helped by the next working day. */
  readonly needDone?: boolean;
  readonly respondent?: Respondent;
};

const robotRang = (day: number, time: string, ending: "no-answer" | "asks-for-a-person"): Happening => ({
  ...{ what: "robot", day, time, ending },
});

const [medicine, geriatrics, surgery] = ["medicin-1", "geriatrik-2", "kirurgi-3"] as const;
const [north, south, psychiatry, daySurgery] = ["narvard-norr", "narvard-soder", "psykiatri-4", "dagkirurgi"] as const;

/**
 * Somatic interviews of the running measurement. Nine wait after the first two days; the third day's eight make
 * seventeen, of which the night releases twelve and leaves five behind; the four after that bring the waiting ones to nine,
 * one short of the next release (responses/response.ts, releasePolicyFor). On every question some of them are content and
 * some are not: those who all say the same wait for more (responses/tellable.ts).
 */
const somaticInterviews: readonly DemoPatient[] = [
  ...interviewed(-7, [
    ["111211", ["Gunvor Sandberg", 84, geriatrics, "rött"]],
    [
      "221221",
      ["Lars Hedman", 71, medicine, "gult"],
      { remark: "Det gick lite fort på slutet, men alla var vänliga." },
    ],
    ["313123", ["Ritva Lehtonen", 77, medicine, "gult"]],
    ["232242", ["Mats Öberg", 58, surgery, "grönt"]],
    ["121221", ["Solveig Nyström", 90, north, "rött"]],
  ]),
  ...interviewed(-6, [
    ["331132", ["Inga-Britt Falk", 88, geriatrics, "gult"]],
    ["213231", ["Hassan Rahimi", 63, medicine, "gult"]],
    ["112211", ["Rolf Engström", 79, surgery, "rött"], { remark: "Bra att hemtjänsten redan visste när jag kom hem." }],
    ["143222", ["Kerstin Åhman", 66, surgery, "grönt"]],
  ]),
  ...interviewed(-5, [
    ["121211", ["Sven-Erik Dahl", 82, medicine, "rött"]],
    ["331243", ["Monica Forsell", 54, surgery, "gult"], { remark: "Jag fick ringa flera gånger om medicinerna." }],
    [
      "332131",
      ["Olle Wiklund", 75, geriatrics, "gult"],
      { need: "Vill ha hjälp att boka tid för provtagning.", kind: "care-contact", needDone: true },
    ],
    ["411233", ["Fatima Benali", 69, medicine, "gult"]],
    [
      "212212",
      ["Britta Hallgren", 93, geriatrics, "rött", { proxy: ["Per Hallgren", "son"] }],
      { respondent: "proxy" },
    ],
    ["121999", ["Göran Palm", 60, surgery, "grönt"]],
    ["323242", ["Ann-Sofie Lindqvist", 47, surgery, "grönt"]],
    ["211821", ["Torsten Björk", 86, south, "gult"]],
  ]),
  ...interviewed(-4, [["322231", ["Eva Sjölin", 72, medicine, "gult"]]]),
  ...interviewed(-3, [
    ["141232", ["Zoran Petrović", 67, surgery, "gult"], { remark: "Ingen frågade vad jag själv ville." }],
  ]),
  ...interviewed(-2, [
    [
      "213133",
      ["Maj-Lis Rönn", 89, geriatrics, "rött"],
      { need: "Rollatorn har inte kommit. Ring distriktssköterskan.", kind: "aids" },
    ],
  ]),
  patient(
    ["Bengt Ahlström", 78, medicine, "rött"],
    [4, 0],
    [
      {
        ...{ what: "interview", day: 0, time: "09:06", by: "bo", sheet: "132124" },
        need: "Vill att någon ser över såret på benet.",
        kind: "care-contact",
      },
    ],
  ),
];

/** The others of the somatic wards: Anna's and Bo's list as it stands. */
const somaticList: readonly DemoPatient[] = [
  // Last chance today.
  patient(["Margit Lundin", 85, geriatrics, "rött"], [7, 0]),
  patient(
    ["Håkan Strand", 64, surgery, "gult", { phones: 2, robot: true }],
    [7, 0],
    [robotRang(-1, "15:30", "no-answer")],
  ),
  patient(["Aino Koskinen", 80, medicine, "gult", { language: "finska" }], [7, 0], [rang(-1, "16:20", "voicemail")]),
  patient(["Lennart Grip", 73, medicine, "grönt"], [7, 0]),
  // Can be rung.
  patient(["Elsa Wikström", 97, geriatrics, "rött", { phones: 2, proxy: ["Birgitta Wikström", "dotter"] }], [6, 0]),
  patient(["Amina Warsame", 52, medicine, "gult", { language: "somaliska" }], [6, 0], [rang(-1, "11:10", "busy")]),
  patient(
    ["Wilhelmina Josefina Björkenstam Abrahamsson-Söderlundh", 76, surgery, "gult", { phones: 3 }],
    [6, 0],
    [rang(-1, "14:10", "wrong-person")],
  ),
  patient(["Nils Persson", 68, surgery, "grönt", { robot: true }], [5, 0]),
  patient(["Yusuf Al-Hakim", 45, surgery, "gult", { language: "arabiska" }], [5, 0]),
  patient(["Barbro Sundin", 83, geriatrics, "gult", { consent: "nej" }], [5, 0]),
  // Would rather talk to a human being, and waits for one to ring.
  patient(
    ["Stig Norling", 91, geriatrics, "rött", { robot: true, proxy: ["Lisbeth Norling", "maka"] }],
    [4, 0],
    [robotRang(0, "09:12", "asks-for-a-person")],
  ),
  patient(["Camilla Frost", 39, surgery, "grönt", { robot: true }], [4, 0]),
  patient(["Ulf Rydell", 70, medicine, "gult"], [4, 0]),
  patient(["Teresa Kowalczyk", 61, medicine, "gult", { robot: true }], [3, 0]),
  patient(["Anders Hjort", 56, surgery, "grönt"], [3, 0]),
  patient(["Gun Axelsson", 87, geriatrics, "rött"], [3, 0]),
  // The line was lost half-way through the questions: the answers so far are there to go on from.
  patient(
    ["Rune Tegner", 74, medicine, "gult"],
    [4, 0],
    [{ what: "part", day: 0, time: "09:28", by: "bo", sheet: "1212", ending: "broken-off" }],
  ),
  patient(
    ["Doris Malm", 81, geriatrics, "gult"],
    [5, 0],
    [{ what: "part", day: 0, time: "09:33", by: "anna", sheet: "21", ending: "broken-off" }],
  ),
  // Booked: overdue, later today, another day.
  patient(["Arne Boman", 69, surgery, "gult"], [5, 0], [rang(0, "09:24", "later", { appointment: [0, "09:45"] })]),
  patient(["Siv Lindell", 75, medicine, "rött"], [4, 0], [rang(0, "09:18", "later", { appointment: [0, "13:30"] })]),
  patient(
    ["Jorge Morales", 59, surgery, "gult", { language: "spanska" }],
    [3, 0],
    [rang(0, "09:14", "later", { appointment: [1, "10:30"], by: "bo" })],
  ),
  // Resting after this morning's attempt.
  patient(["Birger Lind", 79, medicine, "gult"], [6, 0], [rang(0, "09:03", "no-answer", { by: "anna" })]),
  patient(["Pirjo Virtanen", 66, geriatrics, "gult"], [4, 0], [rang(0, "09:10", "busy", { by: "anna" })]),
  // Bo is talking to him.
  patient(["Erik Hamring", 72, medicine, "gult"], [5, 0], [{ what: "held", day: 0, time: "09:50", by: "bo" }]),
  // The window has not opened.
  patient(["Vera Ståhl", 88, geriatrics, "rött"], [2, 0]),
  patient(["Kjell Roos", 62, surgery, "gult"], [2, 0]),
  patient(["Mehmet Yıldız", 57, medicine, "gult"], [2, 0]),
  patient(["Agneta Broman", 70, surgery, "grönt"], [1, 0]),
  patient(["Folke Alm", 94, geriatrics, "rött", { proxy: ["Marianne Alm", "dotter"] }], [1, 0]),
  patient(["Sara Tekle", 34, medicine, "gult"], [1, 0]),
  // Green day surgery: the coordinator decides.
  patient(["Jonas Vik", 41, daySurgery, "grönt"], [3, 0]),
  patient(["Lisa Norén", 29, daySurgery, "grönt"], [4, 0]),
  patient(["Hans Blom", 65, daySurgery, "grönt"], [5, 0]),
  patient(["Ewa Nowak", 50, daySurgery, "grönt"], [2, 0]),
];

const times = ["10:10", "16:40"] as const;

/** Somatic cases that have ended without an interview to keep. */
const somaticEnded: readonly DemoPatient[] = [
  patient(["Allan Brandt", 77, medicine, "gult"], [4, -4], [rang(-4, undefined, "refused")]),
  patient(["Berit Holst", 63, surgery, "grönt"], [5, -1], [rang(-1, undefined, "refused")]),
  patient(["Leif Modig", 55, surgery, "gult"], [4, 0], [rang(0, "09:20", "refused", { by: "bo" })]),
  patient(["Irma Kvist", 82, geriatrics, "gult"], [6, -3], [rang(-3, undefined, "withdrawn")]),
  patient(
    ["Sture Ljung", 74, medicine, "gult"],
    [5, -2],
    [{ what: "part", day: -2, sheet: "33", ending: "will-not-continue" }],
  ),
  // Not reached, whatever was tried.
  patient(
    ["Maria Ferreira", 48, surgery, "gult"],
    [6, -2],
    [rang(-3, times[0], "no-answer"), rang(-3, times[1], "voicemail"), rang(-2, "12:40", "no-answer")],
  ),
  patient(
    ["Gustav Ryd", 86, geriatrics, "rött"],
    [7, -2],
    [rang(-2, times[0], "no-answer"), rang(-2, times[1], "busy")],
  ),
  patient(
    ["Nadja Lindh", 38, medicine, "gult"],
    [7, -2],
    [rang(-2, "10:20", "later", { appointment: [-2, "15:00"] }), rang(-2, "15:05", "no-answer")],
  ),
  // Nobody rang in time: the unit's miss.
  patient(["Valborg Nyman", 90, geriatrics, "gult"], [6, -2]),
  patient(["Kent Asp", 61, surgery, "grönt"], [7, -2]),
  patient(["Viola Stark", 71, medicine, "rött"], [7, -3]),
  patient(["Egon Flink", 80, medicine, "gult"], [5, -2], [rang(-2, undefined, "bad-number")]),
  patient(
    ["Tyra Löf", 92, geriatrics, "rött"],
    [4, -3],
    [rang(-3, undefined, "unable", { note: "Hör inte i telefon. Texttelefon provad, ingen närstående angiven." })],
  ),
  patient(
    ["Nguyen Thi Hoa", 58, surgery, "gult", { language: "vietnamesiska" }],
    [5, -2],
    [rang(-2, undefined, "language", { note: "Vietnamesiska. Ingen telefontolk fick tid inom ringfönstret." })],
  ),
  patient(["Helge Rask", 89, geriatrics, "rött"], [4, -4], [rang(-4, undefined, "dead")]),
  patient(["Inger Bly", 78, medicine, "rött"], [2, 0], [{ what: "told", day: 0, time: "07:30", status: "återinlagd" }]),
  patient(
    ["Roland Hägg", 84, geriatrics, "gult"],
    [4, -1],
    [rang(-1, undefined, "not-eligible", { note: "Återinlagd i går enligt dottern." })],
  ),
  patient(["Elof Granat", 76, medicine, "gult", { phones: 0 }], [3, 0]),
  patient(
    ["Asta Bohlin", 85, geriatrics, "gult", { consent: "nej" }],
    [4, -2],
    [rang(-2, undefined, "care-call-made")],
  ),
  // Help came first: broken off, seen to within the hour.
  patient(
    ["Henry Molin", 83, medicine, "rött"],
    [4, -1],
    [
      { what: "part", day: -1, time: "13:40", by: "anna", sheet: "11", ending: "acute" },
      { what: "task-seen", day: -1, time: "13:58", by: "bo" },
    ],
  ),
];

const psychiatric: readonly DemoPatient[] = [
  ...interviewed(-5, [["222231", ["Linnea Ask", 27, psychiatry, "gult"]]]),
  ...interviewed(-3, [["331242", ["David Lantz", 36, psychiatry, "rött"]]]),
  ...interviewed(-2, [["121221", ["Marie Ohlin", 51, psychiatry, "gult"]]]),
  // Half of it was answered before the line was lost, and the window closed that evening.
  patient(
    ["Simon Hedberg", 42, psychiatry, "gult"],
    [7, -3],
    [{ what: "part", day: -3, time: "16:10", sheet: "2113", ending: "broken-off" }],
  ),
  patient(["Petra Sköld", 33, psychiatry, "rött"], [7, 0], [rang(-1, "10:05", "rejected")]),
  patient(["Ahmed Saleh", 24, psychiatry, "gult", { language: "arabiska" }], [5, 0]),
  patient(["Ingela Fors", 60, psychiatry, "gult"], [4, 0]),
  patient(["Oskar Lilja", 31, psychiatry, "grönt"], [3, 0]),
  patient(["Katarina Mård", 46, psychiatry, "gult"], [6, 0], [rang(0, "09:15", "no-answer")]),
  patient(["Tobias Rehn", 29, psychiatry, "rött"], [4, -2], [rang(-2, undefined, "refused")]),
  patient(["Julia Sparre", 22, psychiatry, "gult"], [7, -2], [rang(-2, "11:30", "rejected")]),
  patient(["Mikael Hörnell", 55, psychiatry, "gult"], [7, -3]),
  patient(["Emelie Quist", 35, psychiatry, "gult"], [2, 0]),
];

/** The vårdcentraler's lists: their patients come home from the closest local ward. */
const primaryCare: readonly DemoPatient[] = [
  patient(["Alva Törnqvist", 83, north, "rött", { robot: true }], [7, 0]),
  patient(["Ivar Kask", 79, south, "gult"], [5, 0]),
  patient(["Samira Haddad", 64, north, "gult", { language: "arabiska" }], [4, 0]),
  patient(["Edit Svanberg", 95, south, "rött", { robot: true, proxy: ["Ulla Svanberg", "svärdotter"] }], [3, 0]),
  patient(["Osvald Norrman", 87, north, "gult"], [1, 0]),
];

export const demoPatients: readonly DemoPatient[] = [
  ...somaticInterviews,
  ...somaticList,
  ...somaticEnded,
  ...psychiatric,
  ...primaryCare,
];
