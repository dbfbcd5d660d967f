import { BLOCK_FRAMES } from '../abi'
import type { Kernel } from '../define-kernel'
import { type NoteEvent, readNotes } from './notes'
import { createInstance, type RenderOptions } from './render'

/** Renders a kernel that makes notes, and returns the events of its first output. */
export function renderNotes(definition: Kernel, options: RenderOptions): Required<NoteEvent>[] {
  const instance = createInstance(definition, options)
  const partition = options.partition ?? [BLOCK_FRAMES]
  const bus = instance.buses[0]?.bus ?? 0
  const events: Required<NoteEvent>[] = []
  for (let from = 0, calls = 0; from < options.frames; from += BLOCK_FRAMES) {
    const block = Math.min(BLOCK_FRAMES, options.frames - from)
    instance.fill(from, block)
    for (let offset = 0; offset < block; calls++) {
      const frames = Math.min(partition[calls % partition.length] ?? BLOCK_FRAMES, block - offset)
      instance.process(offset, frames)
      offset += frames
    }
    events.push(...readNotes(instance.arena, bus, from))
  }
  return events
}
