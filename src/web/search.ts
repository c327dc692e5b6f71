/**
 * /lista/sok: a patient who is sought, by the name, the end of the number or the number of the case, and for each one found
 * why it is on the list, or why not and when. By POST alone, so that no name and no number stands in an address.
 */
import { formatDateShort, localDateOf } from "../calendar.ts";
import { whyFound } from "../calls/placing.ts";
import { caseNumberOf, type Sought } from "../calls/search-words.ts";
import { type Account, findNames, listUnits } from "../db/accounts.ts";
import { factsOf } from "../db/case-file.ts";
import { findRules } from "../db/rules.ts";
import { isRefusal, sentenceFor } from "../problems.ts";
import { type FoundPatients, findPatients, mostShown } from "../steps/find-patients.ts";
import { keepContactDays } from "../steps/forget-people.ts";
import type { World } from "../world.ts";
import { agreedMarks } from "./agreed.ts";
import { handedOverOf, isRobots } from "./case-robot.ts";
import { accountOf, type Request } from "./context.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import { trackMark } from "./tracks.ts";
import type { SearchRow, SearchView } from "./views.ts";
import { ageText, heldText, marksOf, protectedMark, stageText } from "./work-list.ts";

/** The page's title goes into the browser's history, so it never says who was sought. */
const title = "Sök patient";
const nothing: SearchView = { typed: "", headline: null, narrowText: null, rows: [], advice: [] };

/** GET /lista/sok: where whoever had to sign in again, or wrote the address, begins. */
export const searchPage = (c: Request): Promise<Response> => page(c, "search", title, nothing);

/** POST /lista/sok */
export async function search(c: Request): Promise<Response> {
  const world = c.get("world");
  const account = accountOf(c);
  const typed = (await formOf(c)).text("sok");
  const found = await findPatients(world, account, typed);
  if (isRefusal(found)) {
    const text = sentenceFor(found.refused, found.details);
    return page(c, "search", title, { ...nothing, typed }, { errors: [{ field: "sok", text }], status: 422 });
  }
  const { count } = found;
  return page(c, "search", title, {
    typed,
    headline: count === 0 ? "Ingen träff" : count === 1 ? "En träff" : `${count} träffar`,
    narrowText:
      count > mostShown ? `De ${mostShown} första visas. Skriv mer av namnet eller fler siffror av numret.` : null,
    rows: await viewRows(world, account, found),
    advice: count === 0 ? adviceAfter(found.sought) : [],
  });
}

const adviceAfter = ({ words, phoneEnd }: Sought): string[] => [
  ...(words.length === 0 && (phoneEnd ?? "").length >= 10
    ? ["Personnummer finns inte i Ringupp. Sök på namnet i stället."]
    : []),
  "Pröva med bara början av ett namn, eller med de tre eller fyra sista siffrorna i numret.",
  "Här finns bara de patienter som dina enheter ringer till.",
  `Namn och nummer tas bort ${keepContactDays} dagar efter att ringfönstret har stängt. Då går det bara att söka på ärendenumret.`,
];

async function viewRows(world: World, account: Account, { rows }: FoundPatients): Promise<SearchRow[]> {
  const now = world.now();
  const { policy, trackLabels } = await findRules(world.db);
  const owners = await findNames(
    world.db,
    rows.flatMap(({ found }) => [found.case.ownerId ?? "", found.case.appointmentFor ?? ""]),
  );
  const wards = new Map((await listUnits(world.db, account.providerId)).map(({ id, name }) => [id, name]));
  return rows.map(({ found, person, proxys }): SearchRow => {
    const { case: row, dischargedOn, language, interpreter, answeredByRobot } = found;
    const handedOver = isRobots(row) ? null : handedOverOf(row, answeredByRobot);
    return {
      href: `/uppfoljningar/${row.id}`,
      caseNumber: caseNumberOf(row.id),
      name: person ? (person.name ?? "Namn saknas") : "Namnet är borttaget",
      ageText: ageText(person, localDateOf(now)),
      ward: wards.get(row.dischargeUnitId) ?? "",
      track: trackMark(row.track, trackLabels),
      dischargedText: formatDateShort(dischargedOn),
      why: whyFound({ ...factsOf(row), handedOver }, now, policy, account.id),
      stage: row.state === "held" && row.ownerId === account.id ? "Du arbetar med den" : stageText(row, now, policy),
      held:
        row.state === "held" && row.ownerId !== null
          ? { mine: row.ownerId === account.id, text: heldText(row, account.id, owners.get(row.ownerId)) }
          : null,
      marks: [
        ...(found.protected ? [protectedMark] : []),
        ...(proxys ? ["Numret är en närståendes"] : []),
        ...marksOf(row, language, interpreter),
        ...agreedMarks(row, account.id, owners, now),
      ],
    };
  });
}
