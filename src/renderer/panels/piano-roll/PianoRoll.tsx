/** The notes of a clip. */
export function PianoRoll() {
  return <section aria-label="Notes" className="h-full" />
}
