/** The invented patients of the practice, each a situation worth having met before it is met for real. Data. */
import type { Respondent } from "../surveys/interview.ts";

export type PracticePatient = {
  readonly id: string;
  readonly name: string;
  /** YYYY-MM-DD, for the question that shows that it is the right person. */
  readonly birthDate: string;
  readonly respondent: Respondent;
  readonly situation: string;
  /** How the patient behaves: to the colleague who plays the part, or to keep in mind when practising alone. */
  readonly playText: string;
  /** What this call teaches, said when it is over. */
  readonly lesson: string;
};

export const practicePatients: readonly PracticePatient[] = [
  {
    id: "sjalv",
    name: "Elsa Nordin",
    birthDate: "1945-05-12",
    respondent: "patient",
    situation: "Patienten svarar själv",
    playText: "Elsa har tid och svarar gärna. Hon vill berätta mer än du frågar om.",
    lesson:
      "Läs frågan och svaren som de står. Lyssna klart, och läs svaren igen om du är osäker på vad patienten menar.",
  },
  {
    id: "stod",
    name: "Olle Sandberg",
    birthDate: "1938-11-03",
    respondent: "supported",
    situation: "Patienten svarar med stöd",
    playText: "Olle hör dåligt. Hans fru sitter bredvid och upprepar frågorna.",
    lesson: "Stödet får upprepa och förklara, men svaren är patientens egna. Rikta frågorna till patienten.",
  },
  {
    id: "narstaende",
    name: "Greta Wallin",
    birthDate: "1933-02-21",
    respondent: "proxy",
    situation: "En närstående svarar",
    playText: "Gretas dotter svarar. Hon vet inte hur Greta själv upplevde planeringen.",
    lesson: "Vet den närstående inte hur patienten har upplevt något går du vidare utan svar. Gissa aldrig.",
  },
  {
    id: "avbryter",
    name: "Sven Åberg",
    birthDate: "1941-08-30",
    respondent: "patient",
    situation: "Patienten avbryter",
    playText: "Sven är trött. Efter två frågor säger han att han inte vill mer.",
    lesson: "Orkar patienten en annan gång väljer du Pausa. Vill patienten inte mer öppnar du Patienten vill sluta.",
  },
  {
    id: "vill-inte",
    name: "Maj Lundin",
    birthDate: "1947-12-09",
    respondent: "patient",
    situation: "Patienten vill inte",
    playText: "Maj säger nej när du undrar om det är okej att fråga.",
    lesson: "Ett nej behöver inget skäl. Tacka, önska en fin dag och försök inte övertala.",
  },
  {
    id: "akut",
    name: "Bertil Ekman",
    birthDate: "1950-06-17",
    respondent: "patient",
    situation: "Patienten blir akut sjuk",
    playText: "Bertil får ont i bröstet och svårt att andas mitt i samtalet.",
    lesson: "Intervjun kan vänta. Välj Avbryt – akut, stanna kvar i luren och se till att någon ringer 112.",
  },
];
