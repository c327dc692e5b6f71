/**
 * Names that most people in Sweden go by, so that "Anna i receptionen" is seen as a person. No list holds everybody, and none
 * is needed to: it only makes a form ask before it saves. The names are among the most common ones of every age in SCB's
 * name statistics, and a few that are common among those who were born elsewhere.
 */

/** Nothing but names, however they are written. */
const names = `
  adam agneta agnes ahmed ahmad aisha albin alexander alexandra alf ali alice alicia allan alma alva amanda amina amir anders
  andreas andrea angelica anita anki anna annika anneli annelie annette anette ann-marie ann-charlotte ann-christin ann-sofie
  anton arne arvid astrid barbro bengt benjamin berit bernt bertil birger birgit birgitta bjarne britt britta
  britt-marie börje camilla carina karina carl carl-gustav caroline karolina cecilia charlotta charlotte christer krister
  christian kristian christina kristina christine christoffer kristoffer claes klas conny curt kurt daniel daniela david
  dennis ebba edit edith edvin einar eivor elena eleonora elias elin elis elisabet elisabeth ella ellen elsa elsie elvira
  emelie emil emilia emily emma eric erik erika erica erling ester esther eva eva-lena evert fatima felix filip fredrik
  fredrika freja frida fritz gabriel gabriella georg gerd gertrud greta gudrun gunborg gunilla gunnar gunnel gustaf gustav
  gösta göte göran hampus hanna hannah harald harriet harry hassan hedvig helen helena helene henning henrik henry hilda
  hilding hilma hugo hussein håkan ibrahim ida ines inga-lill ingeborg ingegerd ingela ingemar ingrid ingvar irene irma isabell
  isabella isabelle isak ismail ivar jacob jakob jakub jasmine jeanette jennifer jenny jens jerker jesper jessica jimmy joakim
  joel johan johanna johannes john johnny jonas jonatan jonathan josef josefin josefine joseph julia jörgen kajsa karin kalle
  katarina catarina kenneth kerstin khadija khalid kjell kristin lars lars-erik leif lennart lena linda linn linnea linnéa
  linus lisa lisbeth lotta louise lovisa lucas lukas ludvig madeleine magdalena magnus maja malin marcus markus margareta
  margaretha margit maria marianne marie martin martina maryam matilda mattias mathias mehmet melker michael mikael micael
  mikaela milla miriam moa mohamed mohammed mohammad molly monica monika morgan muhammad mustafa märta nadia natalie nathalie
  nellie niclas niklas nils nina noah nora olga olivia olle olof omar oscar oskar patricia patrik paul paula paulina pernilla
  peter petra petter pontus ragnar ragnhild ralf rasmus rebecca rebecka reza richard rickard rikard robert robin roger roland
  rolf ronja ronny rune saida samir samira samuel sandra sara sarah sebastian selma signe sigrid simon simone siri siv sofia
  sofie sophie solveig sonja stefan stellan stina sture sune susanna susanne svante sven sven-erik tage theodor therese teresa
  thomas tomas tilda tobias tommy tony torbjörn tore torsten tove tyra ulf ulla ulla-britt ulrica ulrika urban valter walter
  vanja vera veronica veronika vidar victor viktor victoria viktoria vilhelm wilhelm vilma wilma vincent william yasmin ylva
  yngve yusuf yvonne zahra åke åsa örjan östen
`;

/** Names that are ordinary words as well ("Hans fru", "ont i en axel"): seen only with a capital inside a sentence. */
const wordsToo = `
  axel bo björn dag gun hans inga inger jan kaj karl kent kim klara liv love maj mats max mina mona ove per rosa rut saga sam
  sanna sixten sten stig tim tina tor viola
`;

const setOf = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
const [namesOnly, namesAndWords] = [setOf(names), setOf(wordsToo)];

/** A word with what is tied to it: "Anna-Karin", "Annas", "Anna:s". */
const word = /(?<![\p{L}\p{N}])\p{L}+(?:-\p{L}+)*(?:['’:]s)?(?![\p{L}\p{N}])/gu;
const capitalised = /^\p{Lu}\p{Ll}+$/u;
const insideSentence = /[\p{Ll},;:]\s+$/u;
/** The rest of a name: "Anna Maria Ek". */
const furtherNames = /^(?:\s\p{Lu}\p{Ll}+)+/u;

/** Each place where somebody seems to be called by name: the name, with what else it is made of. */
export function findGivenNames(text: string): { readonly at: number; readonly text: string }[] {
  const found: { at: number; text: string }[] = [];
  let from = 0;
  for (const { 0: whole, index: at } of text.matchAll(word)) {
    if (at < from) continue;
    const bare = whole.replace(/['’:]s$/u, "");
    const inside = insideSentence.test(text.slice(Math.max(0, at - 9), at));
    const isName = [bare, ...bare.split("-")].some(
      (part) => isAmong(namesOnly, part) || (inside && capitalised.test(part) && isAmong(namesAndWords, part)),
    );
    if (!isName) continue;
    from = at + whole.length;
    const name = whole + (furtherNames.exec(text.slice(from))?.[0] ?? "");
    from = at + name.length;
    found.push({ at, text: name });
  }
  return found;
}

/** As it stands, or as whose something is. */
function isAmong(list: ReadonlySet<string>, part: string): boolean {
  const plain = part.toLocaleLowerCase("sv");
  return list.has(plain) || (plain.endsWith("s") && list.has(plain.slice(0, -1)));
}
