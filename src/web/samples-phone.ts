/** Sample data for the demo's telephone (see samples.ts). */
import type { Sample, TryPhoneNow, TryPhonePatient } from "./views.ts";

const assets = { sheet: "try-phone.css", script: "try-phone.js" };
const frame = { account: null, nav: [] };

const patient = (name: string, more: Partial<TryPhonePatient> = {}): TryPhonePatient => ({
  ...{ caseId: "k7m2p9q4r8s3t6v1", name, ageText: "78 år", unitName: "Geriatrik avd 2", history: "", callHref: null },
  why: "Kan ringas nu. Ringfönstret stänger fredag 27 november kl. 19:00.",
  ...more,
});

const keys = [..."123456789*0#"].map((key) => ({ key, hint: key === "0" ? "människa" : "" }));

const answered: TryPhoneNow = {
  base: "/prova-telefonen/c4x8",
  line: "answered",
  lineText: "Luren är lyft.",
  byHand: true,
  crib: "Åsa är född den 3:e: tryck 0 3.",
  pressedText: "En siffra av två är tryckt.",
  turn: "2",
  keysWanted: 2,
  keys,
  heard: [
    { atText: "10:15", latest: true, lines: ["Tack.", "Vilken dag i månaden är du född?"] },
    { atText: "10:14", latest: false, lines: ["Hej. Det här är ett automatiskt samtal från Region Exempel."] },
  ],
  log: [
    { atText: "10:14", text: "Någon lyfte luren." },
    { atText: "10:14", text: "Det ringer." },
  ],
  end: null,
};

export const phoneSamples: readonly Sample[] = [
  {
    page: "try-phone",
    name: "ordinary",
    title: "Prova telefonen",
    frame,
    view: {
      ...assets,
      callable: [
        patient("Åsa Ök", { history: "Roboten ringde fredag 20 november kl. 15:30: inget svar." }),
        patient("Wilhelmina Josefina Björkenstam Abrahamsson-Söderlundh", { callHref: "/prova-telefonen/c4x8" }),
      ],
      others: [patient("Gunnar Holm", { why: "Behöver tolk, och roboten talar bara svenska." })],
      robotOn: true,
      leapt: {
        text: "Från i går kl. 10:00 till i dag kl. 10:00",
        counts: [
          { label: "Samtal", value: "14" },
          { label: "Svarade", value: "9" },
        ],
        explanation: "Den som inte nåddes vilar och rings igen inom ringfönstret.",
      },
    },
  },
  {
    page: "try-phone",
    name: "nobody",
    title: "Prova telefonen",
    frame,
    view: { ...assets, callable: [], others: [], robotOn: false, leapt: null },
  },
  {
    page: "try-phone-call",
    name: "ringing",
    title: "Telefonen",
    frame,
    view: {
      ...assets,
      ...answered,
      name: "Åsa Ök",
      line: "ringing",
      lineText: "Det ringer hos Åsa.",
      heard: [],
      pressedText: "",
    },
  },
  {
    page: "try-phone-call",
    name: "answered",
    title: "Telefonen",
    frame,
    view: { ...assets, ...answered, name: "Wilhelmina Josefina Björkenstam Abrahamsson-Söderlundh" },
  },
  {
    page: "try-phone-call",
    name: "ended",
    title: "Telefonen",
    frame,
    view: {
      ...assets,
      ...answered,
      name: "Åsa Ök",
      line: "ended",
      lineText: "Samtalet är slut.",
      end: {
        text: "Roboten lämnade över: patienten bad om en människa.",
        next: "Åsa står nu högt upp på samordnarens lista, med det som redan är besvarat.",
        caseHref: "/uppfoljningar/k7m2p9q4r8s3t6v1",
        listHref: "/lista",
        username: "anna",
        coordinator: "Anna Ek",
      },
    },
  },
];
