/**
 * A small load generator: one keep-alive connection per sender, one request under way on each. Written on bare sockets so
 * that it takes as little as possible of a machine that also runs the server it measures.
 */
import { connect } from "node:net";

/** Gives the text of the next request, again and again, and may listen to what was answered to the last. */
export type Sender = { readonly next: () => string; readonly heard?: (answer: string) => void };

/** Posts these forms in turn, over and over, also from one round to the next: every request changes something. */
export function makeSender(
  path: string,
  headers: Readonly<Record<string, string>>,
  bodies: readonly [string, ...string[]],
): Sender {
  const texts = bodies.map((body) => requestText(path, headers, body));
  let sent = 0;
  return { next: () => texts[sent++ % texts.length] as string };
}

/** A form as it goes over the wire. */
export const requestText = (path: string, headers: Readonly<Record<string, string>>, body: string): string =>
  [
    `POST ${path} HTTP/1.1`,
    "host: localhost",
    "content-type: application/x-www-form-urlencoded",
    `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "",
    body,
  ].join("\r\n");

/** Sends for this long. Gives answered requests; throws at the first answer that is not 200. */
export async function load(
  port: number,
  senders: readonly Sender[],
  seconds: number,
): Promise<{ answered: number; seconds: number }> {
  const began = performance.now();
  const until = began + seconds * 1000;
  const counts = await Promise.all(senders.map((sender) => sendUntil(port, sender, until)));
  return { answered: counts.reduce((sum, count) => sum + count, 0), seconds: (performance.now() - began) / 1000 };
}

function sendUntil(port: number, sender: Sender, until: number): Promise<number> {
  return new Promise((done, failed) => {
    let answered = 0;
    let received = "";
    const socket = connect(port, "127.0.0.1").setNoDelay().setEncoding("latin1");
    const send = () => socket.write(sender.next());
    socket.once("connect", send).once("error", failed);
    socket.on("data", (text: string) => {
      received += text;
      const head = received.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(received.slice(0, head).match(/content-length: (\d+)/i)?.[1]);
      if (received.length < head + 4 + length) return;
      if (!received.startsWith("HTTP/1.1 200") || Number.isNaN(length)) {
        socket.destroy();
        failed(new Error(`not 200: ${received.slice(0, 600)}`));
        return;
      }
      sender.heard?.(received);
      received = "";
      answered += 1;
      if (performance.now() < until) send();
      else socket.end(() => done(answered));
    });
  });
}
