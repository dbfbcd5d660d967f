/** Letters that are shown; what people write is a tenth of it. */
const MOST = 64 * 1024
/** Footnotes that count: each is looked up among all of them. */
const NOTES = 100

/** A text of which nobody knows who wrote it, so short and plain that it is laid out in an instant. */
export function tameMarkdown(text: string): { readonly text: string; readonly isCut: boolean } {
  const isCut = text.length > MOST
  const lineEnd = text.lastIndexOf('\n', MOST)
  const shown = isCut ? text.slice(0, lineEnd > MOST / 2 ? lineEnd : MOST) : text
  let notes = 0
  const plain = shown.replace(/^ {0,3}\[\^[^\]\n]{1,200}\]:/gm, note => {
    notes += 1
    return notes > NOTES ? note.replace('^', '') : note
  })
  return { text: plain, isCut }
}
