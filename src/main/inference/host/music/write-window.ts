import { fail, err, ok, type Result } from '#shared/kit'
import { stopped } from '../pipeline'
import { BOOKS, framesOf, inputAt, knownAt, stepsOf, type Codes } from './delay-pattern'
import { Journal } from './journal'
import type { MusicDecoder } from './music-decoder'
import type { MusicgenConfig } from './musicgen-config'
import { chanceAt, sample, type Sampling } from './sample'

/** Steps between two checkpoints: about a second of sound. */
const KEPT_EVERY = 50

/** A stretch of a piece that the decoder writes in one go. */
export interface WindowWish {
  readonly index: number
  /** Frames that it takes up from the stretch before. */
  readonly known: readonly Codes[]
  /** Frames in all, with the known ones. */
  readonly frames: number
  readonly seed: number
  readonly sampling: Sampling
}

/** How far a stretch is: what its steps wrote, and the pieces of the cache in its journal, in columns. */
export interface WindowState {
  readonly steps: readonly Codes[]
  readonly pieces: readonly number[]
}

export interface WindowContext {
  readonly decoder: MusicDecoder
  readonly config: MusicgenConfig
  readonly signal: AbortSignal
  readonly journal: string
  readonly before: WindowState | undefined
  readonly save: (state: WindowState) => void
  readonly progress: (step: number, steps: number) => void
  /** Hears what is written, at every checkpoint. */
  readonly hear?: (frames: readonly Codes[]) => Promise<void>
}

/** Writes a stretch, a step a column. Interrupted and gone on with it writes the same codes. */
export async function writeWindow(
  wish: WindowWish,
  context: WindowContext,
): Promise<Result<readonly Codes[]>> {
  const { decoder, config, signal, save, progress, hear } = context
  const total = stepsOf(wish.frames)
  const { known } = wish
  const opened = await open(wish, context)
  await using journal = opened.journal
  const { steps, pieces } = opened
  let kept = decoder.cache.columns
  let logits: Float32Array | undefined
  while (steps.length < total) {
    if (signal.aborted) return stopped()
    const at = steps.length
    if (kept === 0 && logits === undefined) {
      const columns = Array.from({ length: at + 1 }, (_, i) => inputAt(steps, i, config.padding))
      logits = await decoder.begin(columns)
    } else {
      logits = await decoder.next(inputAt(steps, at, config.padding))
    }
    const codes = chooseAll(logits, wish, config, at)
    if (codes === undefined) {
      return err(fail('model-refused', 'The decoder answered with what is no number.'))
    }
    steps.push(codes)
    progress(steps.length, total)
    if (steps.length % KEPT_EVERY !== 0 || steps.length === total) continue
    pieces.push(decoder.cache.columns - kept)
    await journal.append(decoder.cache.read(kept))
    kept = decoder.cache.columns
    save({ steps: steps.slice(known.length), pieces })
    await hear?.(framesOf(steps))
  }
  return ok(framesOf(steps))
}

/** Where the stretch begins or goes on. */
async function open({ known }: WindowWish, { before, journal, decoder, config }: WindowContext) {
  const steps: Codes[] = known.map((_, step) =>
    Array.from({ length: BOOKS }, (_book, book) => knownAt(known, step, book) ?? config.padding),
  )
  const floats = before?.pieces.map(columns => columns * decoder.cache.floatsOfColumn) ?? []
  const kept = floats.length > 0 ? await Journal.resume(journal, floats) : undefined
  if (before === undefined || kept === undefined) {
    decoder.cache.clear()
    return { steps, pieces: [], journal: await Journal.begin(journal) }
  }
  await decoder.hearAgain(inputAt([], 0, config.padding))
  const { pieces } = before
  decoder.cache.restore(
    kept.floats.map((piece, index) => ({ columns: pieces[index] ?? 0, floats: piece })),
  )
  return { steps: [...steps, ...before.steps], pieces: [...pieces], journal: kept.journal }
}

/** The codes of a step: those that are known already, and for the others what the decoder likes. */
function chooseAll(
  logits: Float32Array,
  { known, seed, index, sampling }: WindowWish,
  { codes }: MusicgenConfig,
  step: number,
): number[] | undefined {
  const chosen: number[] = []
  for (let book = 0; book < BOOKS; book++) {
    const chance = chanceAt(seed, index, step, book)
    const code = knownAt(known, step, book) ?? sample(logits, codes, book, sampling, chance)
    if (code === undefined) return undefined
    chosen.push(code)
  }
  return chosen
}
