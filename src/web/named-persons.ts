/**
 * Part of /konton: whom a unit has named to handle protected identities (skyddade personuppgifter) by hand, and the units
 * where such patients wait and nobody is named. Says how many they are, never who.
 */
import type { CareUnit } from "../db/accounts.ts";
import { listNamedBy, listStranded } from "../db/protected.ts";
import { isRefusal } from "../problems.ts";
import { nameForProtected } from "../steps/change-accounts.ts";
import type { World } from "../world.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import type { AccountsView } from "./views.ts";

/** POST /konton/:id/skyddade: enheter = ids of the account's own units. */
export async function namePersons(c: Request): Promise<Response> {
  const unitIds = [...new Set((await formOf(c)).list("enheter"))];
  const named = await nameForProtected(c.get("world"), accountOf(c).providerId, c.req.param("id") ?? "", unitIds);
  if (isRefusal(named)) return giveUp(named);
  setFlash(c, "account-changed");
  return c.redirect("/konton", 303);
}

type Nameable = {
  readonly id: string;
  readonly role: string;
  readonly disabledAt: number | null;
  readonly unitIds: readonly string[];
};
type Named = Pick<AccountsView["rows"][number], "named" | "namedText">;

/** By account. */
export async function viewNamed(
  world: World,
  accounts: readonly Nameable[],
  units: readonly CareUnit[],
): Promise<(account: Nameable) => Named> {
  const by = await listNamedBy(
    world.db,
    accounts.map(({ id }) => id),
  );
  return ({ id, role, disabledAt, unitIds }) => {
    const namedAt = by.get(id) ?? [];
    const own = role === "coordinator" && disabledAt === null ? units.filter((unit) => unitIds.includes(unit.id)) : [];
    return {
      named: own.map((unit) => ({ value: unit.id, label: unit.name, selected: namedAt.includes(unit.id) })),
      namedText: own.flatMap((unit) => (namedAt.includes(unit.id) ? [unit.name] : [])).join(", "),
    };
  };
}

/** "Geriatrik avd 2: 2 uppföljningar väntar, och ingen är utsedd." */
export async function viewStranded(
  world: World,
  providerId: string,
  units: readonly Pick<CareUnit, "id" | "name">[],
): Promise<string[]> {
  const names = new Map(units.map(({ id, name }) => [id, name]));
  return (await listStranded(world.db, providerId)).map(({ unitId, cases }) => {
    const waiting = cases === 1 ? "1 uppföljning" : `${cases} uppföljningar`;
    return `${names.get(unitId) ?? "En enhet"}: ${waiting} med skyddade personuppgifter, och ingen är utsedd att sköta dem.`;
  });
}
