/**
 * A text as one line, whatever it holds: control characters of a file or a plugin must reach neither the terminal
 * nor a line of a log.
 */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
