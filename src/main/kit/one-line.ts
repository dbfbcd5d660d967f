/**
 * A text as one line, whatever it holds: control characters of a file or a plugin must reach neither the terminal
 * nor a line of a log, nor what turns the direction of all that follows.
 */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()
}
