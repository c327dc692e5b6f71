/**
 * What a row of a discharge list can say: its fields, the header spellings they are known by, and which column of a
 * file is which field. The list below is also the documentation (docs/import.md is checked against it).
 *
 * Longer than other files because every spelling of every header stands here.
 */
import { type Refusal, refuse } from "../problems.ts";

export type Field =
  | ("dischargeRef" | "patientRef" | "name" | "phone1" | "phone2" | "phone3" | "birthDate" | "dischargeDate" | "unit")
  | ("careType" | "track" | "residence" | "consent" | "robotConsent" | "language" | "interpreter" | "protected")
  | ("proxyName" | "proxyPhone" | "proxyRelation" | "status");

export type FieldDefinition = {
  readonly field: Field;
  /** Swedish, as on screen and in the example file. */
  readonly label: string;
  readonly required: boolean;
  /** Accepted headers beside the label and the field's own name. Case, spaces, hyphens and åäö/aao do not matter. */
  readonly headers: readonly string[];
  /** What the cell holds, in Swedish, for the upload page. */
  readonly explanation: string;
};

const define = (
  field: Field,
  label: string,
  explanation: string,
  headers: readonly string[] = [],
  required = false,
): FieldDefinition => ({ field, label, required, headers, explanation });

export const fields: readonly FieldDefinition[] = [
  define(
    "dischargeRef",
    "Utskrivnings-ID",
    "Källans egen beteckning på vårdtillfället. Sparas bara som en nyckel.",
    [
      ...["Utskrivning", "Utskrivningsnummer", "Utskrivningsreferens", "Utskrivningsref", "Vårdtillfälle"],
      ...["Vårdtillfälles-ID", "Vårdtillfälle-ID", "VTF", "VTF-ID", "Vårdkontakt-ID", "Discharge", "Discharge ID"],
      ...["Discharge reference", "Encounter", "Encounter ID"],
    ],
    true,
  ),
  define(
    "patientRef",
    "Patient-ID",
    "Samma beteckning varje gång samma patient skrivs ut. Personnummer går bra: det görs genast om till en nyckel.",
    [
      ...["Patient", "Patientnummer", "Patientreferens", "Patientref", "Person-ID", "Pseudonym", "Personnummer", "Pnr"],
      ...["Patient reference", "Patient number"],
    ],
  ),
  define("name", "Namn", "Patientens namn, som den vill bli tilltalad.", [
    ...["Patientnamn", "Patientens namn", "Fullständigt namn", "Patient name", "Full name"],
  ]),
  define("phone1", "Telefon 1", "Numret som ska provas först. Ett nummer i varje cell, utan bokstäver.", [
    ...[
      "Telefon",
      "Telefonnummer",
      "Telefonnummer 1",
      "Telefonnr",
      "Tel",
      "Tel 1",
      "Phone",
      "Phone number",
      "Telephone",
    ],
  ]),
  define("phone2", "Telefon 2", "Nästa nummer.", ["Telefonnummer 2", "Tel 2", "Phone number 2", "Annat nummer"]),
  define("phone3", "Telefon 3", "Ett tredje nummer.", ["Telefonnummer 3", "Tel 3", "Phone number 3"]),
  define("birthDate", "Födelsedatum", "2026-11-19 eller 20261119. Ger åldersgrupp och åldersgräns.", [
    ...["Född", "Födelsedag", "Birthdate", "Date of birth", "DOB", "Born"],
  ]),
  define(
    "dischargeDate",
    "Utskrivningsdatum",
    "Dagen patienten kom hem, till exempel 2026-11-19.",
    [
      ...["Utskriven", "Utskriven datum", "Utskrivningsdag", "Utskrivningstid", "Utskrivningstidpunkt", "Hemgång"],
      ...["Hemgångsdatum", "Discharged", "Discharged on", "Discharge day"],
    ],
    true,
  ),
  define(
    "unit",
    "Vårdenhet",
    "Enheten som skrev ut, med namn eller kod så som det står under Enheter.",
    [
      ...[
        "Enhet",
        "Avdelning",
        "Avd",
        "Klinik",
        "Utskrivande enhet",
        "Utskrivande avdelning",
        "Enhetskod",
        "Vårdenhetskod",
      ],
      ...["Care unit", "Ward", "Department", "Unit code"],
    ],
    true,
  ),
  define("careType", "Vårdform", "Somatik eller psykiatri.", ["Vårdtyp", "Verksamhet", "Type of care"], true),
  define("track", "Spår", "Grönt, gult eller rött. Tomt om det inte är bedömt.", [
    "Färg",
    "Spårfärg",
    "Color",
    "Colour",
  ]),
  define(
    "residence",
    "Boende",
    "Ordinärt, särskilt, korttids eller annat. Tomt räknas som ordinärt, med en anmärkning.",
    [...["Boendeform", "Utskriven till", "Housing", "Discharged to"]],
  ),
  define("consent", "Samtycke", "Ja, nej eller återkallat. Tomt betyder att patienten inte är tillfrågad.", [
    ...["Samtycker", "Samtycke till uppföljning", "Samtycke till enkät", "Samtycke enkät", "Survey consent"],
  ]),
  define("robotConsent", "Samtycke till automatiskt samtal", "Ja eller nej. Tomt räknas som nej.", [
    ...["Samtycke automatiskt samtal", "Robotsamtycke", "Samtycke robot", "IVR consent", "Consent to automated call"],
  ]),
  define("language", "Språk", "Språkets namn eller kod. Tomt räknas som svenska.", [
    "Talspråk",
    "Tolkspråk",
    "Spoken language",
  ]),
  define("interpreter", "Tolk", "Ja eller nej. Tomt räknas som nej.", [
    ...["Tolkbehov", "Behov av tolk", "Needs interpreter", "Interpreter needed"],
  ]),
  define(
    "protected",
    "Skyddade personuppgifter",
    "Ja eller nej. Vid ja tas raden in bara där enheten har utsett någon.",
    [
      ...["Skyddad", "Skyddad identitet", "Skydd", "Sekretess", "Sekretessmarkering", "Sekretessmarkerad"],
      ...["Skyddad folkbokföring", "Protected identity"],
    ],
  ),
  define("proxyName", "Närstående", "Namnet på den som patienten har valt att svara i sitt ställe.", [
    ...["Närståendes namn", "Närstående namn", "Namn närstående", "Anhörig", "Anhörigs namn", "Proxy", "Relative"],
  ]),
  define("proxyPhone", "Närståendes telefon", "Ett nummer, utan bokstäver.", [
    ...["Närstående telefon", "Telefon närstående", "Närståendes telefonnummer", "Anhörig telefon", "Anhörigs telefon"],
    ...["Relative phone"],
  ]),
  define("proxyRelation", "Närståendes relation", "Till exempel dotter, make eller god man.", [
    ...["Relation", "Närstående relation", "Relation närstående", "Anhörigs relation"],
  ]),
  define("status", "Status", "Hemma, återinlagd, avliden eller flyttad. Tomt räknas som hemma.", [
    ...["Patientstatus", "Läge", "Patient status"],
  ]),
];

const definitionOf = new Map(fields.map((definition) => [definition.field, definition]));

/** The Swedish name of a field. */
export const labelOf = (field: Field): string => definitionOf.get(field)?.label ?? field;

/** Headers that say a telephone number without saying which: they take the first free of phone1, phone2, phone3. */
export const anyPhoneHeaders: readonly string[] = [
  ...["Mobil", "Mobiltelefon", "Mobilnummer", "Mobilnr", "Mobile", "Hemtelefon", "Telefon hem", "Telefon mobil"],
];

/** Columns of our own list of refused rows: ignored when the corrected list comes back. */
export const refusedListHeaders = { line: "Rad i filen", fault: "Fel" } as const;

/** What is left of a header when case, accents, spaces, signs and anything in brackets are taken away. */
export const headerKey = (header: string): string =>
  header
    .replace(/[([].*?[)\]]/g, "")
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");

const fieldByHeader = new Map(
  fields.flatMap(({ field, label, headers }) =>
    [field, label, ...headers].map((header) => [headerKey(header), field] as const),
  ),
);
const anyPhone = new Set(anyPhoneHeaders.map(headerKey));
const ours = new Set(Object.values(refusedListHeaders).map(headerKey));

/** Field → column number, from 0. */
export type Mapping = Readonly<Partial<Record<Field, number>>>;
/** Field → header as it stood in an earlier file of the same source; "" when a person said that there is none. */
export type RememberedColumns = Readonly<Partial<Record<Field, string>>>;

export type MappingGuess = {
  readonly mapping: Mapping;
  /** Required fields without a column. */
  readonly missing: readonly Field[];
  /** Fields that several columns claim, with those columns' headers; none of them is mapped. */
  readonly doubled: readonly { readonly field: Field; readonly headers: readonly string[] }[];
  /** Headers of columns that will not be read. */
  readonly unknown: readonly string[];
};

/** Which column is which field. What a person said about this source before (`remembered`) goes first. */
export function guessMapping(header: readonly string[], remembered: RememberedColumns = {}): MappingGuess {
  const keys = header.map(headerKey);
  const claims = new Map<Field, number[]>();
  const taken = new Set<number>();
  for (const [field, said] of Object.entries(remembered) as [Field, string][]) {
    const column = said === "" ? -1 : keys.indexOf(headerKey(said));
    if (column >= 0 && !taken.has(column)) {
      claims.set(field, [column]);
      taken.add(column);
    }
  }
  const settled = new Set(claims.keys());
  for (const field of Object.keys(remembered) as Field[]) if (remembered[field] === "") settled.add(field);
  keys.forEach((key, column) => {
    const field = fieldByHeader.get(key);
    if (!field || taken.has(column) || settled.has(field)) return;
    claims.set(field, [...(claims.get(field) ?? []), column]);
    taken.add(column);
  });
  keys.forEach((key, column) => {
    if (taken.has(column) || !anyPhone.has(key)) return;
    const free = (["phone1", "phone2", "phone3"] as const).find((field) => !claims.has(field) && !settled.has(field));
    if (free) {
      claims.set(free, [column]);
      taken.add(column);
    }
  });
  const mapping: Partial<Record<Field, number>> = {};
  const doubled: { field: Field; headers: string[] }[] = [];
  for (const [field, columns] of claims) {
    if (columns.length === 1) mapping[field] = columns[0] as number;
    else doubled.push({ field, headers: columns.map((column) => header[column] ?? "") });
  }
  return {
    mapping,
    missing: fields.filter(({ field, required }) => required && !claims.has(field)).map(({ field }) => field),
    doubled,
    unknown: unreadColumns(header, mapping, doubled),
  };
}

/**
 * Headers of columns that are not read under a mapping, whoever made it. Those of `doubled` are told otherwise, and our
 * own columns in a list of refused rows are no one's loss.
 */
export function unreadColumns(
  header: readonly string[],
  mapping: Mapping,
  doubled: MappingGuess["doubled"] = [],
): string[] {
  const used = new Set(Object.values(mapping));
  const told = new Set(doubled.flatMap(({ headers }) => headers));
  return header.filter(
    (text, column) => !used.has(column) && text.trim() !== "" && !ours.has(headerKey(text)) && !told.has(text),
  );
}

/** Why a file with these columns cannot be read at all; null when it can. */
export function faultOfMapping(guess: Pick<MappingGuess, "missing" | "doubled">): Refusal | null {
  if (guess.doubled.length > 0) {
    const columns = guess.doubled.map(({ field, headers }) => `${labelOf(field)} (${headers.join(", ")})`);
    return refuse("columns-doubled", { columns: columns.join("; ") });
  }
  if (guess.missing.length > 0) return refuse("columns-missing", { columns: guess.missing.map(labelOf).join(", ") });
  return null;
}
