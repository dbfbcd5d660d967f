import type { NodeSpec, PortKind } from '#shared/graph'

/** The colours that the canvas is painted with, read once a theme. */
export interface Colors {
  readonly canvas: string
  readonly dot: string
  readonly body: string
  readonly head: string
  readonly rim: string
  readonly text: string
  readonly faint: string
  readonly accent: string
  readonly bad: string
  readonly font: string
  port(kind: PortKind | undefined): string
  kind(kind: NodeSpec['kind'] | undefined): string
  /** Of a node from very far. */
  speck(kind: NodeSpec['kind'] | undefined): string
  token(name: string): string
}

let known: { theme: string | undefined; colors: Colors } | undefined

export function colorsNow(): Colors {
  const { theme } = document.documentElement.dataset
  if (known === undefined || known.theme !== theme) known = { theme, colors: readColors() }
  return known.colors
}

function readColors(): Colors {
  const style = getComputedStyle(document.documentElement)
  const cache = new Map<string, string>()
  const token = (name: string) => {
    let color = cache.get(name)
    if (color === undefined) {
      color = style.getPropertyValue(`--${name}`).trim()
      cache.set(name, color)
    }
    return color
  }
  return {
    canvas: token('canvas'),
    dot: token('dot'),
    body: token('raised'),
    head: token('device-head'),
    rim: token('device-rim'),
    text: token('text'),
    faint: token('text-faint'),
    accent: token('accent'),
    bad: token('bad'),
    font: getComputedStyle(document.body).fontFamily,
    port: kind =>
      token(kind === undefined ? 'kind-node' : kind === 'control' ? 'control-port' : kind),
    kind: kind => token(`kind-${kind ?? 'node'}`),
    speck: kind =>
      `color-mix(in oklab, ${token(`kind-${kind ?? 'node'}`)} 55%, ${token('raised')})`,
    token,
  }
}
