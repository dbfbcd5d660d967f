import { controlsOf, type FaustDescription } from './faust-description'
import { isDual } from './faust-manifest'
import { linkWasm } from './link-wasm'

/** As `adapter.as.ts` has it. */
const CONFIG = 64
const MOST_PARAMS = 224
const MOST_CHANNELS = 64
const PAGE = 65_536
/** The adapter’s tables, lines and parameters. */
const ADAPTER_BYTES = 5 * PAGE
const MOST_BYTES = 60 * 2 ** 20

/** What every module of ours shows; see `docs/plugins/wasm.md`. */
const SHOWN = ['init', 'input', 'output', 'param', 'process']

/** What keeps a program from being a node, in words. */
export function faustProblem(description: FaustDescription): string | undefined {
  const { inputs, outputs, size } = description
  const controls = controlsOf(description)
  if (controls.some(({ control }) => control.type === 'soundfile')) {
    return 'It plays sound files, which plugins have no way to'
  }
  if (inputs + outputs === 0) return 'It has neither inputs nor outputs'
  if (inputs > MOST_CHANNELS || outputs > MOST_CHANNELS) {
    return `It has more than ${MOST_CHANNELS} channels`
  }
  if (controls.length > MOST_PARAMS) return `It has more than ${MOST_PARAMS} controls`
  if (memoryOf(description) > MOST_BYTES) {
    return `It needs ${Math.ceil(size / 2 ** 20)} MB for its delays, and 60 MB may be`
  }
  return undefined
}

/** A Faust program as a module of ours. */
export function linkFaust(
  program: Uint8Array,
  adapter: Uint8Array,
  description: FaustDescription,
): Uint8Array {
  const { size, inputs, outputs } = description
  const places = controlsOf(description).map(({ control }) => control.index)
  return linkWasm({
    program,
    adapter,
    pages: Math.ceil(memoryOf(description) / PAGE),
    config: { at: CONFIG, words: [size, inputs, outputs, places.length, ...places] },
    shown: SHOWN,
  })
}

function memoryOf(description: FaustDescription): number {
  return ADAPTER_BYTES + (isDual(description) ? 2 : 1) * (description.size + 16)
}
