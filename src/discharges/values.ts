/**
 * The words that coded cells may hold, in Swedish and English. What is not in these lists is refused with the column's
 * name; a blank has its own meaning in each column and is never "unknown word".
 */

const lookup = <Value extends string | boolean>(
  words: Readonly<Record<string, readonly string[]>>,
  give: (key: string) => Value,
) => new Map(Object.entries(words).flatMap(([key, spellings]) => spellings.map((word) => [word, give(key)] as const)));

/** The key a cell is looked up by: lower case, one space between words, no sign at the end. */
export const wordKey = (cell: string): string =>
  cell
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .replace(/[.!]+$/, "")
    .trim();

export type CareType = "somatic" | "psychiatric";
export type Track = "green" | "yellow" | "red";
export type Residence = "ordinary" | "special" | "short-term" | "other";
export type Consent = "yes" | "no" | "withdrawn" | "unasked";
export type Status = "home" | "readmitted" | "dead" | "moved";

export const careTypes: ReadonlyMap<string, CareType> = lookup(
  {
    somatic: ["somatik", "somatisk", "somatiskt", "somatisk vård", "somatic", "soma", "som"],
    psychiatric: [
      ...["psykiatri", "psykiatrisk", "psykiatriskt", "psykiatrisk vård", "psychiatric", "psychiatry", "psyk", "psy"],
    ],
  },
  (key) => key as CareType,
);

export const tracks: ReadonlyMap<string, Track> = lookup(
  {
    green: ["grön", "grönt", "gröna", "gron", "gront", "green", "grönt spår", "grön spår"],
    yellow: ["gul", "gult", "gula", "yellow", "gult spår"],
    red: ["röd", "rött", "röda", "rod", "rott", "red", "rött spår"],
  },
  (key) => key as Track,
);

export const residences: ReadonlyMap<string, Residence> = lookup(
  {
    ordinary: [
      ...["ordinärt", "ordinärt boende", "ordinär", "ordinart", "ordinart boende", "eget boende", "eget hem", "hem"],
      ...["hemmet", "egen bostad", "hemma", "ordinary", "ordinary housing", "ordinary residence", "own home", "home"],
    ],
    special: [
      ...["särskilt", "särskilt boende", "särbo", "säbo", "sarskilt boende", "sabo", "äldreboende", "vårdboende"],
      ...["gruppboende", "lss boende", "special", "special housing", "nursing home", "care home"],
    ],
    "short-term": [
      ...["korttids", "korttid", "korttidsboende", "korttidsplats", "korttidsvistelse", "korttidsvård", "växelvård"],
      ...["short term", "shortterm", "short term care", "respite"],
    ],
    other: [
      ...["annat", "annat boende", "övrigt", "ovrigt", "annan", "okänt", "hemlös", "sjukhus", "annat sjukhus", "hvb"],
      ...["other", "unknown"],
    ],
  },
  (key) => key as Residence,
);

export const consents: ReadonlyMap<string, Consent> = lookup(
  {
    yes: ["ja", "j", "yes", "y", "1", "x", "true", "sant", "samtycker", "lämnat", "givet", "given"],
    no: ["nej", "n", "no", "0", "false", "falskt", "avböjt", "avböjer", "tackat nej", "samtycker ej", "declined"],
    withdrawn: [
      ...["återkallat", "återkallad", "återkallar", "återkallat samtycke", "aterkallat", "återtaget", "återtagit"],
      ...["withdrawn", "revoked"],
    ],
    unasked: [
      "ej tillfrågad",
      "inte tillfrågad",
      "otillfrågad",
      "ej frågad",
      "okänt",
      "unasked",
      "not asked",
      "unknown",
    ],
  },
  (key) => key as Consent,
);

export const yesNo: ReadonlyMap<string, boolean> = lookup(
  {
    yes: ["ja", "j", "yes", "y", "1", "x", "true", "sant"],
    no: ["nej", "n", "no", "0", "false", "falskt", "ej", "inget", "ingen"],
  },
  (key) => key === "yes",
);

/** What a column about protection may hold beside yes and no. Each of them means that nobody but named persons may have it. */
export const protections: ReadonlyMap<string, boolean> = new Map([
  ...yesNo,
  ...["skyddad", "skyddat", "skyddade", "skyddade personuppgifter", "skyddad folkbokföring", "skyddad identitet"].map(
    (word) => [word, true] as const,
  ),
  ...["sekretess", "sekretessmarkering", "sekretessmarkerad", "protected"].map((word) => [word, true] as const),
]);

export const statuses: ReadonlyMap<string, Status> = lookup(
  {
    home: ["hemma", "hem", "utskriven", "hemgång", "home", "discharged"],
    readmitted: ["återinlagd", "återinskriven", "inlagd", "inskriven", "aterinlagd", "readmitted", "admitted"],
    dead: ["avliden", "död", "dog", "avled", "dead", "deceased", "died"],
    moved: ["flyttad", "flyttat", "utflyttad", "moved"],
  },
  (key) => key as Status,
);
