/**
 * Sample data for the pages of the office: intake, measurements, units, accounts, problems (see samples.ts). Longer than
 * other files because it is data.
 */
import type { RobotView, Sample, TrackMark } from "./views.ts";

const unnamed = { named: [], namedText: "" };
const yellow: TrackMark = { code: "yellow", label: "Gult" };

const refused = [
  { line: "7", column: "telefon1", reason: "Numret har bokstäver eller för få siffror. Skriv det som 070-174 06 05." },
  { line: "12", column: "utskrivningsdatum", reason: "Datumet ligger i framtiden. Kontrollera år och månad." },
  { line: "31", column: "", reason: "Raden har fler celler än rubrikraden. Kontrollera citattecknen." },
];

const column = (label: string, required: boolean, headers: string, explanation: string) => ({
  label,
  required,
  headers,
  explanation,
});

const mapped = (field: string, label: string, required: boolean, selected: string) => ({
  field,
  label,
  required,
  options: ["", "utskrivnings-id", "namn", "telefon1", "utskrivningsdatum"].map((header, index) => ({
    value: header === "" ? "" : String(index - 1),
    label: header === "" ? "Finns inte i filen" : header,
    selected: header === selected,
  })),
});

const upload = { base: "/intag/u4x8", fileName: "utskrivningar 2026-11-23.csv" };

export const intakeSamples: readonly Sample[] = [
  {
    page: "intake",
    name: "ordinary",
    title: "Ta in utskrivningar",
    view: {
      source: "",
      sources: ["Vårdsystemet"],
      limitText: "Högst 25 MB.",
      columns: [
        column("Utskrivnings-id", true, "utskrivnings-id, dischargeRef", "Vårdsystemets eget id för vårdtillfället."),
        column("Namn", true, "namn, name", "För- och efternamn."),
        column("Utskrivningsdatum", true, "utskrivningsdatum, dischargeDate", "Som 2026-11-20."),
        column("Spår", false, "spår, track", "Grönt, gult eller rött."),
      ],
      earlier: [
        {
          href: "/intag/u4x7",
          fileName: "utskrivningar 2026-11-22.csv",
          source: "Vårdsystemet",
          atText: "sön 22 nov kl. 06:30",
          resultText: "71 nya, 4 ändrade, 3 avvisade",
        },
      ],
    },
  },
  {
    page: "intake",
    name: "refused",
    title: "Ta in utskrivningar",
    frame: {
      errors: [
        { field: "fil", text: "Filen är en Excel-bok. Öppna den i Excel och spara den som ”CSV UTF-8”." },
        { field: "kalla", text: "Skriv vilket system listan kommer från." },
      ],
    },
    view: { source: "", sources: [], limitText: "Högst 25 MB.", columns: [], earlier: [] },
  },
  {
    page: "intake-preview",
    name: "ordinary",
    title: "Granska filen",
    view: {
      ...upload,
      source: "Vårdsystemet",
      rowsText: "81 rader",
      mapping: [
        mapped("dischargeRef", "Utskrivnings-id", true, "utskrivnings-id"),
        mapped("name", "Namn", true, "namn"),
        mapped("phone1", "Telefon 1", false, "telefon1"),
        mapped("dischargeDate", "Utskrivningsdatum", true, "utskrivningsdatum"),
        mapped("patientRef", "Patient-id", false, ""),
      ],
      warnings: ["Filen saknar patient-id. Då kan Ringupp inte se om någon har blivit inskriven igen."],
      counts: [
        { label: "Nya", value: "74" },
        { label: "Ändrade", value: "2" },
        { label: "Oförändrade", value: "2" },
        { label: "Avvisade", value: "3" },
      ],
      admitted: [
        {
          line: "2",
          name: "Gunnar Holm",
          unit: "Geriatriken 82",
          dischargedText: "fre 20 nov",
          track: yellow,
          result: "Rings",
        },
        {
          line: "3",
          name: "Anna-Margareta Wennerström-Oskarsdotter von Långstrumpefelt",
          unit: "Psykiatrisk avdelning 2",
          dischargedText: "fre 20 nov",
          track: null,
          result: "Rings inte: har inte sagt ja",
        },
      ],
      admittedText: "Visar de första 2 av 76.",
      refused,
      refusedText: "3 rader kan inte tas in.",
      canAdmit: true,
      admitLabel: "Ta in 76 rader",
    },
  },
  {
    page: "intake-preview",
    name: "nothing-fits",
    title: "Granska filen",
    view: {
      ...upload,
      source: "Vårdsystemet",
      rowsText: "inga rader",
      mapping: [mapped("dischargeRef", "Utskrivnings-id", true, "")],
      warnings: ["Filen har bara en rubrikrad."],
      counts: [{ label: "Nya", value: "0" }],
      admitted: [],
      admittedText: "",
      refused: [],
      refusedText: "",
      canAdmit: false,
      admitLabel: "",
    },
  },
  {
    page: "intake-progress",
    name: "halfway",
    title: "Raderna tas in",
    view: { ...upload, done: 42000, total: 100000, text: "42 000 av 100 000 rader är klara." },
  },
  {
    page: "intake-done",
    name: "done",
    title: "Filen är intagen",
    view: {
      ...upload,
      headline: "Klart: 76 rader är inne.",
      counts: [
        { label: "Nya", value: "74" },
        { label: "Ändrade", value: "2" },
        { label: "Oförändrade", value: "2" },
        { label: "Avvisade", value: "3" },
      ],
      refused,
      refusedText: "3 rader togs inte in.",
      warnings: [],
    },
  },
  {
    page: "intake-done",
    name: "nothing-changed",
    title: "Filen är intagen",
    view: {
      ...upload,
      headline: "Ingenting har ändrats: alla rader fanns redan.",
      counts: [{ label: "Oförändrade", value: "78" }],
      refused: [],
      refusedText: "",
      warnings: [],
    },
  },
];

const administrator = {
  account: { name: "Per Alm", roleLabel: "Administratör", unitNames: "" },
  nav: [
    { href: "/enheter", label: "Enheter", current: true },
    { href: "/konton", label: "Konton", current: false },
  ],
};
const option = (value: string, label: string, selected = false) => ({ value, label, selected });
const units = [
  option("g", "Geriatriken"),
  option("m", "Medicin 33", true),
  option("p", "Psykiatriska kliniken, samordningen"),
];

const atRobot = {
  ...administrator,
  nav: [
    ...administrator.nav.map((link) => ({ ...link, current: false })),
    { href: "/roboten", label: "Roboten", current: true },
  ],
};
const robot: RobotView = {
  isOn: true,
  stateText: "Roboten är på",
  explanation: "Den ringer vardagar kl. 09:00–16:00, när det finns människor som kan ta över.",
  stopped: null,
  counts: [
    { label: "Ringer nu", value: "2" },
    { label: "I samtal nu", value: "1" },
    { label: "Väntar i dag", value: "14" },
    { label: "Klara samtal i dag", value: "9" },
  ],
  today: [
    { label: "Genomförd", value: "4" },
    { label: "Inget svar", value: "3" },
    { label: "Avbröts, en människa tar över", value: "2" },
  ],
  facts: [
    { label: "Telefontjänst", value: "Twilio" },
    { label: "Nummer som visas", value: "08-465 004 00" },
    { label: "Bemannade tider", value: "Vardagar kl. 09:00–16:00" },
    { label: "Samtal på en gång", value: "Högst 5" },
    { label: "Psykiatrisk vård", value: "Roboten ringer inte" },
  ],
};

export const accountSamples: readonly Sample[] = [
  { page: "robot", name: "on", title: "Roboten", frame: atRobot, view: robot },
  {
    page: "robot",
    name: "stopped",
    title: "Roboten",
    frame: atRobot,
    view: {
      ...robot,
      counts: robot.counts.map(({ label }) => ({ label, value: "0" })),
      isOn: false,
      stateText: "Roboten är av",
      explanation: "Den ringer inte upp någon. Den som själv ringer tillbaka får svar ändå.",
      stopped:
        "Telefontjänsten godtar inte våra inloggningsuppgifter. Kontrollera konto och nyckel i inställningarna. Roboten försöker igen kl. 10:32.",
      today: [],
    },
  },
  {
    page: "units",
    name: "ordinary",
    title: "Enheter",
    frame: administrator,
    view: {
      rows: [
        {
          href: "/enheter?enhet=g",
          name: "Geriatriken 82",
          kindLabel: "Vårdavdelning",
          careTypeLabel: "Somatik",
          callingUnit: "Geriatriken",
          onCall: "08-465 004 90",
        },
        {
          href: "/enheter?enhet=p",
          name: "Psykiatrisk avdelning 2",
          kindLabel: "Vårdavdelning",
          careTypeLabel: "Psykiatri",
          callingUnit: "Psykiatriska kliniken",
          onCall: "",
        },
      ],
      form: {
        id: "",
        heading: "Ny enhet",
        name: "",
        code: "",
        kinds: [option("ward", "Vårdavdelning", true), option("primary-care", "Vårdcentral")],
        careTypes: [option("somatic", "Somatik", true), option("psychiatric", "Psykiatri")],
        callingUnits: [option("", "Enheten själv", true), option("g", "Geriatriken")],
        onCall: "",
        callerId: "",
        contacts: [
          { value: "", label: "Alla administratörer", selected: true },
          { value: "a", label: "Lena Berg", selected: false },
        ],
      },
    },
  },
  {
    page: "accounts",
    name: "ordinary",
    title: "Konton",
    frame: administrator,
    view: {
      newPassword: { username: "sara", password: "lampa-älv-tretton-snö" },
      stranded: ["Medicin 33: 2 uppföljningar med skyddade personuppgifter, och ingen är utsedd att sköta dem."],
      rows: [
        {
          base: "/konton/1",
          name: "Sara Lund",
          username: "sara",
          roleLabel: "Vårdsamordnare",
          unitNames: "Geriatriken, Medicin 33",
          disabled: false,
          canDisable: true,
          units,
          phone: "08-465 004 04",
          named: [option("g", "Geriatriken", true), option("m", "Medicin 33")],
          namedText: "Geriatriken",
        },
        {
          base: "/konton/2",
          name: "Olle Dahl",
          username: "olle.dahl",
          roleLabel: "Vårdsamordnare",
          unitNames: "Geriatriken",
          disabled: true,
          canDisable: true,
          units,
          phone: "",
          ...unnamed,
        },
        {
          base: "/konton/3",
          name: "Per Alm",
          username: "admin",
          roleLabel: "Administratör",
          unitNames: "",
          disabled: false,
          canDisable: false,
          units: [],
          phone: null,
          ...unnamed,
        },
      ],
      form: {
        name: "",
        username: "",
        roles: [
          option("coordinator", "Vårdsamordnare", true),
          option("lead", "Projektledare"),
          option("admin", "Administratör"),
        ],
        units,
      },
    },
  },
  {
    page: "problem",
    name: "not-found",
    title: "Sidan finns inte",
    view: {
      sentence: "Sidan finns inte. Gå tillbaka till listan och försök därifrån.",
      advice: null,
      back: { href: "/", label: "Till startsidan" },
    },
  },
  {
    page: "problem",
    name: "signed-out",
    title: "Det gick inte",
    frame: { account: null, nav: [] },
    view: {
      sentence: "Något gick fel hos oss. Det du redan sparat finns kvar. Försök igen om en stund.",
      advice: "Ring din administratör om det händer igen.",
      back: { href: "/logga-in", label: "Logga in" },
    },
  },
];
