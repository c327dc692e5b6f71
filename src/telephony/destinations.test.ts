import { expect, test } from "vitest";
import { mayRing } from "./destinations.ts";

const e164 = (national: string) => national.replace(/\D/g, "").replace(/^0/, "+46");

test("Swedish mobiles and fixed lines may be rung", () => {
  for (const number of ["070-1740605", "08-46500400", "031-3900600", "040-6280400", "0980-319200"])
    expect(mayRing(e164(number)), number).toBe(true);
});

test("premium, service, shared-cost, company and too short numbers are never rung", () => {
  for (const number of [
    "0900-123456",
    "0944-123456",
    "0939-123456",
    "077-1234567",
    "020-123456",
    "07017406",
    "010-123 45 67",
  ])
    expect(mayRing(e164(number)), number).toBe(false);
});

test("foreign, satellite and odd spellings are never rung", () => {
  const ours = e164("070-1740605");
  for (const number of ["+14155550100", "+4512345678", "+881612345678", "+88299000000", "112", "", ours.slice(1)])
    expect(mayRing(number), number).toBe(false);
  for (const number of [`${ours},,1`, `${ours}x`, ` ${ours}`, ours.replace("+46", "+460"), `${ours}\n`, `sip:${ours}`])
    expect(mayRing(number), number).toBe(false);
});
