/**
 * The documented example of a discharge list (docs/exempel-utskrivningar.csv) with its dates moved so that it can be taken
 * in today: what a newcomer uploads first. All people are invented. Two rows have faults on purpose, so that the preview
 * has something to show: a relation in a telephone cell and a unit that does not exist.
 */
import { addDays, daysBetween } from "../calendar.ts";

/** The day that the dates below were written for. */
const writtenFor = "2026-11-23";

const header =
  "Utskrivnings-ID;Patient-ID;Namn;Telefon 1;Telefon 2;Födelsedatum;Utskrivningsdatum;Vårdenhet;Vårdform;Spår;Boende;Samtycke;Språk;Tolk;Närstående;Närståendes telefon;Närståendes relation;Status";

const rows = `
U-2001;P-501;Astrid Lundmark;070-1740605;08-46500410;1941-03-14;2026-11-17;Medicin avd 1;Somatik;Rött;Ordinärt;Ja;;;Karin Lundmark;031-3900610;dotter;Hemma
U-2002;P-502;Gösta Wallin;070-1740606;;1938-07-02;2026-11-17;Geriatrik avd 2;Somatik;Rött;Ordinärt;Ja;;;;;;Hemma
U-2003;P-503;Marja Salonen;070-1740607;;1955-11-29;2026-11-17;Kirurgi avd 3;Somatik;Gult;Ordinärt;Ja;finska;Ja;;;;Hemma
U-2004;P-504;Emma Rask;070-1740608;;1994-05-21;2026-11-17;Psykiatri avd 4;Psykiatri;Gult;Ordinärt;Ja;;;;;;Hemma
U-2005;P-505;Sixten Åberg;0980-319210;070-1740609;1932-01-08;2026-11-18;Geriatrik avd 2;Somatik;Rött;Ordinärt;Ja;;;Majken Åberg;0980-319211;maka;Hemma
U-2006;P-506;Leyla Demir;070-1740610;;1969-09-17;2026-11-18;Medicin avd 1;Somatik;Gult;Ordinärt;Ja;turkiska;Ja;;;;Hemma
U-2007;P-507;Ove Kling;040-6280410;;1950-12-24;2026-11-18;Kirurgi avd 3;Somatik;Grönt;Ordinärt;Ja;;;;;;Hemma
U-2008;P-508;Birgit Forsman;070-1740611;;1947-04-30;2026-11-18;Medicin avd 1;Somatik;Gult;Ordinärt;Nej;;;;;;Hemma
U-2009;P-509;Tommy Hägglund;070-1740612;;1963-08-11;2026-11-19;Medicin avd 1;Somatik;Gult;Ordinärt;Ja;;;;;;Hemma
U-2010;P-510;Anna-Lisa Öhrn;070-1740613;08-46500411;1935-02-19;2026-11-19;Geriatrik avd 2;Somatik;Rött;Ordinärt;Ja;;;;;;Hemma
U-2011;P-511;Filip Sundell;070-1740614;;1988-10-05;2026-11-19;Kirurgi avd 3;Somatik;Grönt;Ordinärt;Ja;;;;;;Hemma
U-2012;P-512;Ida Norberg;070-1740615;;2001-06-13;2026-11-19;Psykiatri avd 4;Psykiatri;Rött;Ordinärt;Ja;;;;;;Hemma
U-2013;P-513;Hildur Ekström;031-3900611;;1929-09-09;2026-11-19;Geriatrik avd 2;Somatik;Rött;Särskilt boende;Ja;;;;;;Hemma
U-2014;P-514;Robert Lööf;070-1740616;;1958-03-27;2026-11-20;Kirurgi avd 3;Somatik;Gult;Ordinärt;Ja;;;;;;Hemma
U-2015;P-515;Samuel Abraham;070-1740617;;1974-01-16;2026-11-20;Medicin avd 1;Somatik;Gult;Ordinärt;Ja;tigrinska;Ja;;;;Hemma
U-2016;P-516;Gerd Nordlund;070-1740618 (dotter);;1943-07-25;2026-11-20;Medicin avd 1;Somatik;Rött;Ordinärt;Ja;;;;;;Hemma
U-2017;P-517;Ragnar Fält;;;1940-11-03;2026-11-20;Medicin avd 1;Somatik;Gult;Ordinärt;Ja;;;;;;Hemma
U-2018;P-518;Ulrika Bergvall;070-1740619;;1966-05-08;2026-11-20;Kirurgi avd 3;Somatik;Grönt;Ordinärt;Ja;;;;;;Hemma
U-2019;P-519;Axel Thelin;070-1740620;;1937-12-12;2026-11-21;Geriatrik avd 2;Somatik;Rött;Ordinärt;Ja;;;Rut Thelin;070-1740621;hustru;Hemma
U-2020;P-520;Nina Karlberg;070-1740622;;1983-02-02;2026-11-21;Kirurgi avd 3;Somatik;Gult;Ordinärt;Ja;;;;;;Återinlagd
U-2021;P-521;Pekka Heino;070-1740623;;1952-08-18;2026-11-21;Medicin avd 1;Somatik;Gult;Ordinärt;Ja;;;;;;Hemma
U-2022;P-522;Elin Stenberg;070-1740624;;1979-04-04;2026-11-22;Ortopedi avd 9;Somatik;Gult;Ordinärt;Ja;;;;;;Hemma
U-2023;P-523;Sture Backlund;070-1740625;;1945-10-31;2026-11-22;Medicin avd 1;Somatik;Rött;Ordinärt;Ja;;;;;;Hemma
U-2024;P-524;Vilma Hedlund;070-1740626;;1997-01-20;2026-11-22;Psykiatri avd 4;Psykiatri;Gult;Ordinärt;Ja;;;;;;Hemma
U-2025;P-525;Rut Enqvist;070-1740627;;1934-06-06;2026-11-22;Geriatrik avd 2;Somatik;Rött;Ordinärt;Ja;;;;;;Hemma
`;

/** The file's text for a local date "YYYY-MM-DD": its discharges lie one to six days before it. */
export function exampleFile(today: string): string {
  const moved = daysBetween(writtenFor, today);
  const text = `${header}\n${rows.trim()}\n`;
  return text.replace(/\b2026-11-\d\d\b/g, (date) => addDays(date, moved));
}
