import type { NodeDefinition } from '#shared/graph'
import type { Look, LookSections } from '#shared/contract'
import type { Display, DisplayKind } from './display'
import { levelKind } from './level-display'
import { loudnessKind } from './loudness-display'
import { keyKind, onsetKind, tempoKind } from './music-displays'
import { clear, type Pen } from './pen'
import { spectrogramKind } from './spectrogram-display'
import { spectrumKind } from './spectrum-display'
import { stereoKind } from './stereo-display'
import { tunerKind } from './tuner-display'
import { waveKind } from './wave-display'

/**
 * The first whose readouts a node all has is drawn: what a node shows follows from what it measures, so that a plugin of
 * anybody's gets the picture that it has the numbers for.
 */
const kinds: readonly DisplayKind[] = [
  loudnessKind,
  levelKind,
  waveKind,
  stereoKind,
  spectrogramKind,
  spectrumKind,
  tunerKind,
  tempoKind,
  keyKind,
  onsetKind,
]

/** How what a node measures is drawn; undefined where it measures nothing. */
export function displayKindOf({ readouts }: NodeDefinition): DisplayKind | undefined {
  const names = Object.keys(readouts ?? {})
  if (names.length === 0) return undefined
  const known = kinds.find(kind => kind.readouts.every(name => names.includes(name)))
  return known ?? plainKind(readouts ?? {})
}

/** What is to be looked at for it. */
export function lookFor(
  node: string,
  { readouts = {} }: NodeDefinition,
  kind: DisplayKind,
): Look | undefined {
  const wanted = kind.readouts.flatMap(name => readouts[name] ?? [])
  if (wanted.length === 0) return undefined
  return {
    kind: 'readouts',
    node,
    readouts: wanted.map(({ kernel, readout }) => ({ kernel, readout })),
  }
}

/** Numbers alone. */
function plainKind(readouts: NonNullable<NodeDefinition['readouts']>): DisplayKind {
  const shown = Object.entries(readouts).slice(0, 4)
  return {
    readouts: shown.map(([name]) => name),
    height: 0,
    largeHeight: 0,
    begin: () => new PlainDisplay(shown.map(([, { label, unit }]) => ({ label, unit }))),
  }
}

class PlainDisplay implements Display {
  readonly #names: readonly { readonly label: string; readonly unit: string }[]
  #values: readonly number[] = []

  constructor(names: readonly { readonly label: string; readonly unit: string }[]) {
    this.#names = names
  }

  take(sections: LookSections): void {
    this.#values = sections.map(section => section[0] ?? 0)
  }

  draw(pen: Pen): boolean {
    clear(pen)
    return false
  }

  figures(): string {
    return this.#names
      .map(({ label, unit }, index) => {
        const value = this.#values[index]
        return `${label} ${value === undefined ? '–' : Number(value.toPrecision(4))} ${unit}`.trim()
      })
      .join(' · ')
  }
}
