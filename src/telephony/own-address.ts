/**
 * Our own public address. Webhook URLs are built from the configured one and never from a request's Host or X-Forwarded
 * headers, and nothing that a carrier is told to fetch may lie elsewhere.
 */

/** Path and query of a URL as it was received, character by character: a parsed URL would be normalised. */
export const pathOf = (url: string): string => url.replace(/^[a-z]+:\/\/[^/?#]*/i, "") || "/";

/** Gives `url` back when it is on our own host; otherwise throws, for then the program itself is at fault. */
export function ownUrl(url: string, publicUrl: string): string {
  const base = publicUrl.replace(/\/$/, "");
  if (!url.startsWith(`${base}/`) || /[\s\p{C}]/u.test(url))
    throw new Error("a carrier was about to be sent elsewhere");
  return url;
}

/** Recordings may lie on another host, but only behind https (http on the demo's loopback). */
export function recordingUrl(url: string): string {
  if (!/^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/])[^\s\p{C}]+$/u.test(url))
    throw new Error("a recording has an address that may not be used");
  return url;
}
