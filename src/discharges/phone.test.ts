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

  test("the short cut for plain numbers says what the number plan says", () => {
    const areas = [
      "070",
      "072",
      "073",
      "076",
      "079",
      "08",
      "011",
      "013",
      "016",
      "019",
      "021",
      "023",
      "026",
      "031",
      "033",
    ];
    const more = ["035", "036", "040", "042", "044", "046", "054", "060", "063"];
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 4, maxLength: 9 });
    const cell = fc.tuple(
      fc.constantFrom(...areas, ...more),
      fc.constantFrom("", "-"),
      digits,
      fc.constantFrom("", " "),
    );
    fc.assert(
      fc.property(cell, ([area, hyphen, rest, space]) => {
        const text = `${area}${hyphen}${rest.slice(0, 3)}${space}${rest.slice(3)}`;
        const number = parsePhoneNumberFromString(text, "SE");
        const ordinary = number?.isValid() && ["MOBILE", "FIXED_LINE"].includes(number.getType() ?? "");
        expect([text, read(text)]).toEqual([text, ordinary ? number?.number : "phone-unreadable"]);
      }),
      { numRuns: 20_000 },
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
