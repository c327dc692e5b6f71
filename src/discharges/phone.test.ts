import fc from "fast-check";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import { isRefusal } from "../problems.ts";
import { readPhone } from "./phone.ts";

const read = (cell: string) => {
  const phone = readPhone(cell);
  return isRefusal(phone) ? phone.refused : phone.note ? [phone.e164, phone.note] : phone.e164;
};

describe("a telephone cell", () => {
  test.each([
    ..."0701740605|070-1740605|070-174 06 05|070 174 06 05|(070) 174 06 05|070/1740605|+46701740605|+46 (0)70-174 06 05".split(
      "|",
    ),
    ..."0046701740605|0046 70 174 06 05|+46\u00a070\u00a0174\u00a006\u00a005|０７０１７４０６０５|＋４６７０１７４０６０５|070‑174‒06–05|'0701740605".split(
      "|",
    ),
    "\u202d0701740605\u202c",
  ])("%s is read", (cell) => expect(read(cell)).toBe("+46701740605"));

  test("fixed lines and Swedish 010 numbers are read", () => {
    expect(read("08-465 004 00")).toBe("+46846500400");
    expect(read("0980-31 92 00")).toBe("+46980319200");
    expect(read("031/3900600")).toBe("+46313900600");
    expect(read("010-123 45 67")).toBe("+46101234567");
  });

  test("a zero or a plus that a spreadsheet took is put back and told", () => {
    expect(read("701740605")).toEqual(["+46701740605", "phone-zero-restored"]);
    expect(read("846500400")).toEqual(["+46846500400", "phone-zero-restored"]);
    expect(read("46701740605")).toEqual(["+46701740605", "phone-plus-restored"]);
  });

  test.each([
    ["7,02E+08", "phone-excel"],
    ["7.02E+08", "phone-excel"],
    ["7E+08", "phone-excel"],
    ["701740605,00", "phone-excel"],
    ["0701740605 (dotter)", "phone-letters"],
    ["saknas", "phone-letters"],
    ["O701740605", "phone-letters"],
    ["0701740605, 0701740606", "phone-two-numbers"],
    ["0701740605 / 08-46500400", "phone-two-numbers"],
    ["0701740605 eller 0701740606", "phone-two-numbers"],
    ["0701740605\n0701740606", "phone-two-numbers"],
    ["07017406050701740606", "phone-two-numbers"],
    ["0701740605 0701740606", "phone-two-numbers"],
    ["+47 22 12 34 56", "phone-foreign"],
    ["004722123456", "phone-foreign"],
    ["+870773111632", "phone-foreign"],
    ["0900-123456", "phone-premium"],
    ["0944-123456", "phone-premium"],
    ["0939-123456", "phone-premium"],
    ["077-1234567", "phone-premium"],
    ["465 004 00", "phone-area-code"],
    ["1740605", "phone-area-code"],
    ["112", "phone-unreadable"],
    ["1177", "phone-unreadable"],
    ["0", "phone-unreadable"],
    ["07017406", "phone-unreadable"],
    ["0701740605#2", "phone-unreadable"],
    ["=0701740605", "phone-unreadable"],
    ["070174060599", "phone-unreadable"],
    ["020-123456", "phone-unreadable"],
    ["074-0123456", "phone-unreadable"],
    ["????", "phone-unreadable"],
  ])("%s is refused as %s", (cell, reason) => expect(read(cell)).toBe(reason));

  test("the short cut for plain mobile numbers says what the number plan says", () => {
    const mobile = fc.tuple(
      fc.constantFrom(..."02369"),
      fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 7, maxLength: 7 }),
    );
    fc.assert(
      fc.property(mobile, ([third, rest]) => {
        const cell = `07${third}${rest}`;
        const number = parsePhoneNumberFromString(cell, "SE");
        expect([number?.isValid(), number?.country, number?.getType()]).toEqual([true, "SE", "MOBILE"]);
        expect(read(cell)).toBe(number?.number);
      }),
      { numRuns: 1000 },
    );
  });

  test("whatever it holds, it is either a valid Swedish number or refused", () => {
    const cell = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."0123456789+-() /,eE") }));
    fc.assert(
      fc.property(cell, (text) => {
        const phone = readPhone(text);
        if (isRefusal(phone)) return;
        const number = parsePhoneNumberFromString(phone.e164);
        expect([number?.isValid(), number?.country]).toEqual([true, "SE"]);
        expect(number?.getType()).not.toBe("PREMIUM_RATE");
      }),
      { numRuns: 2000 },
    );
  });
});
