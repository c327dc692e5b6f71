/**
 * Every problem the program can name. A code is what a machine sees (JSON, logs, the refused list of an import);
 * the sentence is what a person sees: Swedish, what happened and what to do about it. `{…}` in a sentence is filled
 * from the refusal's details. `retry` says whether the same request may succeed later without being changed.
 *
 * Expected refusals are returned as values ({@link Refusal}); above the ground floor they may be thrown as a
 * {@link Problem} and are then written once per medium (see web/failures.ts).
 *
 * Longer than other files because it is an index: every refusal and every sentence can be found here.
 */
export type ProblemDefinition = { readonly status: number; readonly sentence: string; readonly retry: boolean };

const define = <const T extends Record<string, ProblemDefinition>>(problems: T) => problems;

/** What was typed or asked for cannot be accepted as it is (422 unless said otherwise). */
const wrong = (sentence: string, status = 422): ProblemDefinition => ({ status, sentence, retry: false });
/** Right question, wrong moment: try again later or look again first. */
const later = (sentence: string, status = 409): ProblemDefinition => ({ status, sentence, retry: true });

/** Not a refusal: something was read in a way that a person should know of. Filled with how many rows it touched. */
const noticed = (sentence: string): ProblemDefinition => ({ status: 200, sentence, retry: false });

export const problems = define({
  // ── the doors ──
  "not-found": wrong("Sidan finns inte. Gå tillbaka till listan och försök därifrån.", 404),
  "method-not-allowed": wrong("Adressen finns, men tar bara emot {allow}.", 405),
  "sign-in-needed": wrong("Du behöver logga in först.", 401),
  "not-allowed": wrong("Din roll får inte göra det här. Be en administratör om du behöver det.", 403),
  "foreign-form": wrong("Formuläret skickades från en annan webbplats och togs inte emot. Öppna sidan på nytt.", 403),
  "form-unreadable": wrong("Formuläret gick inte att läsa. Ladda om sidan och försök igen.", 400),
  "too-large": wrong("Det du skickade är för stort. Största storlek är {limit}.", 413),
  "sign-in-blank": wrong("Skriv både användarnamn och lösenord."),
  "sign-in-wrong": wrong("Användarnamnet eller lösenordet stämmer inte. Kontrollera båda och försök igen."),
  "sign-in-paused": later("Det har blivit för många försök. Vänta {minutes} min och försök igen.", 429),
  // ── accounts and units ──
  "username-shape": wrong("Användarnamnet får ha små bokstäver, siffror, punkt, bindestreck och @, minst två tecken."),
  "username-taken": wrong("Användarnamnet {username} finns redan. Välj ett annat."),
  "account-name-missing": wrong("Skriv personens namn, högst 100 tecken."),
  "coordinator-without-unit": wrong("En vårdsamordnare behöver minst en enhet. Kryssa i en."),
  "password-short": wrong("Lösenordet är för kort. Det ska vara minst {least} tecken."),
  "account-own": wrong("Du kan inte stänga av ditt eget konto. Be en annan administratör."),
  "account-unknown": wrong("Kontot finns inte. Ladda om sidan och försök igen.", 404),
  "unit-unknown": wrong("Enheten finns inte. Ladda om sidan och försök igen."),
  "role-unknown": wrong("Välj en roll i listan."),
  "unit-name-missing": wrong("Skriv enhetens namn, högst {limit} tecken."),
  "unit-name-taken": wrong("En annan enhet har redan det namnet eller den koden. Välj ett annat namn."),
  "unit-code-long": wrong("Koden är för lång. Korta den till högst {limit} tecken."),
  "unit-code-taken": wrong("En annan enhet har redan den koden eller det namnet. Kontrollera koden i vårdsystemet."),
  "unit-kind-needed": wrong("Välj vilken sorts enhet det är."),
  "unit-care-type-needed": wrong("Välj somatik eller psykiatri."),
  "calling-unit-unknown": wrong("Enheten som ska ringa finns inte längre. Välj en annan i listan."),
  "calling-unit-has-caller": wrong(
    "Den enheten ringer inte själv, utan en annan enhet ringer dess patienter. Välj den enhet som ringer.",
  ),
  "unit-calls-for-others": wrong(
    "Den här enheten ringer åt andra enheter, så den behöver ringa sina patienter själv. Byt först vem som ringer åt dem.",
  ),
  "named-not-at-work": wrong(
    "Bara en vårdsamordnare med öppet konto kan utses att sköta skyddade personuppgifter.",
    409,
  ),
  "unit-on-call-unreadable": wrong(
    "Journumret går inte att läsa. Skriv ett enda svenskt nummer med riktnummer, till exempel 08-465 004 00.",
  ),
  // ── the region's rules ──
  "rule-label-missing": wrong("Skriv vad spåret heter hos er."),
  "rule-label-long": wrong("Namnet är för långt. Korta det till högst {limit} tecken."),
  "rule-label-twice": wrong("Två spår kan inte båda heta {label}. Ge dem olika namn."),
  "rule-choice-needed": wrong("Välj alltid, vid behov eller aldrig."),
  "rule-number": wrong("Skriv ett helt tal mellan {least} och {most}."),
  "rule-days-order": wrong("Sista dagen kan inte komma före den första."),
  "rule-time": wrong("Skriv en tid mellan {earliest} och {latest}, till exempel 09:00."),
  "rule-hours-order": wrong("Ringtiden ska sluta senare än den börjar."),
  "rule-per-day-more": wrong("Försöken per dag kan inte vara fler än försöken sammanlagt."),
  "threshold-not-number": wrong("{name}: skriv ett helt tal, till exempel {example}."),
  "threshold-weak": wrong("{name}: skriv minst {least}. Lägre än så går inte, för att skydda dem som har svarat."),
  "threshold-high": wrong("{name}: skriv högst {most}. Med ett högre tal skulle nästan ingenting kunna visas."),
  "threshold-under-hidden": wrong(
    "{name}: skriv minst {least}. Grupper som är mindre än så döljs ändå, så ett lägre tal betyder ingenting.",
  ),
  "rules-just-changed": later(
    "Någon annan hann ändra reglerna. Det du skrev står kvar här, och under Ändringar ser du vad som gäller nu. Spara igen om ditt ska gälla i stället.",
  ),
  unexpected: later("Något gick fel hos oss. Det du redan sparat finns kvar. Försök igen om en stund.", 500),

  // ── a coordinator's work ──
  "journal-check-needed": wrong(
    "Kryssa för att du har kontrollerat journalen i dag, innan du öppnar numret eller börjar.",
  ),
  "case-just-changed": later("Någon annan ändrade just uppföljningen. Läs sidan igen och gör om det du ville göra."),
  "survey-not-consented": wrong("Patienten har inte samtyckt till enkäten. Ring, men ställ inte frågorna."),
  "proxy-not-named": wrong("Patienten har inte angett någon närstående. Välj ett annat svar på vem som svarar."),
  "respondent-needed": wrong("Välj vem som svarar på frågorna."),
  "answer-needed": wrong("Välj ett svar. Vill patienten inte svara väljer du ”Vill inte svara”."),
  "answer-unknown-step": wrong("Frågan finns inte i den här intervjun. Läs sidan igen."),
  "answer-changed-elsewhere": wrong("Frågan har fått ett annat svar någon annanstans. Det svaret står kvar.", 409),
  "answer-off-the-way": wrong("Intervjun har gått en annan väg någon annanstans, så svaret passar inte in.", 409),
  "answer-of-another-account": wrong(
    "Svaret gavs av någon annan än den som är inloggad nu. Det har inte sparats.",
    409,
  ),
  "outcome-needed": wrong("Välj vad samtalet ledde till."),
  "note-too-long": wrong("Texten är för lång. Korta den till högst {limit} tecken."),
  "need-missing": wrong("Skriv vad patienten behöver hjälp med, eller ta bort krysset."),
  "need-not-written": wrong("Skriv vad patienten behöver hjälp med, eller ändra svaret på frågan om hjälp till Nej."),
  "need-not-agreed": wrong(
    "Kryssa i att patienten säger ja till att du skickar det vidare med namn, eller ta bort texten.",
  ),
  "interview-not-finished": later(
    "Intervjun är inte klar. Gå igenom frågorna till sammanfattningen och spara därifrån.",
  ),

  // ── sealing and reports ──
  "too-few-answers": wrong(
    "Intervjun har för få svar för att sparas. Minst hälften av huvudfrågorna behöver ett svar.",
  ),
  "measurement-name-needed": wrong("Skriv vad mätningen heter, till exempel ”Punktmätning hösten 2026”.", 422),
  "measurement-name-long": wrong("Namnet får ha högst {limit} tecken. Korta det.", 422),
  "measurement-name-taken": wrong(
    "Det finns redan en mätning som heter så. Skriv till exempel dit månaden eller veckan.",
    422,
  ),
  "measurement-survey-needed": wrong("Välj vilken enkät som ska användas.", 422),
  "measurement-date-needed": wrong("Skriv dagen som 2026-11-23.", 422),
  "measurement-dates-turned": wrong("Sista dagen ligger före den första. Byt plats på dem.", 422),
  "measurement-too-long": wrong("En mätning får omfatta högst ett år (53 veckor). Dela upp den i flera.", 422),
  "measurement-county-needed": wrong("Välj minst ett län.", 422),
  "measurement-unit-elsewhere": wrong("En av enheterna ligger inte i de län du valt. Välj om.", 422),
  "measurement-target-number": wrong(
    "Skriv målet som ett helt antal intervjuer mellan 1 och {limit}, eller lämna fältet tomt.",
    422,
  ),
  "measurement-caller-needed": wrong("Välj vem som ringer.", 422),
  "measurement-not-draft": wrong("Mätningen är redan startad. Läs sidan igen.", 409),
  "measurement-too-late": wrong(
    "Ringfönstret för mätningens sista dag har redan stängt. Ändra dagarna och starta sedan.",
    422,
  ),
  "measurement-not-running": wrong("Mätningen pågår inte. Läs sidan igen.", 409),
  "measurement-calls-left": wrong("Det finns patienter kvar att ringa. Kryssa för att du vill avsluta ändå.", 422),
  "measurement-continuous": wrong(
    "En löpande mätning avslutas av sig själv när periodens sista ringfönster har stängt.",
    409,
  ),
  "division-needed": wrong("Välj månad, kvartal eller år."),
  "division-just-changed": later("Någon annan har just ändrat indelningen. Läs sidan igen och gör om."),
  "measurement-not-closed": wrong("Mätningen är inte avslutad än. Avsluta den innan du publicerar.", 409),
  "measurement-answers-wait": wrong("De sista svaren släpps i natt. Publicera i morgon.", 409),
  "measurement-of-others": wrong(
    "Mätningen gäller en annan vårdgivares enheter. Be den vårdgivarens projektledare.",
    403,
  ),
  "measurement-county-of-others": wrong(
    "I länen du har valt finns bara en annan vårdgivares enheter. Välj också ett län där ni har enheter, eller be den vårdgivarens projektledare.",
    422,
  ),
  "draft-just-changed": wrong(
    "Utkastet har ändrats sedan du öppnade det, av dig eller en kollega. Spara en gång till om det är det här som ska gälla, eller avbryt och läs utkastet.",
    409,
  ),
  "draft-started": wrong(
    "En kollega har startat mätningen medan du ändrade utkastet. Det du ändrade är inte sparat. Det du skrev att läsaren behöver veta står kvar längst ner: spara det där.",
    409,
  ),
  "note-just-changed": wrong(
    "Anteckningen har ändrats sedan du öppnade sidan, av dig eller en kollega. Läs vad som står nu. Det du skrev står kvar i rutan: spara en gång till om det är det som ska gälla.",
    409,
  ),
  "correction-on-older": wrong(
    "Någon har just publicerat rapport {number}. Läs den först, och publicera sedan om något mer behöver rättas.",
    409,
  ),
  "correction-needs-words": wrong("Skriv vad som är ändrat sedan förra numret.", 422),
  "measurement-personnummer": wrong(
    "Det ser ut som om ett personnummer står i texten. Ta bort det: det som publiceras går inte att ändra.",
    422,
  ),
  "measurement-just-changed": wrong("Någon annan har just ändrat mätningen. Läs sidan igen och gör om.", 409),
  "compare-too-few": wrong("Välj minst två resultat att jämföra.", 422),
  "compare-same": wrong("Du har valt samma resultat två gånger. Välj ett annat att jämföra det med.", 422),
  "compare-unknown": wrong(
    "Ett av resultaten i adressen finns inte, eller går inte att jämföra än. Välj på nytt bland dem som finns.",
    422,
  ),
  "compare-too-many": wrong("Välj högst {limit} resultat åt gången, annars går de inte att läsa.", 422),
  "unknown-measurement": wrong("Mätningen finns inte. Gå tillbaka till listan över mätningar.", 404),

  // ── samverkan: the staff's own form ──
  "cooperation-county-needed": wrong("Välj ett län i listan."),
  "cooperation-too-long": wrong(
    "En samverkansmätning får omfatta högst {weeks} veckor. Flytta den sista dagen närmare.",
  ),
  "cooperation-past": wrong("Dagarna har redan passerat, så ingen hinner svara. Välj en senare sista dag."),
  "cooperation-two-parties": wrong("Skriv enheter hos minst två av parterna, för var och en svarar om de andra."),
  "cooperation-unit-needed": wrong("Skriv minst en enhet som inte redan är med."),
  "cooperation-unit-long": wrong("Ett av namnen är för långt. Korta det till högst {limit} tecken."),
  "cooperation-units-many": wrong("Det är för många enheter hos den parten. Högst {limit} får plats."),
  "cooperation-links-made": wrong(
    "Länkarna har redan gjorts, eller så har någon annan ändrat mätningen. En länk visas bara en gång. Behöver du se en länk igen får du göra en ny.",
    409,
  ),
  "cooperation-no-links": wrong("Det finns inga länkar att göra: alla finns redan, eller så är veckorna slut.", 409),
  "cooperation-answered": wrong("Mätningen har fått svar och kan inte tas bort. Du kan avsluta den.", 409),
  "cooperation-published": wrong("Mätningen är publicerad. Det som är publicerat tas aldrig bort.", 409),
  "removal-reason-needed": wrong("Välj varför förslaget tas bort. Skälet står i den publicerade rapporten."),
  "choose-satisfaction": wrong("Välj hur nöjd du är med samarbetet med {party}, eller Inte aktuellt."),
  "choose-date-changed": wrong("Välj om det preliminära utskrivningsdatumet ändrades, eller Vet ej."),
  "choose-sip": wrong("Välj om någon kallade till en SIP, eller Vet ej."),
  "suggestion-identifying": wrong(
    "Förslaget kan innehålla ett namn, ett nummer eller något annat som pekar ut en person. Ta bort det. Är det inget sådant kan du kryssa för att skicka det ändå.",
  ),

  // ── cases and calls ──
  "case-closed": wrong("Uppföljningen är redan avslutad. Gå tillbaka till listan och välj en annan.", 409),
  // Why nobody may dial, at the very moment of dialling.
  "dial-withdrawn": wrong("Patienten har återkallat sitt samtycke. Ring inte.", 409),
  "dial-readmitted": wrong("Patienten har lagts in igen. Ring inte om den här utskrivningen.", 409),
  "dial-moved": wrong("Patienten har flyttat. Ring inte.", 409),
  "dial-not-home": wrong("Patienten har inte kommit hem till ordinärt boende. Ring inte.", 409),
  "dial-dead": wrong("Patienten är avliden. Ring inte.", 409),
  "dial-too-young": wrong("Patienten är ett barn och ingen vårdnadshavare är angiven. Ring inte.", 409),
  "dial-no-consent": wrong("Patienten har inte samtyckt till mätningen. Ring inte.", 409),
  "dial-protected": wrong("Patienten har skyddade personuppgifter. Bara de som enheten har utsett får ringa.", 409),
  "dial-no-number": wrong("Det finns inget nummer att ringa.", 409),
  "case-held": later(
    "En kollega arbetar med uppföljningen sedan {since}. Välj en annan, eller be kollegan lämna tillbaka den.",
  ),
  "case-held-by-robot": later("Roboten ringer just nu (sedan {since}). Uppföljningen är ledig igen senast {until}."),
  "robot-cannot": wrong("Roboten kan inte ringa. {because}", 409),
  "robot-not-calling": later("Roboten ringer inte längre. Läs sidan igen."),
  "robot-in-talk": later(
    "Någon har svarat. Låt samtalet med roboten bli klart, eller registrera om patienten säger nej.",
  ),
  "robot-just-dialling": later("Roboten slår just numret. Försök igen om några sekunder."),
  "withdrawal-unconfirmed": wrong("Kryssa för att det är patienten själv som har sagt nej."),
  "case-not-held": later("Du har inte uppföljningen öppen längre. Öppna den från listan och försök igen."),
  "case-not-on-list": later("Uppföljningen står inte på listan. Ta med den på listan först."),
  "case-not-optional": wrong("Uppföljningen står redan på listan.", 409),
  "case-cannot-reopen": wrong("Uppföljningen är avslutad för gott och kan inte öppnas igen.", 409),
  "case-resting": later("Personen har nyss blivit uppringd. Ring igen {until} eller senare."),
  "case-other-time": later("Det passar patienten bättre en annan tid på dagen. Ring {until} eller senare."),
  "case-booked": later("Ni har bokat en tid {until}. Ring då."),
  "attempts-used-up": wrong(
    "Alla ringförsök är gjorda. Ring inte mer. Ringer personen själv går det bra att fortsätta.",
    409,
  ),
  "window-not-open": later("Ringfönstret har inte öppnat än. Ring {until} eller senare."),
  "case-window-passed": wrong("Ringfönstret har stängt. Ring inte mer. Uppföljningen avslutas av sig själv.", 409),
  "case-never-callable": wrong(
    "Ringfönstret har ingen dag då det går att ringa. Be en administratör öppna helgen.",
    409,
  ),
  "outside-calling-hours": later("Det är utanför ringtiden. Ring {until} eller senare."),
  "window-still-open": later("Ringfönstret är fortfarande öppet."),
  "outcome-not-pickable": wrong("Utfallet går inte att välja här. Välj ett utfall i listan."),
  "note-needed": wrong("Skriv en kort anteckning. {about}"),
  "appointment-needed": wrong("Välj dag och klockslag för den tid ni har bokat."),
  "appointment-past": wrong("Den bokade tiden har redan varit. Välj en senare tid."),
  "appointment-outside-window": wrong(
    "Den bokade tiden ligger utanför ringtiderna. Välj en vardag kl. {from}–{to}, senast {last}.",
  ),
  "appointment-not-possible": wrong("Det finns ingen ringtid kvar att boka. Välj ett annat utfall."),
  // ── agreed without an attempt: närstående, tolk, times, skips ──
  "proxy-relation-needed": wrong("Välj vem som hjälper till eller svarar åt patienten."),
  "proxy-reason-needed": wrong("Välj varför patienten inte svarar själv."),
  "proxy-not-asked": wrong("Fråga patienten först, och kryssa för att patienten säger ja till att närstående svarar."),
  "proxy-name-missing": wrong("Skriv vad den heter som får svara, högst {limit} tecken."),
  "language-unreadable": wrong(
    "Språket känns inte igen. Välj ett språk i listan, eller skriv namnet på svenska, till exempel somaliska.",
  ),
  "appointment-patient-needed": wrong("Välj vem som ska ringas då."),
  "appointment-for-unknown": wrong("Den som ska ringa arbetar inte med enheten. Välj någon annan."),
  "skip-reason-needed": wrong("Välj varför du hoppar över patienten."),
  "skip-note-needed": wrong("Skriv kort varför du hoppar över patienten."),
  "skip-length-needed": wrong("Välj hur länge."),
  "skip-length-over": wrong("Eftermiddagen har redan börjat. Välj en annan tid."),
  "skip-too-long": wrong(
    "Då hinner ringfönstret stänga: sista tillfället är {last}. Välj en kortare tid, eller ring nu.",
  ),
  "skip-booked": wrong("Det finns en bokad tid. Flytta eller avboka den i stället för att hoppa över.", 409),
  "skip-not-due": wrong("Patienten står inte på tur just nu, så det finns inget att hoppa över.", 409),
  "interview-not-begun": wrong("Intervjun är inte påbörjad, så det finns inget att spara.", 409),

  // ── intake: the upload ──
  "file-missing": wrong("Välj en fil att skicka."),
  "source-missing": wrong("Skriv varifrån listan kommer, till exempel journalsystemets namn."),
  "upload-under-way": wrong("Filen tas redan in och kan inte ändras.", 409),
  "columns-unknown-choice": wrong("En vald kolumn finns inte i filen. Välj igen."),
  "columns-chosen-twice": wrong("Samma kolumn är vald för två uppgifter. Välj olika kolumner."),

  // ── intake: the whole file ──
  "file-empty": wrong("Filen är tom. Exportera listan på nytt och skicka den nya filen."),
  "file-is-excel": wrong(
    "Det här är en Excel-fil, inte en CSV-fil. Öppna den i Excel, välj Spara som, välj filtypen ”CSV UTF-8” och skicka den nya filen.",
  ),
  "file-is-other": wrong(
    "Det här är {kind}, inte en CSV-fil. Öppna listan i det program den kommer från, spara den som CSV och skicka den nya filen.",
  ),
  "columns-missing": wrong(
    "Filen saknar kolumner som behövs: {columns}. Kontrollera att första raden är rubriker, eller välj kolumner själv.",
  ),
  "columns-doubled": wrong(
    "Flera kolumner i filen betyder samma sak: {columns}. Byt namn på en av dem eller välj själv vilken som ska läsas.",
  ),
  // ── intake: what was noticed about a file or a row that was read all the same ──
  "file-no-rows": noticed("Filen har en rubrikrad men inga rader under den. Inget har tagits in."),
  "no-patient-ref": noticed(
    "Filen saknar Patient-ID. Återinläggningar kan inte upptäckas, så kontrollera i journalen före varje samtal.",
  ),
  "no-consent-column": noticed(
    "Filen saknar kolumnen Samtycke. Alla räknas som inte tillfrågade: de kan ringas, men får inte enkätens frågor.",
  ),
  "no-residence-column": noticed("Filen saknar kolumnen Boende. Alla räknas som boende i ordinärt boende."),
  "columns-unknown": noticed("Kolumner som inte läses: {columns}."),
  "text-utf-16": noticed("Filen är skriven i UTF-16 och har lästs så. Kontrollera att å, ä och ö är rätt."),
  "text-windows-1252": noticed(
    "Rader som inte är skrivna i UTF-8 och har lästs som Windows-1252: {count}. Kontrollera att å, ä och ö är rätt.",
  ),
  "text-cp850": noticed(
    "Rader som inte är skrivna i UTF-8 och har lästs med den äldre teckentabellen CP850: {count}. Kontrollera att å, ä och ö är rätt.",
  ),
  "text-decomposed": noticed("Rader där å, ä eller ö var skrivna som två tecken: {count}. De har satts ihop."),
  "text-garbled": noticed(
    "Rader med tecken som har blivit fel i ett tidigare program, till exempel ”Ã¥” i stället för ”å”: {count}. Rätta dem i källan och skicka filen igen.",
  ),
  "row-repeated": noticed(
    "Rader med samma Utskrivnings-ID som en tidigare rad i filen: {count}. Den sista raden gäller.",
  ),
  "date-from-serial": noticed("Rader med datum som Excels dagnummer: {count}. De har räknats om. Kontrollera dem."),
  "birth-date-from-personnummer": noticed(
    "Rader med personnummer som födelsedatum: {count}. Bara datumet har sparats.",
  ),
  "phone-zero-restored": noticed(
    "Rader där telefonnumret saknade första nollan: {count}. Nollan har satts tillbaka. Kontrollera numren.",
  ),
  "phone-plus-restored": noticed(
    "Rader där telefonnumret har 46 först utan plus: {count}. Numren har lästs som +46. Kontrollera dem.",
  ),
  "language-unknown": noticed(
    "Rader med ett språk som inte känns igen: {count}. Kontrollera språket i journalen före samtalet.",
  ),
  "care-type-differs": noticed("Rader med en annan vårdform än sin vårdenhet: {count}. Radens vårdform gäller."),
  "residence-assumed": noticed("Rader utan boende, som räknas som ordinärt boende: {count}."),
  "window-no-day": noticed(
    "Rader utan en enda vardag att ringa på i ringfönstret: {count}. Fråga projektledaren om helgen kan öppnas.",
  ),
  "window-one-day": noticed("Rader med bara en vardag att ringa på: {count}. Ring då, annars stänger ringfönstret."),
  "patient-again": noticed(
    "Rader om en patient som redan fanns med en annan utskrivning: {count}. Patienten rings en gång, om den senaste. Den andra uppföljningen är avslutad.",
  ),
  "patient-in-call": noticed(
    "Rader om en patient som någon ringer just nu om en annan utskrivning: {count}. Den uppföljningen är kvar tills samtalet är klart.",
  ),
  // ── intake: one row ──
  "row-cells": wrong("Raden har {found} celler men rubrikraden har {expected}. Rätta avgränsarna på raden."),
  "row-quote": wrong(
    'Raden har ett citattecken (") som inte stängs rätt. Ta bort det eller sätt ett till där texten slutar.',
  ),
  "row-nul": wrong("Raden innehåller tecken som inte är text (NUL). Exportera listan på nytt."),
  "row-too-long": wrong("Raden har en cell som är längre än {limit} tecken. Korta den."),
  "value-missing": wrong("{column} saknas. Fyll i cellen."),
  "value-unknown": wrong(
    "{column}: ordet känns inte igen. Skriv ett av de ord som står i kolumnlistan på sidan Intag.",
  ),
  "text-too-long": wrong("{column}: texten är för lång. Största längd är {limit} tecken."),
  "ref-excel": wrong(
    "{column}: Excel har gjort om beteckningen till ett tal som 1,23E+11. Gör om kolumnen till text och exportera på nytt.",
  ),
  "personnummer-in-text": wrong("{column}: cellen innehåller ett personnummer. Ta bort det."),
  "unit-not-found": wrong(
    "{column}: enheten finns inte. Skriv namnet eller koden så som den står under Enheter, eller be en administratör lägga till enheten.",
  ),
  "date-unreadable": wrong("{column}: det går inte att läsa som ett datum. Skriv till exempel 2026-11-19."),
  "date-ambiguous": wrong("{column}: dag och månad kan förväxlas. Skriv till exempel 2026-11-19."),
  "date-future": wrong("{column}: dagen har inte varit än. Skicka raden när patienten har kommit hem."),
  "birth-date-unlikely": wrong("{column}: dagen ligger i framtiden eller för mer än 120 år sedan. Rätta datumet."),
  "discharge-too-old": wrong("{column}: ringfönstret stängde {closes}. Det är för sent att ringa den här patienten."),
  "phone-letters": wrong(
    "{column}: numret innehåller bokstäver. Skriv bara numret, och vem det går till i närståendes kolumner.",
  ),
  "phone-two-numbers": wrong("{column}: cellen innehåller två nummer. Skriv det andra i en egen kolumn."),
  "phone-excel": wrong(
    "{column}: Excel har gjort om numret till ett tal som 7,02E+08. Gör om kolumnen till text och skriv in numret igen.",
  ),
  "phone-foreign": wrong(
    "{column}: numret är inte svenskt. Bara svenska nummer kan ringas. Ta bort det eller skriv ett annat.",
  ),
  "phone-premium": wrong("{column}: numret är ett betal- eller servicenummer. Skriv patientens eget nummer."),
  "phone-area-code": wrong(
    "{column}: riktnumret saknas eller så har siffror fallit bort. Skriv hela numret, till exempel 08-46500400.",
  ),
  "phone-unreadable": wrong("{column}: det är inte ett giltigt svenskt telefonnummer. Rätta numret."),
  protected: wrong("Patienten har skyddade personuppgifter. Raden har inte tagits in, och inget av den har sparats."),
  "protected-faulty": wrong(
    "Patienten har skyddade personuppgifter. Raden har inte tagits in, och inget av den har sparats. Rätta kolumnen {column} i källan och skicka raden igen.",
  ),
  dead: wrong("Patienten är avliden. Raden har inte tagits in, och inget av den har sparats."),
  withdrawn: wrong("Patienten har återkallat sitt samtycke och ska inte ringas. Inget av raden har sparats."),
  "no-consent": wrong(
    "Patienten har inte samtyckt till mätningen och omfattas inte av rutinen. Inget av raden har sparats.",
  ),
  "no-telephone": wrong(
    "Ringupp är inte kopplat till någon telefontjänst här. Ring själv, eller be den som sköter driften.",
  ),
  "robot-may-not-ring": later("Roboten får inte ringa den här patienten nu. Ring själv."),
  "carrier-refuses": later("Telefontjänsten tar inte emot samtal just nu. Försök igen om en stund, eller ring själv."),
  // ── practice ──
  "practice-unreadable": wrong("Övningen gick inte att fortsätta. Välj en patient och börja om: inget var sparat."),
  // ── click to call ──
  "connect-not-possible": wrong("Ringupp kan inte ringa upp åt dig här. Ring numret själv.", 409),
  "connect-number-unknown": wrong("Numret finns inte längre på uppföljningen. Välj ett nummer igen."),
  "connect-case-busy": later("Någon ringer redan det här numret genom Ringupp. Vänta tills samtalet är slut."),
  "connect-you-talk": later("Din telefon är redan uppringd av Ringupp. Avsluta det samtalet först."),
  "account-phone-unreadable": wrong(
    "Telefonnumret går inte att ringa. Skriv ett enda svenskt nummer till en mobil eller en fast telefon, till exempel 08-465 004 00.",
  ),
  "unit-caller-id-unreadable": wrong(
    "Numret som visas går inte att läsa. Skriv ett enda svenskt nummer med riktnummer, till exempel 08-465 004 00.",
  ),
  "import-busy": later(
    "En annan import skriver samma rader just nu. Försök igen om en stund. Samma fil kan skickas igen.",
  ),

  // ── follow-up tasks ──
  "contact-unknown": wrong("Personen har inget konto som är öppet. Välj en annan i listan."),
  "need-too-long": wrong("Texten om vad patienten behöver är för lång. Korta den till högst {limit} tecken."),
  "task-kind-unknown": wrong("Välj i listan vad hjälpen gäller."),
  "task-unit-unknown": wrong("Välj en enhet i listan. Bara enheter där någon kan ta emot åtgärden står där."),
  "task-how-needed": wrong("Välj vad som är gjort."),
  "task-text-needed": wrong("Skriv kort vad som är gjort."),
  "task-text-too-long": wrong("Det du skrev om åtgärden är för långt. Korta det till högst {limit} tecken."),
  "task-reason-needed": wrong("Skriv kort varför åtgärden ska flyttas."),
  "task-done": wrong("Åtgärden är redan klar. Öppna den igen först om den ska flyttas.", 409),
  "task-just-changed": later("Någon annan ändrade just åtgärden. Läs sidan igen och gör om det du ville göra."),
  "person-forgotten": wrong(
    "Patientens namn och nummer är borttagna, så det går inte att skapa en åtgärd. Be patienten ringa enheten eller 1177.",
    409,
  ),

  // ── the unit's board ──
  "hold-still-fresh": later(
    "Kollegan har arbetat med uppföljningen de senaste {minutes} minuterna. Fråga kollegan, eller vänta lite.",
  ),
  "shift-note-empty": wrong("Skriv vad nästa pass behöver veta."),
  "shift-note-too-long": wrong("Lappen är för lång. Korta den till högst {longest} tecken."),
  "shift-note-identifying": wrong(
    "Det ser ut som om lappen kan peka ut någon. Skriv om den, eller kryssa i rutan och spara.",
  ),

  // ── telephone numbers, said in a call ──
  "number-missing": wrong("Skriv telefonnumret."),
  "number-foreign": wrong("Numret är inte svenskt. Bara svenska nummer kan ringas härifrån."),
  "number-premium": wrong("Det är ett betalnummer eller servicenummer. Skriv ett nummer som går hem till någon."),
  "number-area-code": wrong("Riktnumret saknas. Skriv hela numret, till exempel 08-465 004 00."),
  "number-two": wrong("Skriv ett nummer i taget."),
  "number-letters": wrong("Skriv bara siffror i numret. Vem det går till skriver du i fälten under."),
  "number-unreadable": wrong("Det går inte att läsa som ett svenskt telefonnummer. Kontrollera numret och skriv igen."),
  "number-whose-needed": wrong("Skriv vem numret går till: ett namn, eller vad personen är för patienten."),
  "number-text-too-long": wrong("Namnet eller relationen är för lång. Korta till högst {limit} tecken."),
  "number-text-odd": wrong("Skriv bara ett namn eller en relation där, till exempel dotter. Nummer har ett eget fält."),
  "number-there-already": wrong("Numret finns redan på uppföljningen."),
  "numbers-too-many": wrong("Det finns redan {most} nummer på uppföljningen. Fler går inte att lägga till."),
  "number-not-there": later("Numren har ändrats sedan du öppnade sidan. Läs sidan igen."),
  "number-is-last": wrong(
    "Det är det sista numret. Registrera utfallet ”Fel eller avstängt nummer” i stället. Då avslutas uppföljningen.",
  ),
  "number-needed": wrong("Välj vilket nummer som är fel eller avstängt."),
  "numbers-in-call": later("Ringupp ringer patienten just nu. Ändra numren när samtalet är slut."),

  // ── undoing an outcome ──
  "undo-too-late": wrong(
    "Utfallet går inte att ångra längre. Det går inom {minutes} minuter från att det sparades.",
    409,
  ),
  "outcome-unconfirmed": wrong("Bekräfta utfallet: det går inte att ångra."),
  "undo-touched": wrong(
    "Utfallet går inte att ångra längre, för uppföljningen har ändrats efter att det sparades.",
    409,
  ),
  "undo-impossible": wrong("Det finns inget utfall att ångra på den här uppföljningen.", 409),

  // ── answering on the web ──
  "web-rung-now": later(
    "Just nu pratar någon av oss med dig i telefon, eller är på väg att ringa. Vänta en stund och skicka sedan igen.",
  ),
  "case-held-by-web": later("Patienten svarar på webben just nu. Vänta en stund och titta igen."),
  "web-link-impossible": wrong("Det går inte att göra en länk: {because}", 409),

  // ── searching for a patient ──
  "search-too-short": wrong(
    "Skriv minst två bokstäver av namnet, minst tre siffror i slutet av numret eller hela ärendenumret.",
  ),
  "search-too-long": wrong("Det var för mycket text. Skriv högst {longest} tecken, till exempel bara efternamnet."),
});

export type ProblemCode = keyof typeof problems;
export type Details = Readonly<Record<string, string | number>>;

/** An expected no, as a value. `details` fill the sentence and never hold a name, a number or an answer. */
export type Refusal = { readonly refused: ProblemCode; readonly details?: Details };

export const refuse = (code: ProblemCode, details?: Details): Refusal =>
  details === undefined ? { refused: code } : { refused: code, details };

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" && value !== null && "refused" in value && typeof value.refused === "string";

/** The Swedish sentence for a problem, with its details filled in. */
export function sentenceFor(code: ProblemCode, details: Details = {}): string {
  return problems[code].sentence.replace(/\{(\w+)\}/g, (whole, key: string) => String(details[key] ?? whole));
}

/** A refusal that has to leave through a throw, because nobody on the way up can answer it. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: Details;
  constructor(code: ProblemCode, details: Details = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}
