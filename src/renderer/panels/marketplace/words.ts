import type { MarketTask, PlannedStep, Publisher, ReviewsOf, TrustState } from '#shared/contract'
import type { PluginKind, Right } from '#shared/graph'

/** “18 kB”, “1.2 MB” */
export function bytesInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const [unit, value] =
    bytes < 1e6 ? (['kB', bytes / 1e3] as const) : (['MB', bytes / 1e6] as const)
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`
}

/** Microseconds for 128 frames: “3.1 µs” */
export function costInWords(micros: number): string {
  if (micros < 0.05) return 'under 0.1 µs'
  return micros < 9.95 ? `${micros.toFixed(1)} µs` : `${Math.round(micros)} µs`
}

/** What of one core a cost is, at 48 kHz: “0.1 %” */
export function coreInWords(micros: number): string {
  const percent = (micros / ((128 / 48_000) * 1e6)) * 100
  if (percent < 0.005) return 'under 0.01 % of a core'
  return `${percent < 0.095 ? percent.toFixed(2) : percent.toFixed(1)} % of a core`
}

export function latencyInWords(frames: number): string {
  return frames === 0 ? 'no latency' : `${((frames / 48_000) * 1000).toFixed(1)} ms`
}

/** “no plugins”, “1 plugin”, “3 plugins” */
export function countInWords(count: number, thing: string): string {
  return count === 1 ? `1 ${thing}` : `${count === 0 ? 'no' : count} ${thing}s`
}

const days = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

export function dayInWords(time: number): string {
  return days.format(time)
}

const times = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

export function timeInWords(time: number): string {
  return times.format(time)
}

const ago = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

/** “3 days ago” */
export function agoInWords(time: number, now = Date.now()): string {
  const seconds = (time - now) / 1000
  const [unit, size] =
    Math.abs(seconds) < 3600
      ? (['minute', 60] as const)
      : Math.abs(seconds) < 86_400
        ? (['hour', 3600] as const)
        : Math.abs(seconds) < 86_400 * 30
          ? (['day', 86_400] as const)
          : Math.abs(seconds) < 86_400 * 365
            ? (['month', 86_400 * 30] as const)
            : (['year', 86_400 * 365] as const)
  return ago.format(Math.round(seconds / size), unit)
}

/** What is known of who made it: a word, and a sentence. */
export const trustWords: Readonly<Record<TrustState, readonly [word: string, sentence: string]>> = {
  wireharp: ['Comes with Wireharp', 'Signed when this copy of Wireharp was built.'],
  known: ['Known publisher', 'Signed by the key that has signed this plugin here before.'],
  new: [
    'New publisher',
    'Signed by a key that was never seen here. If you install it, that key is remembered.',
  ],
  changed: [
    'Publisher changed!',
    'It is not signed by the key that signed the version you have. Ask its author before you install it.',
  ],
  unsigned: ['Not signed', 'Nobody has signed it: whoever had it in hands could have changed it.'],
  revoked: ['Revoked', 'It was withdrawn because it is not safe. It cannot be installed.'],
}

/** What is known of who made this one: of a new plugin also by what else its key signed here. */
export function publisherInWords({
  trust,
  alsoSigned = [],
}: Publisher): readonly [word: string, sentence: string] {
  const [first, second, ...others] = alsoSigned
  if (trust !== 'new' || first === undefined) return trustWords[trust]
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  const all =
    second === undefined
      ? first
      : others.length === 0
        ? `${first} and ${second}`
        : `${first}, ${second}${more}`
  return [
    'Known from other plugins',
    `Signed by the key that has signed ${all} here. If you install it, that key is remembered for this plugin too.`,
  ]
}

export function isTrusted({ trust }: Publisher): boolean {
  return trust === 'wireharp' || trust === 'known'
}

export const kindWords: Readonly<Record<PluginKind, string>> = {
  effect: 'Effects',
  generator: 'Generators',
  analyzer: 'Analysers',
  sensor: 'Sensors',
  tool: 'Tools',
  integration: 'Integrations',
  visualization: 'Views',
  ui: 'Interface',
  workflow: 'Workflows',
  node: 'Other nodes',
  model: 'Models',
  provider: 'Providers',
}

/** A right in two words, for badges and facets. */
export const shortRights: Readonly<Record<Right, string>> = {
  'files.read': 'Reads files',
  'files.write': 'Writes files',
  network: 'Network',
  midi: 'MIDI',
  serial: 'Serial ports',
  gpio: 'GPIO pins',
  model: 'AI models',
  'project.read': 'Reads projects',
  'project.write': 'Changes projects',
  'tools.call': 'Calls tools',
  system: 'System',
}

const actionWords: Readonly<Record<MarketTask['action'], string>> = {
  install: 'Installing',
  update: 'Updating',
  rollback: 'Rolling back',
  uninstall: 'Uninstalling',
  restore: 'Restoring',
  publish: 'Publishing',
}

/** “Installing · Fetching tape 1.2.0”, and “Installing Tape 1.2.0” where its stage says that itself. */
export function taskInWords({ action, stage }: Pick<MarketTask, 'action' | 'stage'>): string {
  const words = actionWords[action]
  return stage === '' || stage.startsWith(words) ? stage || words : `${words} · ${stage}`
}

/** “Tape 1.2.0 (18 kB)”, “Tape 1.1.0 → 1.2.0” */
export function stepInWords({ name, from, to, bytes, beside }: PlannedStep): string {
  const size = bytes > 0 ? ` (${bytesInWords(bytes)})` : ''
  if (beside) return `${name} ${to}, beside ${from ?? 'the other'}${size}`
  return from === undefined ? `${name} ${to}${size}` : `${name} ${from} → ${to}${size}`
}

/** That services for reviews are away, what is shown all the same, and what cannot be done until they are back. */
export function awayInWords({
  failures,
  writable,
  asOf,
}: Pick<ReviewsOf, 'failures' | 'writable' | 'asOf'>): string {
  const who = failures.length === 1 ? 'A service does' : `${failures.length} services do`
  const shown = asOf === undefined ? '' : ` What is shown was read ${agoInWords(asOf)}.`
  return writable
    ? `${who} not answer.${shown}`
    : `No service for reviews answers.${shown} Yours can be written once one is back.`
}

/** Whether two versions need not play the same projects, so that one may want both. */
export function isOtherMajor(version: string | undefined, other: string): boolean {
  return version !== undefined && version.split('.')[0] !== other.split('.')[0]
}

/** Where a cost was measured, as the end of a sentence: it is its author’s figure, not this machine’s. */
export function measuredOn({ machine }: { readonly machine?: string | undefined }): string {
  return machine === undefined ? '' : `, measured by its author on ${machine}`
}
