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
  "taken-over": ["done", "Robotens samtal är avbrutet, och uppföljningen är din."],
  "handed-to-robot": ["done", "Uppföljningen är robotens. Den ringer när det är dags."],
  withdrawn: ["done", "Samtycket är återkallat. Ingen ringer mer, och svar som fanns är borttagna."],
  "robot-on": ["done", "Roboten är på. Den ringer när det är dags."],
  "robot-off": ["done", "Roboten är av. Inga nya samtal rings upp."],
  released: ["done", "Uppföljningen är tillbaka på listan."],
  "put-on-list": ["done", "Uppföljningen ligger nu på listan."],
  paused: ["done", "Intervjun är pausad. Svaren finns kvar och du kan fortsätta härifrån."],
  "interview-ended": ["done", "Samtalet är avslutat och sparat."],
  acknowledged: ["done", "Åtgärden är kvitterad."],
  "task-done": ["done", "Åtgärden är klar."],
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
