/** A text of a MIDI file, whose encoding nobody says: UTF-8 where it is that, else Latin-1, as the parser gave it. */
export function midiText(text: string): string {
  const bytes = Uint8Array.from(text, letter => letter.charCodeAt(0))
  return (utf8(bytes) ?? text)
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200)
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
