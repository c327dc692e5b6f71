/**
 * One sentence carried over a redirect. The cookie holds a key of this list, never text: a cookie from elsewhere can say
 * nothing of its own, and no name or number is ever in it.
 */
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Request } from "./context.ts";
import type { Frame } from "./views.ts";

const sentences = {
  "outcome-saved": ["done", "Utfallet är sparat."],
  "outcome-repeated": ["note", "Utfallet var redan sparat. Ingenting har ändrats."],
  "outcome-undone": ["done", "Utfallet är ångrat. Uppföljningen är din igen, som den var."],
  "outcome-undone-without-answers": [
    "note",
    "Utfallet är ångrat, och uppföljningen är din igen. Svaren som patienten hade gett är borta och behöver ställas på nytt.",
  ],
  "measurement-drafted": ["done", "Utkastet är sparat. Ingen rings för mätningen förrän du startar den."],
  "measurement-started": ["done", "Mätningen är startad."],
  "measurement-closed": ["done", "Mätningen är avslutad. De sista svaren släpps i natt."],
  "measurement-published": ["done", "Resultatet är publicerat."],
  "measurement-noted": ["done", "Anteckningen är sparad."],
  "measurement-dropped": ["done", "Utkastet är borttaget."],
  "cooperation-made": ["done", "Mätningen är startad. Gör länkarna och lämna en till varje enhet."],
  "cooperation-units-added": ["done", "Enheterna är med. Gör länkar till dem."],
  "cooperation-suggestion-removed": ["done", "Förslaget är borttaget."],
  "cooperation-dropped": ["done", "Mätningen är borttagen."],
  "number-added": ["done", "Numret är tillagt."],
  "number-corrected": ["done", "Numret är rättat."],
  "number-moved": ["done", "Ordningen är ändrad."],
  "number-dropped": ["done", "Numret är markerat som att det inte fungerar. Ingen ringer det mer."],
  "number-revived": ["done", "Numret är tillbaka."],
  "taken-over": ["done", "Robotens samtal är avbrutet, och uppföljningen är din."],
  "handed-to-robot": ["done", "Uppföljningen är robotens. Den ringer när det är dags."],
  withdrawn: ["done", "Samtycket är återkallat. Ingen ringer mer, och svar som fanns är borttagna."],
  "withdrawn-after-seal": [
    "note",
    "Det är antecknat. Svaren är redan sparade utan namn och går inte att hitta. Ingen ringer mer.",
  ],
  "robot-on": ["done", "Roboten är på. Den ringer när det är dags."],
  "robot-off": ["done", "Roboten är av. Inga nya samtal rings upp."],
  "time-booked": ["done", "Tiden är bokad."],
  "time-booked-full": [
    "note",
    "Tiden är bokad. Minst tre andra är bokade samma halvtimme, så kontrollera att ni hinner.",
  ],
  "time-cancelled": ["done", "Tiden är avbokad."],
  "availability-saved": ["done", "Det är sparat när det passar patienten."],
  "language-saved": ["done", "Språk och tolk är sparade."],
  skipped: [
    "done",
    "Patienten är överhoppad och kommer tillbaka på listan av sig själv. Under Väntar kan du ta tillbaka den.",
  ],
  unskipped: ["done", "Patienten är tillbaka på listan."],
  "web-link-removed": ["done", "Länken är borttagen. Den som har den kommer ingenstans."],
  "proxy-named": ["done", "Den närstående är sparad."],
  released: ["done", "Uppföljningen är tillbaka på listan."],
  "hold-released": ["done", "Uppföljningen är tillbaka på listan. Det kollegan har skrivit finns kvar."],
  "hold-already-free": ["note", "Uppföljningen var redan ledig."],
  "note-left": ["done", "Lappen är sparad."],
  "put-on-list": ["done", "Uppföljningen ligger nu på listan."],
  paused: ["done", "Intervjun är pausad. Svaren finns kvar och du kan fortsätta härifrån."],
  "interview-ended": ["done", "Samtalet är avslutat och sparat."],
  acknowledged: ["done", "Åtgärden är kvitterad."],
  "task-done": ["done", "Åtgärden är klar."],
  "task-moved": ["done", "Åtgärden är flyttad. Enheten som har den nu ska kvittera den."],
  "task-reopened": ["done", "Åtgärden är öppen igen."],
  "task-raised": ["done", "Åtgärden är skapad."],
  "task-repeated": ["note", "Åtgärden fanns redan. Ingenting har ändrats."],
  "rules-saved": ["done", "Reglerna är sparade. Uppföljningar som inte är avslutade har planerats om efter dem."],
  "thresholds-saved": ["done", "Talen är sparade. De gäller mätningar som startar från och med nu."],
  "division-saved": ["done", "Indelningen är sparad. På sidan står från vilken dag den gäller."],
  "division-same": ["note", "Indelningen var redan så. Ingenting har ändrats."],
  "rules-same": ["note", "Reglerna var redan så. Ingenting har ändrats."],
  "unit-saved": ["done", "Enheten är sparad."],
  "account-changed": ["done", "Kontot är ändrat."],
  "upload-dropped": ["done", "Filen är borttagen. Inga rader har tagits in."],
  "clock-moved": ["done", "Klockan är framspolad, och allt som skulle hända däremellan har hänt."],
  "night-worked": ["done", "Nattens arbete är gjort: svaren är hopräknade."],
  "demo-reset": ["done", "Demon börjar om från början."],
  "demo-robot-on": ["done", "Roboten ringer av sig själv nu. Spola klockan och se vad den gör."],
  "demo-robot-off": ["done", "Roboten ringer inte av sig själv. Den ringer bara när du trycker på Ring nu."],
  "phone-cannot-ring": ["note", "Roboten får inte ringa den patienten just nu. Varför står vid namnet."],
  "signed-out": ["done", "Du är utloggad."],
} as const satisfies Record<string, readonly ["done" | "note", string]>;

export type FlashKey = keyof typeof sentences;
const cookie = "ringupp-sagt";

export function setFlash(c: Request, key: FlashKey): void {
  const secure = c.get("world").config.mode === "production";
  setCookie(c, cookie, key, { path: "/", httpOnly: true, sameSite: "Lax", secure, maxAge: 60 });
}

/** The sentence left by the request before, once. */
export function takeFlash(c: Request): Frame["flash"] {
  const key = getCookie(c, cookie);
  if (!key) return null;
  deleteCookie(c, cookie, { path: "/" });
  if (!Object.hasOwn(sentences, key)) return null;
  const [kind, text] = sentences[key as FlashKey];
  return { kind, text };
}
