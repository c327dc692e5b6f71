/**
 * What the robot's voice says, in Swedish, as data. Written for the ear of somebody old and tired with the telephone at
 * the ear: short sentences, one thing at a time, digits as words, always in the same order. Read a line aloud before
 * changing it. What each mark and marker means, and what the checker refuses, stands in prompts.ts.
 *
 * A neutral line may be heard by anybody who lifts the receiver: it must not tell that somebody has been ill.
 */
import type { PromptBook } from "./prompts.ts";

export const swedishPrompts: PromptBook = {
  language: "sv",
  prompts: {
    // ── before we know who answers ──
    opening: {
      neutral: true,
      text: "Hej. Det här är ett automatiskt samtal från {region}. Vi söker den som har sagt ja till att vi ringer. Om det är du, tryck ett. Om det är någon annan, tryck två.",
    },
    "opening-again": {
      neutral: true,
      text: "Om det är du som har sagt ja till att vi ringer, tryck ett. Om det är någon annan, tryck två.",
    },
    "inbound-opening": {
      neutral: true,
      text: "Hej. Du har kommit till {region}. Från det här numret ringer vi upp personer som har sagt ja till det. Om det är du, tryck ett. Annars kan du lägga på.",
    },
    "inbound-opening-again": {
      neutral: true,
      text: "Om det är du som har sagt ja till att vi ringer, tryck ett. Annars kan du lägga på.",
    },
    birthday: {
      neutral: true,
      text: "Tack. Nu behöver vi veta att vi talar med rätt person. Vilken dag i månaden är du född? Tryck dagen med två siffror. Om du är född den femte, tryck noll fem.",
    },
    "birthday-again": {
      neutral: true,
      text: "Tryck vilken dag i månaden du är född, med två siffror. Om du är född den femte, tryck noll fem.",
    },
    "birthday-wrong": {
      neutral: true,
      text: "Det stämde inte. Försök gärna en gång till. Tryck dagen i månaden med två siffror.",
    },
    "wrong-person": {
      neutral: true,
      text: "Tack. Förlåt att vi störde. Vi hör av oss en annan gång. Hej då.",
    },
    "birthday-wrong-again": { neutral: true, text: "Tack. Då ringer vi en annan gång. Hej då." },
    "inbound-wrong-person": { neutral: true, text: "Tack för att du ringde. Hej då." },
    "inbound-birthday-wrong-again": {
      neutral: true,
      text: "Tack. Det stämde inte heller. Om det är dig vi söker, så ringer vi upp. Hej då.",
    },
    "person-unknown": { neutral: true, text: "Då ringer en människa i stället. Hej då." },
    "inbound-person-unknown": {
      neutral: true,
      text: "Om det är dig vi söker, så ringer en människa upp dig. Hej då.",
    },
    "silent-unknown": { neutral: true, text: "Vi hör av oss en annan gång. Hej då." },
    // To whoever is still on the line when the call is over, or asks again: promises nothing, takes nothing back.
    "after-the-end": { neutral: true, text: "Tack för i dag. Hej då." },
    "inbound-silent-unknown": { neutral: true, text: "Tack för att du ringde. Hej då." },
    "closed-outbound": { neutral: true, text: "Hej. Det här är {region}. Vi hör av oss en annan gång. Hej då." },
    // Said to everybody who rings at night, so that it tells nothing about who rings.
    "closed-inbound": {
      neutral: true,
      text: "Hej. Du har kommit till {region}. Vi har stängt just nu. Om det är dig vi söker, så ringer vi upp igen på en vardag. Vid fara för liv, ring ett ett två. För råd dygnet runt, ring elva sjuttiosju. Hej då.",
    },

    // ── the right person ──
    intro: {
      neutral: false,
      text: "Tack. Du har nyligen kommit hem från sjukhuset, och vi vill höra hur det har gått. Jag ställer {questions} korta frågor. Det tar ungefär {minutes} minuter. Det är frivilligt, och svaren sparas utan ditt namn. Du kan när som helst trycka noll. Då ringer en människa upp dig i stället. Vill du börja nu? Tryck ett för ja. Tryck två om du hellre vill bli uppringd en annan gång. Tryck stjärna, längst ner till vänster, om du inte vill vara med.",
    },
    "intro-again": {
      neutral: false,
      text: "Vill du börja nu? Tryck ett för ja. Tryck två om du hellre vill bli uppringd en annan gång. Tryck stjärna om du inte vill vara med.",
    },
    "welcome-back": {
      neutral: false,
      text: "Välkommen tillbaka. Vi fortsätter där vi slutade. Du kan när som helst trycka noll. Då ringer en människa upp dig i stället.",
    },
    "question-number": { neutral: false, text: "Fråga {number} av {of}." },
    choice: { neutral: false, text: "Tryck {key} för {choice}." },
    "choice-short": { neutral: false, text: "{key}: {choice}." },
    "dont-know-hint": { neutral: false, text: "Om du inte vet, tryck åtta." },
    "repeat-hint": { neutral: false, text: "Vill du höra frågan igen, tryck nio." },
    "skip-hint": { neutral: false, text: "Vill du hoppa över frågan, tryck fyrkant, längst ner till höger." },
    "yes-or-no": { neutral: false, text: "Tryck ett för ja. Tryck två för nej." },
    thanks: { neutral: false, text: "Tack." },
    help: {
      neutral: false,
      text: "Tack, det var alla frågor. Är det något du behöver hjälp med nu, så att någon ska ringa upp dig? Tryck ett för ja. Tryck två för nej.",
    },
    "help-again": {
      neutral: false,
      text: "Behöver du hjälp med något nu, så att någon ska ringa upp dig? Tryck ett för ja. Tryck två för nej.",
    },
    "help-coming": {
      neutral: false,
      text: "Bra. Någon ringer upp dig. Om du blir akut sjuk, ring ett ett två. För råd om vård, ring elva sjuttiosju.",
    },
    goodbye: {
      neutral: false,
      text: "Tack för att du svarade. Det hjälper oss att göra hemkomsten bättre för fler. Hej då.",
    },
    "goodbye-short": { neutral: false, text: "Tack för i dag. Hej då." },
    later: { neutral: false, text: "Det går bra. Då ringer vi upp dig en annan gång. Hej då." },
    person: {
      neutral: false,
      text: "Då ringer en människa upp dig, i dag eller nästa vardag. Om du blir akut sjuk, ring ett ett två. Hej då.",
    },
    "refusal-check": {
      neutral: false,
      text: "Du tryckte stjärna. Om du inte vill vara med, tryck stjärna en gång till. Om du vill fortsätta, tryck ett.",
    },
    "refusal-check-again": {
      neutral: false,
      text: "Om du inte vill vara med, tryck stjärna. Om du vill fortsätta, tryck ett.",
    },
    refused: { neutral: false, text: "Då ringer vi inte mer om det här. Tack, och hej då." },
    "silent-known": {
      neutral: false,
      text: "Vi slutar här. En människa ringer upp dig i stället. Tack för i dag. Hej då.",
    },
    "person-hint": { neutral: false, text: "Om du hellre vill tala med en människa, tryck noll." },
    "already-answered": {
      neutral: false,
      text: "Vi har redan fått dina svar. Tack för dem. Om du blir akut sjuk, ring ett ett två. För råd om vård, ring elva sjuttiosju. Hej då.",
    },
    "nothing-more": { neutral: false, text: "Vi ställer inga fler frågor. Tack, och hej då." },

    // ── said on both sides ──
    "take-your-time": { neutral: true, text: "Ta den tid du behöver. Jag säger det igen." },
    "take-your-time-question": { neutral: false, text: "Ta den tid du behöver. Jag läser frågan igen." },
    "press-a-key": { neutral: true, text: "Tryck på en siffra på telefonen." },
    "wrong-key": { neutral: true, text: "Den knappen används inte här." },
    // For the door that has lost its database (Twilio's FallbackUrl): it cannot know who is listening.
    "technical-fault": { neutral: true, text: "Det blev ett fel hos oss. Förlåt. Vi ringer upp igen. Hej då." },

    // ── on a coordinator's own telephone, or in its voicemail ──
    "bridge-opening": { neutral: false, text: "Ringupp. Tryck ett för att bli kopplad till patienten." },
    "bridge-not-now": { neutral: false, text: "Samtalet kopplas inte. Hej då." },
    "bridge-busy": { neutral: false, text: "Det är upptaget. Hej då." },
    "bridge-no-answer": { neutral: false, text: "Ingen svarar. Hej då." },
  },
  numbers:
    "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo".split(
      " ",
    ),
  pronounced: { "1177": "elva sjuttiosju", "112": "ett ett två" },
};
