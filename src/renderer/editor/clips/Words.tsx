import { linesOf, type Said } from '../../state'

/** What was written down, to be read and copied on the card; the inspector has it with times. */
export function Words({ said }: { readonly said: readonly Said[] }) {
  if (said.length === 0) {
    return (
      <p className="flex h-full items-center justify-center px-3 text-center text-2xs text-faint">
        Nobody says anything in this clip.
      </p>
    )
  }
  return (
    <textarea
      readOnly
      data-testid="words"
      aria-label="What is said"
      className="nodrag nowheel block size-full cursor-text resize-none bg-transparent px-1.5 py-1 text-2xs leading-4 text-text outline-none select-text"
      value={linesOf(said)}
    />
  )
}
