/** One step of a melody: what was heard in a frame. */
export interface MelodyFrame {
  /** Semitones, 69 is 440 Hz; undefined where nothing has a pitch. */
  readonly key: number | undefined
  /** dB. */
  readonly level: number
}

export interface MelodyNote {
  readonly start: number
  readonly length: number
  readonly key: number
  readonly velocity: number
}

export interface MelodySettings {
  /** Seconds from a frame to the next. */
  readonly step: number
  /** dB; what is quieter is no note. */
  readonly level: number
  /** Seconds; shorter notes are left out. */
  readonly shortest: number
}

/** A note goes on while its pitch stays within so many semitones of its own. */
const WITHIN = 0.6
/** A rise by so many dB within two frames is a stroke of the same note anew. */
const STROKE = 9
/** So many frames without a pitch are part of a note: a breath, a scrape. */
const GAP = 2

/** Notes out of frames: stretches of one pitch, each of the semitone nearest to its median. */
export function melodyNotes(
  frames: readonly MelodyFrame[],
  { step, level, shortest }: MelodySettings,
): readonly MelodyNote[] {
  const notes: MelodyNote[] = []
  let open: { from: number; to: number; keys: number[]; levels: number[] } | undefined
  const close = () => {
    if (open === undefined) return
    const { from, to, keys, levels } = open
    open = undefined
    const length = (to - from) * step
    if (length < shortest) return
    const loudest = Math.max(...levels)
    notes.push({
      start: from * step,
      length,
      key: Math.min(127, Math.max(0, Math.round(median(keys)))),
      // −45 dB is as soft as it gets, −6 dB as loud.
      velocity: Math.min(1, Math.max(0.05, (loudest + 45) / 39)),
    })
  }
  for (const [index, frame] of frames.entries()) {
    const key = frame.level < level ? undefined : frame.key
    if (key === undefined) {
      if (open !== undefined && index - open.to >= GAP) close()
      continue
    }
    const isStroke = frame.level - (frames[index - 2]?.level ?? frame.level) > STROKE
    const isOther = open !== undefined && Math.abs(key - median(open.keys)) > WITHIN
    if (open !== undefined && (isOther || (isStroke && index - open.from > GAP))) close()
    open ??= { from: index, to: index, keys: [], levels: [] }
    open.to = index + 1
    open.keys.push(key)
    open.levels.push(frame.level)
  }
  close()
  return notes
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}
