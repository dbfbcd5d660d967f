import type { Clip, Node } from '#shared/graph'
import { token } from '../../ui'

/** Colours of clips and tracks by name: bright enough on both grounds, and far enough from one another. */
export const hues = {
  red: '#e0635c',
  orange: '#e08a3e',
  yellow: '#c9a227',
  green: '#5fae5f',
  teal: '#35a79c',
  blue: '#4f8fdc',
  violet: '#9a78e0',
  pink: '#d9699f',
} as const

const names = [
  'canvas',
  'ground',
  'panel',
  'raised',
  'well',
  'line',
  'line-strong',
  'text',
  'text-soft',
  'text-faint',
  'accent',
  'bad',
  'notes',
  'audio',
  'control-port',
] as const

export type Palette = Readonly<Record<(typeof names)[number], string>>

let known: { readonly theme: string | undefined; readonly palette: Palette } | undefined

/** The colours of the present theme; reading them from the page is slow, so they are kept. */
export function palette(): Palette {
  const theme = document.documentElement.dataset['theme']
  if (known === undefined || known.theme !== theme) {
    known = {
      theme,
      palette: {
        ...{ canvas: token('canvas'), ground: token('ground'), panel: token('panel') },
        ...{ raised: token('raised'), well: token('well'), line: token('line') },
        ...{ 'line-strong': token('line-strong'), text: token('text') },
        ...{ 'text-soft': token('text-soft'), 'text-faint': token('text-faint') },
        ...{ accent: token('accent'), bad: token('bad'), notes: token('notes') },
        ...{ audio: token('audio'), 'control-port': token('control-port') },
      },
    }
  }
  return known.palette
}

/** A clip's own colour, else that of its track, else that of what it holds. */
export function clipColor(clip: Clip, node: Node, colors: Palette): string {
  if (clip.colour !== undefined) return clip.colour
  if (node.color !== undefined) return hues[node.color]
  if (clip.kind === 'automation') return colors['control-port']
  return clip.kind === 'audio' ? colors.audio : colors.notes
}
