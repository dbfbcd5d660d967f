/** The timeline: tracks, clips and automation. */
export function Timeline() {
  return <section aria-label="Timeline" className="h-full" />
}
