/**
 * The patients who come home while the demo's clock leaps: invented, a handful each working day, through the same intake
 * as the seed's. Without them the robot would have nobody left to ring after three days. The same seed and the same date
 * give the same people.
 */
import { addDays, instantOf, isWorkingDay, localDateOf } from "../calendar.ts";
import { findSettings, setSetting } from "../db/settings.ts";
import type { World } from "../world.ts";
import { arrive } from "./arrivals.ts";
import type { DemoPatient } from "./patients.ts";
import { seededRandom } from "./random.ts";
import { admitList } from "./seed.ts";

/** Setting: the local date whose list came in last. */
const listCameIn = "demo-list-came-in";

/** Lists older than this many days are not made up for: their windows have closed. */
const oldestDays = 7;

const firstNames =
  "Agnes Bengt Cecilia Dagny Einar Frida Gösta Hedvig Isak Jasmin Karl Lovisa Magnus Noor Olga Pelle Rut Sixten Tove Verner".split(
    " ",
  );
const lastNames =
  "Almgren Bäckman Cederholm Duvander Ekstam Fagerlund Gyllenhak Hällström Idström Järvinen Krook Lövgren Månsson Nordahl Orrling Pihlström Rosander Sjölin Tunberg Uggla".split(
    " ",
  );

/** Unit, days since the patient came home, track, yes to an automatic call. Some can be rung at once: wards report late. */
const beds: readonly (readonly [DemoPatient["unit"], number, DemoPatient["track"], boolean])[] = [
  ["medicin-1", 3, "gult", true],
  ["geriatrik-2", 1, "rött", true],
  ["kirurgi-3", 2, "gult", true],
  ["medicin-1", 4, "rött", true],
  ["narvard-norr", 3, "gult", true],
  ["geriatrik-2", 3, "gult", false],
  ["kirurgi-3", 4, "gult", true],
  ["psykiatri-4", 2, "gult", false],
];

/** When the next list comes in (epoch ms): at seven on a working day, as in the seed. */
export async function nextListAt(world: World): Promise<number> {
  const settings = await findSettings(world.db);
  const startedOn = localDateOf(Number(settings.get("demo-started-at") ?? world.now()));
  const oldest = addDays(localDateOf(world.now()), -oldestDays);
  const last = settings.get(listCameIn) ?? startedOn;
  let date = addDays(last > oldest ? last : oldest, 1);
  while (!isWorkingDay(date)) date = addDays(date, 1);
  return instantOf(date, "07:00");
}

/** Takes in the list of the local date that `at` (epoch ms) falls on. */
export async function takeInList(world: World, at: number): Promise<void> {
  const date = localDateOf(at);
  const seed = Number((await findSettings(world.db)).get("demo-seeded") ?? 1);
  await admitList(world, listOf(date, seed));
  await world.atomically([setSetting(world.db, listCameIn, date)]);
}

/** The rows of one day's list. */
export function listOf(date: string, seed: number): (readonly string[])[] {
  const day = Number(date.replaceAll("-", ""));
  const random = seededRandom(seed * 31 + day);
  const oneOf = (names: readonly string[]) => names[Math.floor(random() * names.length)]!;
  return beds.map(([unit, daysBefore, track, robot], place) => {
    const name = `${oneOf(firstNames)} ${oneOf(lastNames)}`;
    const age = 55 + Math.floor(random() * 40);
    const patient: DemoPatient = { name, age, unit, track, robot, home: [daysBefore, 0], happened: [] };
    // A number of the date's own: references never meet those of the seed or of another day.
    return arrive(patient, day * 10 + place, () => date, random).row;
  });
}
