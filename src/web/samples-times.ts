/** Sample data for the calendar of agreed times (see samples.ts), with all that a half hour can hold. */
import { sentenceFor } from "../problems.ts";
import { forWhom } from "./samples-agree.ts";
import type { BookedView, Sample, TimesView } from "./views.ts";

const booked = (timeText: string, name: string, whoText: string, more: Partial<BookedView> = {}): BookedView => ({
  ...{ timeText, name, whoText, interpreter: false },
  href: "/uppfoljningar/k7m2p9q4r8s3t6v1",
  changeHref: "/tider?uppfoljning=k7m2p9q4r8s3t6v1",
  ...more,
});

const longName = "Anna-Margareta Wennerström-Oskarsdotter von Långstrumpefelt";
const someBooked: Readonly<Record<string, readonly BookedView[]>> = {
  "2026-11-23T11:00": [booked("11:00", "Gunnar Holm", "du ringer")],
  "2026-11-23T13:30": [booked("13:45", longName, "enheten ringer", { interpreter: true })],
  "2026-11-24T10:30": [
    booked("10:30", "Ingrid Sjöberg", "du ringer"),
    booked("10:30", "Skyddade personuppgifter", "enheten ringer", { href: null, changeHref: null }),
    booked("10:45", "Elias Norén", "Bo Lind ringer"),
  ],
  "2026-11-26T09:00": [booked("09:00", "Maj-Britt Åkesson", "någon ringer nu", { changeHref: null })],
};

const dayNames = [
  ["2026-11-23", "I dag", "I dag"],
  ["2026-11-24", "Tisdag 24 november", "Tis 24 nov"],
  ["2026-11-25", "Onsdag 25 november", "Ons 25 nov"],
  ["2026-11-26", "Torsdag 26 november", "Tors 26 nov"],
  ["2026-11-27", "Fredag 27 november", "Fre 27 nov"],
] as const;
const halfHours = Array.from(
  { length: 20 },
  (_, at) => `${String(9 + Math.floor(at / 2)).padStart(2, "0")}:${at % 2 === 0 ? "00" : "30"}`,
);

const daysOf = (choosing: boolean): TimesView["days"] =>
  dayNames.map(([date, heading, shortHeading]) => {
    const hours = date === "2026-11-23" ? halfHours.filter((time) => time > "10:30") : halfHours;
    const count = hours.reduce((sum, time) => sum + (someBooked[`${date}T${time}`]?.length ?? 0), 0);
    return {
      ...{ id: `dag-${date}`, heading, shortHeading },
      summary: count === 0 ? "Inget bokat" : `${count} ${count === 1 ? "bokad" : "bokade"}`,
      slots: hours.map((timeText) => {
        const value = `${date}T${timeText}`;
        const here = someBooked[value] ?? [];
        const full = here.length >= 3;
        return {
          ...{ id: `${date}-${timeText.replace(":", "")}`, timeText, value, full, booked: here },
          loadText: full ? `Fullt: ${here.length} bokade` : "",
          choice: choosing ? { selected: value === "2026-11-24T13:00" } : null,
          bookHref: choosing ? null : `/tider?tid=${value}`,
        };
      }),
    };
  });

const calendar: TimesView = {
  sheet: "times.css",
  unitName: "Geriatriken",
  units: [],
  summary: "6 bokade tider · 2 är dina · 1 har missats",
  missed: [],
  choosing: null,
  booking: null,
  days: daysOf(false),
};
const frame = {
  nav: [
    { href: "/lista", label: "Arbetslista", current: false },
    { href: "/tider", label: "Tider", current: true },
    { href: "/atgarder", label: "Åtgärder", current: false },
  ],
};

export const timesSamples: readonly Sample[] = [
  {
    page: "times",
    name: "week",
    title: "Bokade tider",
    frame,
    view: {
      ...calendar,
      units: [
        { href: "/tider", label: "Alla mina enheter", current: true },
        { href: "/tider?enhet=x", label: "Geriatriken", current: false },
      ],
      missed: [
        booked("Skulle ha ringts i dag kl. 09:30", "Bo Lindqvist", "Bo Lind skulle ha ringt"),
        booked("Skulle ha ringts fredag 20 november kl. 16:00", longName, "enhetens tid", { interpreter: true }),
      ],
    },
  },
  {
    page: "times",
    name: "for-a-patient",
    title: "Tid för Gunnar Holm",
    frame,
    view: {
      ...calendar,
      days: daysOf(true),
      choosing: {
        base: "/uppfoljningar/k7m2p9q4r8s3t6v1",
        version: 3,
        name: "Gunnar Holm",
        text: "Nu bokad i dag kl. 11:00. Välj en ny tid. Sista tiden är före fredag 27 november kl. 19:00.",
        moves: true,
        forWhom,
        asksInterpreter: true,
      },
    },
  },
  {
    page: "times",
    name: "for-a-time",
    title: "Bokade tider",
    frame: { ...frame, errors: [{ field: "uppfoljning", text: sentenceFor("appointment-patient-needed") }] },
    view: {
      ...calendar,
      booking: {
        value: "2026-11-24T14:00",
        text: "i morgon kl. 14:00",
        people: [
          { value: "a", label: "Gunnar Holm", hint: "Ring senast onsdag 25 november kl. 19:00.", selected: false },
          { value: "b", label: longName, hint: "Ring senast fredag 27 november kl. 19:00.", selected: false },
        ],
        more: true,
        forWhom,
      },
    },
  },
  {
    page: "times",
    name: "nobody-to-book",
    title: "Bokade tider",
    frame,
    view: {
      ...calendar,
      summary: "0 bokade tider",
      booking: { value: "2026-11-24T14:00", text: "i morgon kl. 14:00", people: [], more: false, forWhom },
      days: daysOf(false).map((day) => ({ ...day, slots: [], summary: "Inget bokat" })),
    },
  },
];
