/**
 * Languages by their Swedish and English names, as hospitals write them. Codes are BCP 47 (ISO 639), which are also
 * accepted as they are. The list holds the languages most asked for by interpreting services and the national
 * minority languages; a name that is not here is told to the coordinator instead of being guessed.
 */
const names: readonly (readonly [code: string, ...names: string[]])[] = [
  ["sq", "albanska", "albanian"],
  ["am", "amhariska", "amharic"],
  ["ar", "arabiska", "arabic"],
  ["hy", "armeniska", "armenian"],
  ["syr", "assyriska", "syriska", "assyrian", "syriac", "suryoyo"],
  ["az", "azerbajdzjanska", "azeriska", "azerbaijani"],
  ["bn", "bengali", "bengaliska"],
  ["bs", "bosniska", "bosnian"],
  ["bg", "bulgariska", "bulgarian"],
  ["da", "danska", "danish"],
  ["prs", "dari"],
  ["en", "engelska", "english"],
  ["et", "estniska", "estonian"],
  ["fa", "persiska", "farsi", "persian"],
  ["fi", "finska", "finnish"],
  ["fr", "franska", "french"],
  ["ka", "georgiska", "georgian"],
  ["el", "grekiska", "greek"],
  ["gu", "gujarati"],
  ["he", "hebreiska", "hebrew"],
  ["hi", "hindi"],
  ["id", "indonesiska", "indonesian"],
  ["is", "isländska", "icelandic"],
  ["it", "italienska", "italian"],
  ["ja", "japanska", "japanese"],
  ["yi", "jiddisch", "yiddish"],
  ["zh", "kinesiska", "chinese"],
  ["cmn", "mandarin"],
  ["yue", "kantonesiska", "cantonese"],
  ["ko", "koreanska", "korean"],
  ["hr", "kroatiska", "croatian"],
  ["ku", "kurdiska", "kurdish"],
  ["kmr", "kurmanji", "kurmandji", "nordkurdiska"],
  ["ckb", "sorani", "centralkurdiska"],
  ["lv", "lettiska", "latvian"],
  ["ln", "lingala"],
  ["lt", "litauiska", "lithuanian"],
  ["mk", "makedonska", "macedonian"],
  ["fit", "meänkieli", "tornedalsfinska"],
  ["mn", "mongoliska", "mongolian"],
  ["nl", "nederländska", "holländska", "dutch"],
  ["ne", "nepali", "nepalesiska"],
  ["no", "norska", "norwegian"],
  ["om", "oromo", "oromiska", "oromiffa"],
  ["ps", "pashto", "pashtu"],
  ["pl", "polska", "polish"],
  ["pt", "portugisiska", "portuguese"],
  ["pa", "punjabi", "panjabi"],
  ["rom", "romani", "romska", "romani chib"],
  ["ro", "rumänska", "romanian"],
  ["ru", "ryska", "russian"],
  ["se", "samiska", "nordsamiska", "northern sami", "sami"],
  ["sma", "sydsamiska", "southern sami"],
  ["smj", "lulesamiska", "lule sami"],
  ["sr", "serbiska", "serbian"],
  ["sh", "serbokroatiska", "bks", "bosniska/kroatiska/serbiska"],
  ["si", "singalesiska", "sinhala"],
  ["sk", "slovakiska", "slovak"],
  ["sl", "slovenska", "slovenian"],
  ["so", "somaliska", "somali"],
  ["es", "spanska", "spanish"],
  ["sv", "svenska", "swedish"],
  ["sw", "swahili"],
  ["swl", "svenskt teckenspråk", "teckenspråk", "swedish sign language"],
  ["tl", "tagalog", "filippinska"],
  ["ta", "tamil", "tamilska"],
  ["th", "thailändska", "thai"],
  ["cs", "tjeckiska", "czech"],
  ["ti", "tigrinska", "tigrinja", "tigrinya"],
  ["tr", "turkiska", "turkish"],
  ["de", "tyska", "german"],
  ["uk", "ukrainska", "ukrainian"],
  ["hu", "ungerska", "hungarian"],
  ["ur", "urdu"],
  ["ug", "uiguriska", "uyghur"],
  ["uz", "uzbekiska", "uzbek"],
  ["vi", "vietnamesiska", "vietnamese"],
];

const codeByName = new Map(names.flatMap(([code, ...spellings]) => spellings.map((name) => [name, code] as const)));
/** Three-letter codes (ISO 639-2) of the languages that journal systems most often send that way. */
const shortCode: Readonly<Record<string, string>> = {
  ...{ swe: "sv", sve: "sv", eng: "en", fin: "fi", ara: "ar", som: "so", tir: "ti", fas: "fa", per: "fa", pol: "pl" },
  ...{ tur: "tr", rus: "ru", spa: "es", deu: "de", ger: "de", fra: "fr", fre: "fr", kur: "ku", bos: "bs", hrv: "hr" },
};

/** BCP 47 has a code for a language that could not be determined. */
export const undetermined = "und";

/** The BCP 47 code of a language cell; null is Swedish (also when blank); undefined when it is not recognised. */
export function readLanguage(cell: string): string | null | undefined {
  const text = cell.toLowerCase().trim();
  const named = codeByName.get(text);
  const coded = /^[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$/.test(text) ? (text.split(/[-_]/)[0] as string) : undefined;
  const code = text === "" ? "sv" : (named ?? (coded && (shortCode[coded] ?? coded)));
  return code === "sv" ? null : code;
}

const nameByCode = new Map(names.map(([code, name]) => [code, name as string]));

/** Every language that has a Swedish name here, for somebody to choose from. */
export const languageNames: readonly string[] = names.map(([, name]) => name as string);

/** The Swedish name of a language code; the code itself when we have no name, "okänt språk" when nobody knew. */
export const languageName = (code: string): string =>
  code === undetermined ? "okänt språk" : (nameByCode.get(code) ?? code);
