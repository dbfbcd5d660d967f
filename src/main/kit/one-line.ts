const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu

/**
 * A text as one line, whatever it holds: control characters of a file or a plugin must reach neither the terminal
 * nor a line of a log, nor what turns the direction of all that follows.
 */
export function oneLine(text: string): string {
  return indentedLine(text).trim()
}

/** The same, with the space that it begins with. */
export function indentedLine(text: string): string {
  return text.replace(CONTROLS, ' ').trimEnd()
}

/** What a terminal takes for an order, but for the colours of our own words, lines and tabs. */
const ORDERS =
  // oxlint-disable-next-line no-control-regex -- these are what it is about
  /\u001b(?!\[(?:0|3[1-3])m)|[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/**
 * The last net before a terminal: orders are written out (`\u009b`), which in JSON means the same, so that nothing which
 * a plugin or a registry says moves the cursor, names the window or hides what stands there.
 */
export function withoutOrders(text: string): string {
  return text.replace(
    ORDERS,
    order => `\\u${(order.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
}
