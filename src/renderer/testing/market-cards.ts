import type { MarketCard, TrustState } from '#shared/contract'
import type { PluginKind, Right } from '#shared/graph'

interface Sketch {
  readonly id: string
  readonly name: string
  readonly summary: string
  readonly category: string
  readonly kind?: PluginKind
  readonly trust?: TrustState
  readonly author?: string
  readonly installed?: string
  readonly version?: string
  readonly permissions?: readonly Right[]
  readonly rating?: readonly [mean: number, count: number]
  readonly cost?: number
  readonly failed?: number
  readonly latency?: number
  readonly pinned?: boolean
}

const sketches: readonly Sketch[] = [
  {
    id: 'tape-age',
    name: 'Tape Age',
    summary: 'Wow, flutter, hiss and the soft knee of quarter-inch tape.',
    category: 'Colour',
    rating: [4.3, 128],
    cost: 6.2,
    installed: '1.1.0',
    version: '1.2.0',
  },
  {
    id: 'shimmer',
    name: 'Shimmer',
    summary: 'A reverb whose tail climbs an octave with every turn.',
    category: 'Space',
    rating: [4.6, 412],
    cost: 21.4,
    latency: 1024,
  },
  {
    id: 'strum',
    name: 'Karplus Strum',
    summary: 'Six plucked strings, strummed up or down, with a body that you choose.',
    category: 'Instruments',
    kind: 'generator',
    rating: [3.9, 12],
    cost: 14.1,
  },
  {
    id: 'euclid',
    name: 'Euclidean Drums',
    summary: 'Evenly spread hits: rhythms of half the world from two numbers.',
    category: 'Notes',
    kind: 'generator',
    installed: '2.0.1',
    version: '2.0.1',
    cost: 0.4,
    pinned: true,
  },
  {
    id: '@acme/formant',
    name: 'Formant Filter',
    summary: 'Five vowels, and everything between them.',
    category: 'Filters',
    author: 'Acme Audio',
    trust: 'known',
    cost: 2.8,
    rating: [3.4, 3],
  },
  {
    id: 'weather',
    name: 'Weather',
    summary: 'Wind, rain and pressure of a place as control signals.',
    category: 'Control',
    kind: 'sensor',
    trust: 'new',
    permissions: ['network', 'files.read'],
    author: 'mira',
  },
  {
    id: 'stutter',
    name: 'Stutter',
    summary: 'Repeats the beat, halves it, turns it round.',
    category: 'Modulation',
    trust: 'unsigned',
    cost: 1.1,
    failed: 2,
  },
  {
    id: 'ducker',
    name: 'Side-chain Ducker with an unusually long name that has to be cut somewhere',
    summary:
      'Pulls a pad out of the way of the kick. Its curve is drawn, not guessed, and it looks ahead by as much as you allow it to so that not even the first wave gets through.',
    category: 'Dynamics',
    cost: 1.9,
    rating: [4.0, 999],
  },
  {
    id: 'oud',
    name: 'عود',
    summary: 'آلة وترية مع ريشة ناعمة',
    category: 'Instruments',
    kind: 'generator',
    author: 'ليلى',
    trust: 'new',
    cost: 9.3,
  },
  {
    id: 'vinyl',
    name: 'Vinyl',
    summary: 'Crackle, rumble, and the wobble of a warped record.',
    category: 'Colour',
    trust: 'changed',
    cost: 1.2,
    installed: '1.0.0',
    version: '1.4.0',
  },
  {
    id: 'miner',
    name: 'Free Limiter Pro',
    summary: 'Louder.',
    category: 'Dynamics',
    trust: 'revoked',
    author: 'xX',
  },
  {
    id: 'sub-octaver',
    name: 'Sub Octaver',
    summary: 'One and two octaves below, without tracking errors down to 41 Hz.',
    category: 'Pitch',
    cost: 3.3,
  },
]

/** A catalogue of many plugins, the hard cases first. */
export const marketCards: readonly MarketCard[] = [
  ...sketches,
  ...Array.from({ length: 180 }, (_, index): Sketch => ({
    id: `filler-${index}`,
    name: `Plugin ${index + 1}`,
    summary: 'One of many, so that the list scrolls.',
    category: ['Colour', 'Space', 'Filters', 'Dynamics'][index % 4] ?? 'Colour',
    cost: 0.3 * ((index % 17) + 1),
  })),
].map(cardOf)

function cardOf(sketch: Sketch): MarketCard {
  const { id, name, summary, category, kind = 'effect', author = 'Wireharp' } = sketch
  const { trust = 'wireharp', version = '1.0.0', installed, permissions = [], rating } = sketch
  const { cost, failed = 0, latency = 0, pinned = false } = sketch
  return {
    id,
    name,
    summary,
    author,
    publisher: {
      name: author,
      trust,
      ...(trust !== 'unsigned' && { fingerprint: '7c1f 22b0 9e4d 0031 a8c5 5d12 f0e9 6b7a' }),
    },
    version,
    licence: 'Apache-2.0',
    bytes: 4_000 + name.length * 1_300,
    category,
    kind,
    kinds: [kind],
    permissions,
    ...(cost !== undefined && {
      certificate: {
        passed: 42 - failed,
        failed,
        costP50: cost,
        costP95: cost * 1.4,
        latencyFrames: latency,
      },
    }),
    ...(rating !== undefined && { rating: { mean: rating[0], count: rating[1] } }),
    registry: 'wireharp',
    registries: ['wireharp'],
    published: Date.UTC(2026, 8, 3),
    ...(installed !== undefined && { installed }),
    pinned,
    ...(installed !== undefined && installed !== version && { update: version }),
    hasDemo: true,
    screenshots: id === 'tape-age' ? ['a.png'] : [],
  }
}
