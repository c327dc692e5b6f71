/**
 * What the patient's own pages say, in Swedish, English and Finnish. The questions come from the survey and its
 * translations (surveys/translation.ts); what stands here is said around them. Before the right date has been given
 * nothing of it names care, a unit or a person.
 *
 * Longer than other files because the three languages are best mended side by side.
 */
import type { Survey } from "../surveys/survey.ts";

export const answerLanguages = ["sv", "en", "fi"] as const;
export type AnswerLanguage = (typeof answerLanguages)[number];

export const languageLabels: Readonly<Record<AnswerLanguage, string>> = {
  sv: "På svenska",
  en: "In English",
  fi: "Suomeksi",
};

export const isAnswerLanguage = (text: string): text is AnswerLanguage =>
  (answerLanguages as readonly string[]).includes(text);

const sv = {
  codeTitle: "Skriv din kod",
  codeText: "Du har fått en kod på tolv tecken av den du pratade med.",
  codeLabel: "Kod",
  goOn: "Fortsätt",
  noneTitle: "Sidan är inte öppen",
  noneText: "Länken eller koden fungerar inte. Den kan vara felskriven eller för gammal, eller ha använts redan.",
  noneAdvice: "Kontrollera att allt kom med. Vill du ha en ny får du den av den som gav dig den här.",
  birthTitle: "När är du född?",
  birthText:
    "Sidan öppnas när du har skrivit dagen och månaden. Svarar du i någon annans ställe skriver du den personens.",
  day: "Dag",
  month: "Månad",
  dayHint: "Till exempel 3",
  monthHint: "Till exempel 11 för november",
  wrongDate: "Det stämde inte. Kontrollera dagen och månaden. Försök som är kvar: ",
  consentTitle: "Hur har det gått sedan du kom hem?",
  consentText:
    "Du har nyligen kommit hem från sjukhuset, och vi vill gärna höra hur det har gått. Frågorna tar ungefär {minutes} minuter.",
  consentPoints: [
    "Det är frivilligt. Du kan hoppa över frågor, och du kan sluta när du vill så länge du inte har skickat in.",
    "Svaren sparas utan ditt namn. När de är inskickade går de inte att hitta eller ta tillbaka.",
    "Vill du ha hjälp med något skickas det vidare med ditt namn, men bara om du säger ja till det.",
  ],
  whoAnswers: "Vem svarar?",
  patient: "Jag svarar själv",
  supported: "Jag svarar själv och får hjälp av någon",
  proxy: "Jag är närstående och svarar i patientens ställe",
  proxyHint: "Bara om patienten har bett om det.",
  whoNeeded: "Välj vem som svarar.",
  whoElse: "Ändra vem som svarar",
  begin: "Ja, jag vill svara",
  noTitle: "Vill du inte skriva?",
  callMe: "Ring mig i stället",
  callMeHint: "Någon av oss ringer dig.",
  refuse: "Jag vill inte svara",
  refuseHint: "Då hör vi inte av oss om frågorna igen. Det påverkar inte din vård.",
  questionsTitle: "Frågor om hemgången",
  questionsText: "Välj ett svar på varje fråga. Inget räknas förrän du trycker på Skicka in.",
  alreadyAnswered: "Du har redan svarat på den här frågan i telefon. Svara bara om du vill ändra.",
  maySkip: "Vet du inte hur patienten upplevde det här kan du hoppa över frågan.",
  openHint: "Du behöver inte skriva något. Skriv inga namn, personnummer eller telefonnummer.",
  helpYes: "Ja, och det får skickas vidare med mitt namn",
  helpNo: "Nej",
  needLabel: "Vad behöver du hjälp med?",
  needHint:
    "Det läses bara av den som ska hjälpa dig och hör inte till svaren. Någon ringer dig i dag eller nästa vardag.",
  acute: "Är det bråttom ska du inte vänta på oss: ring 1177 för råd om vård, eller 112 om det är fara för livet.",
  pageOf: "Sida {page} av ungefär {pages}",
  lastPage: "Sida {page}, den sista",
  back: "Tillbaka",
  helpNowTitle: "Behöver du hjälp nu?",
  urgent: "Vänta inte på oss. Ring 112 om det är fara för livet, eller 1177 för råd. Båda svarar dygnet runt.",
  keptText:
    "Du kan stänga sidan och fortsätta inom två timmar i den här webbläsaren. Inget räknas förrän du skickar in.",
  kept: "Det du har valt är kvar om du stänger sidan.",
  noContact:
    "Det finns ingen kontakt med servern just nu. Det du har skrivit står kvar. Vänta en stund och tryck igen.",
  send: "Skicka in",
  tooFew: "Det behövs svar på minst hälften av frågorna för att de ska kunna sparas. Det du har valt står kvar.",
  tooFewHelp:
    "Vill du bara ha hjälp trycker du på Ring mig i stället. Då skickas det du har skrivit om hjälpen vidare.",
  needNotAgreed: "Du har skrivit vad du behöver hjälp med. Välj om det får skickas vidare med ditt namn.",
  tooLong: "Det du har skrivit med egna ord är för långt. Skriv högst {max} tecken.",
  identifying:
    "Det du har skrivit med egna ord ser ut att innehålla ett namn eller ett nummer. Ta bort det, eller kryssa i att det inte pekar ut någon.",
  sendAnyway: "Det pekar inte ut någon. Skicka in ändå.",
  rungNow: "Just nu är någon av oss på väg att ringa dig. Svara i telefonen, eller vänta en stund och skicka igen.",
  sentTitle: "Tack för att du svarade",
  sentText: "Svaren är sparade utan ditt namn. De hjälper oss att göra det bättre för fler.",
  refusedTitle: "Tack, då vet vi",
  refusedText: "Vi ställer inte frågorna igen. Det påverkar inte din vård.",
  callMeTitle: "Vi ringer dig",
  callMeText: "Någon ringer så snart det går, på en vardag.",
  doneText: "Du kan stänga sidan nu.",
  otherConsentTitle: "Vill du svara på några frågor?",
  otherConsentText: "Vi vill gärna höra hur du har det med vården. Frågorna tar ungefär {minutes} minuter.",
  otherQuestionsTitle: "Frågor till dig",
} as const;

type Words = { readonly [Key in keyof typeof sv]: (typeof sv)[Key] extends string ? string : readonly string[] };

export type { Words as AnswerWords };

const en: Words = {
  codeTitle: "Enter your code",
  codeText: "You were given a code of twelve characters by the person you spoke to.",
  codeLabel: "Code",
  goOn: "Continue",
  noneTitle: "This page is not open",
  noneText: "The link or code does not work. It may be mistyped or too old, or may have been used already.",
  noneAdvice: "Check that nothing is missing. For a new one, ask the person who gave you this one.",
  birthTitle: "When were you born?",
  birthText: "The page opens when you have entered the day and month. If you answer on someone's behalf, enter theirs.",
  day: "Day",
  month: "Month",
  dayHint: "For example 3",
  monthHint: "For example 11 for November",
  wrongDate: "That was not right. Check the day and the month. Tries left: ",
  consentTitle: "How have things been since you came home?",
  consentText:
    "You have recently come home from hospital, and we would like to hear how it has gone. The questions take about {minutes} minutes.",
  consentPoints: [
    "It is voluntary. You can skip questions, and you can stop at any time until you have sent your answers.",
    "Your answers are saved without your name. Once sent they cannot be found or taken back.",
    "If you want help with something it is passed on with your name, but only if you say yes to that.",
  ],
  whoAnswers: "Who is answering?",
  patient: "I am answering myself",
  supported: "I am answering myself, with someone's help",
  proxy: "I am a relative or friend, answering for the patient",
  proxyHint: "Only if the patient has asked you to.",
  whoNeeded: "Choose who is answering.",
  whoElse: "Change who is answering",
  begin: "Yes, I want to answer",
  noTitle: "Would you rather not write?",
  callMe: "Call me instead",
  callMeHint: "One of us will call you.",
  refuse: "I do not want to answer",
  refuseHint: "Then we will not contact you about the questions again. It does not affect your care.",
  questionsTitle: "Questions about coming home",
  questionsText: "Choose one answer to each question. Nothing counts until you press Send.",
  alreadyAnswered: "You have already answered this question by telephone. Answer only if you want to change it.",
  maySkip: "If you do not know how the patient experienced this you can skip the question.",
  openHint: "You do not have to write anything. Do not write names, personal identity numbers or telephone numbers.",
  helpYes: "Yes, and it may be passed on with my name",
  helpNo: "No",
  needLabel: "What do you need help with?",
  needHint:
    "Seen only by those who are to help you, and not part of your answers. Someone calls you today or the next working day.",
  acute: "If it is urgent, do not wait for us: call 1177 for medical advice, or 112 if life is in danger.",
  pageOf: "Page {page} of about {pages}",
  lastPage: "Page {page}, the last one",
  back: "Back",
  helpNowTitle: "Do you need help now?",
  urgent: "Do not wait for us. Call 112 if life is in danger, or 1177 for advice. Both answer day and night.",
  keptText: "You can close the page and go on within two hours in this browser. Nothing counts until you send it.",
  kept: "What you have chosen is kept if you close the page.",
  noContact:
    "The server cannot be reached just now. What you have written is still there. Wait a while and press again.",
  send: "Send",
  tooFew:
    "At least half of the questions need an answer before they can be saved. What you have chosen is still there.",
  tooFewHelp: "If you only want help, press Call me instead. What you have written about it is then passed on.",
  needNotAgreed: "You have written what you need help with. Choose whether it may be passed on with your name.",
  tooLong: "What you have written in your own words is too long. Write at most {max} characters.",
  identifying:
    "What you have written in your own words seems to hold a name or a number. Remove it, or tick that it does not point anyone out.",
  sendAnyway: "It does not point anyone out. Send it anyway.",
  rungNow: "One of us is about to call you. Answer the telephone, or wait a while and send again.",
  sentTitle: "Thank you for answering",
  sentText: "Your answers are saved without your name. They help us make things better for others.",
  refusedTitle: "Thank you for telling us",
  refusedText: "We will not ask the questions again. It does not affect your care.",
  callMeTitle: "We will call you",
  callMeText: "Someone will call as soon as possible, on a working day.",
  doneText: "You can close this page now.",
  otherConsentTitle: "Would you like to answer some questions?",
  otherConsentText: "We would like to hear about your care. The questions take about {minutes} minutes.",
  otherQuestionsTitle: "Questions for you",
};

const fi: Words = {
  codeTitle: "Kirjoita koodisi",
  codeText: "Olet saanut kaksitoistamerkkisen koodin henkilöltä, jonka kanssa puhuit.",
  codeLabel: "Koodi",
  goOn: "Jatka",
  noneTitle: "Sivu ei ole avoinna",
  noneText: "Linkki tai koodi ei toimi. Se voi olla kirjoitettu väärin tai vanhentunut, tai sitä on jo käytetty.",
  noneAdvice: "Tarkista, että koko linkki tai koodi on mukana. Uuden saat siltä, joka antoi sinulle tämän.",
  birthTitle: "Milloin olet syntynyt?",
  birthText:
    "Sivu avautuu, kun olet kirjoittanut päivän ja kuukauden. Jos vastaat toisen puolesta, kirjoita hänen syntymäpäivänsä.",
  day: "Päivä",
  month: "Kuukausi",
  dayHint: "Esimerkiksi 3",
  monthHint: "Esimerkiksi 11, jos kuukausi on marraskuu",
  wrongDate: "Se ei täsmännyt. Tarkista päivä ja kuukausi. Yrityksiä jäljellä: ",
  consentTitle: "Miten on mennyt kotiin tulosi jälkeen?",
  consentText:
    "Olet hiljattain tullut sairaalasta kotiin, ja haluaisimme kuulla, miten on mennyt. Kysymyksiin menee noin {minutes} minuuttia.",
  consentPoints: [
    "Vastaaminen on vapaaehtoista. Voit ohittaa kysymyksiä ja lopettaa milloin haluat, kunnes olet lähettänyt vastaukset.",
    "Vastaukset tallennetaan ilman nimeäsi. Lähettämisen jälkeen niitä ei voi löytää eikä perua.",
    "Jos haluat apua johonkin, asia välitetään nimelläsi eteenpäin, mutta vain jos annat siihen luvan.",
  ],
  whoAnswers: "Kuka vastaa?",
  patient: "Vastaan itse",
  supported: "Vastaan itse, ja joku auttaa minua",
  proxy: "Olen läheinen ja vastaan potilaan puolesta",
  proxyHint: "Vain jos potilas on pyytänyt sitä.",
  whoNeeded: "Valitse, kuka vastaa.",
  whoElse: "Muuta, kuka vastaa",
  begin: "Kyllä, haluan vastata",
  noTitle: "Etkö halua kirjoittaa?",
  callMe: "Soittakaa minulle",
  callMeHint: "Joku meistä soittaa sinulle.",
  refuse: "En halua vastata",
  refuseHint: "Silloin emme ota enää yhteyttä kysymyksistä. Se ei vaikuta hoitoosi.",
  questionsTitle: "Kysymyksiä kotiutumisesta",
  questionsText: "Valitse yksi vastaus kuhunkin kysymykseen. Mikään ei tule mukaan, ennen kuin painat Lähetä.",
  alreadyAnswered: "Olet jo vastannut tähän kysymykseen puhelimessa. Vastaa vain, jos haluat muuttaa vastausta.",
  maySkip: "Jos et tiedä, miten potilas koki tämän, voit ohittaa kysymyksen.",
  openHint: "Sinun ei tarvitse kirjoittaa mitään. Älä kirjoita nimiä, henkilötunnuksia tai puhelinnumeroita.",
  helpYes: "Kyllä, ja asian saa välittää nimelläni eteenpäin",
  helpNo: "Ei",
  needLabel: "Missä tarvitset apua?",
  needHint:
    "Tämä näytetään vain sinua auttaville eikä se kuulu vastauksiin. Sinulle soitetaan tänään tai seuraavana arkipäivänä.",
  acute:
    "Jos asialla on kiire, älä odota meitä: soita 1177, jos tarvitset hoitoneuvontaa, tai 112, jos henki on vaarassa.",
  pageOf: "Sivu {page}, yhteensä noin {pages}",
  lastPage: "Sivu {page}, viimeinen",
  back: "Takaisin",
  helpNowTitle: "Tarvitsetko apua nyt?",
  urgent:
    "Älä odota meitä. Soita 112, jos henki on vaarassa, tai 1177, jos tarvitset neuvoa. Molemmat vastaavat ympäri vuorokauden.",
  keptText:
    "Voit sulkea sivun ja jatkaa kahden tunnin sisällä tässä selaimessa. Mikään ei tule mukaan, ennen kuin lähetät.",
  kept: "Valintasi säilyvät, jos suljet sivun.",
  noContact: "Palvelimeen ei juuri nyt saada yhteyttä. Kirjoittamasi on tallella. Odota hetki ja paina uudelleen.",
  send: "Lähetä",
  tooFew: "Vähintään puoleen kysymyksistä tarvitaan vastaus, jotta ne voidaan tallentaa. Valintasi ovat yhä tallella.",
  tooFewHelp:
    "Jos haluat vain apua, paina Soittakaa minulle. Silloin välitetään eteenpäin se, mitä olet kirjoittanut avusta.",
  needNotAgreed: "Olet kirjoittanut, missä tarvitset apua. Valitse, saako asian välittää nimelläsi eteenpäin.",
  tooLong: "Omin sanoin kirjoittamasi on liian pitkä. Kirjoita enintään {max} merkkiä.",
  identifying:
    "Omin sanoin kirjoittamassasi näyttää olevan nimi tai numero. Poista se, tai merkitse, ettei se osoita ketään.",
  sendAnyway: "Se ei osoita ketään. Lähetä silti.",
  rungNow: "Joku meistä on juuri soittamassa sinulle. Vastaa puhelimeen, tai odota hetki ja lähetä uudelleen.",
  sentTitle: "Kiitos, että vastasit",
  sentText: "Vastaukset on tallennettu ilman nimeäsi. Ne auttavat meitä tekemään asioista parempia muillekin.",
  refusedTitle: "Kiitos, että kerroit",
  refusedText: "Emme kysy enää uudelleen. Se ei vaikuta hoitoosi.",
  callMeTitle: "Soitamme sinulle",
  callMeText: "Joku soittaa mahdollisimman pian, arkipäivänä.",
  doneText: "Voit nyt sulkea sivun.",
  otherConsentTitle: "Haluatko vastata muutamaan kysymykseen?",
  otherConsentText: "Haluaisimme kuulla, mitä ajattelet hoidostasi. Kysymyksiin menee noin {minutes} minuuttia.",
  otherQuestionsTitle: "Kysymyksiä sinulle",
};

const all: Readonly<Record<AnswerLanguage, Words>> = { sv, en, fi };

export const wordsIn = (language: AnswerLanguage): Words => all[language];

/**
 * As {@link wordsIn}, around a survey's own questions: one that is not about coming home, which is what `robot: false` means
 * (surveys/survey.ts), is not said to be.
 */
export function wordsAround({ robot }: Pick<Survey, "robot">, language: AnswerLanguage): Words {
  const words = wordsIn(language);
  if (robot !== false) return words;
  const { otherConsentTitle, otherConsentText, otherQuestionsTitle } = words;
  return {
    ...{
      ...words,
      consentTitle: otherConsentTitle,
      consentText: otherConsentText,
      questionsTitle: otherQuestionsTitle,
    },
  };
}
