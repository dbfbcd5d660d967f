import type { EntryHead } from '../store'

/** Edits that are undone together: one, or those of one gesture. */
export type EditGroup = readonly EntryHead[]

/**
 * Which edits are in effect and which are undone, by what the log says. It holds heads alone, so a history of
 * 10,000 edits costs a megabyte and opens without parsing a patch.
 */
export class EditStack {
  readonly #done: EntryHead[] = []
  readonly #undone: EditGroup[] = []

  static of(heads: Iterable<EntryHead>): EditStack {
    const stack = new EditStack()
    for (const head of heads) stack.add(head)
    return stack
  }

  /** Takes in the next entry of the log. An edit of count 0 changed nothing and cannot be undone. */
  add(entry: EntryHead): void {
    if (entry.kind === 'undo') this.#undone.push(this.#done.splice(-entry.count))
    else if (entry.kind === 'redo') this.#done.push(...(this.#undone.pop() ?? []))
    else if (entry.count > 0) {
      this.#done.push(entry)
      this.#undone.length = 0
    }
  }

  /** Revision of the last edit in effect; 0 at the beginning. It names the state of the document. */
  get top(): number {
    return this.#done.at(-1)?.revision ?? 0
  }

  get nextUndo(): EditGroup | undefined {
    const last = this.#done.at(-1)
    if (last === undefined) return undefined
    const { gesture } = last
    if (gesture === undefined) return [last]
    const start = this.#done.findLastIndex(entry => entry.gesture !== gesture) + 1
    return this.#done.slice(start)
  }

  get nextRedo(): EditGroup | undefined {
    return this.#undone.at(-1)
  }

  /** All groups, in the order of their edits: those in effect, then those undone. */
  groups(): { readonly group: EditGroup; readonly done: boolean }[] {
    const done: EntryHead[][] = []
    for (const entry of this.#done) {
      const last = done.at(-1)
      const joins = entry.gesture !== undefined && last?.at(-1)?.gesture === entry.gesture
      if (joins) last?.push(entry)
      else done.push([entry])
    }
    return [
      ...done.map(group => ({ group, done: true })),
      ...this.#undone.toReversed().map(group => ({ group, done: false })),
    ]
  }
}

export function labelOf(group: EditGroup | undefined): string | undefined {
  return group?.at(-1)?.label
}
