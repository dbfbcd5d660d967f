/** What Wireharp does with a file, by its name; what is in it is looked at when it is taken in. */
export type FileKind =
  | 'sound'
  | 'midi'
  | 'project'
  | 'bundle'
  | 'package'
  | 'preset'
  | 'faust'
  | 'other'

const kinds: readonly (readonly [FileKind, RegExp])[] = [
  ['sound', /\.(wav|wave|flac|mp3|ogg|oga|opus|aif|aiff|m4a)$/i],
  ['midi', /\.midi?$/i],
  ['project', /\.wireharp$/i],
  ['bundle', /\.wireharpz$/i],
  ['package', /\.(tgz|tar\.gz)$/i],
  ['faust', /\.dsp$/i],
  ['preset', /\.(wireharp-preset|preset)(\.json)?$|\.json$/i],
]

export function kindOf({ name }: Pick<File, 'name'>): FileKind {
  return kinds.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other'
}

/** Where something is about to be dropped. */
export type DropTarget = 'player' | 'node' | 'cable' | 'canvas' | 'window'

/** What a drop on the library would do. */
export const soundDropHint = 'Drop to add the folder of these sounds to the library'

/**
 * What a drop would do, said while it hovers: until it is let go of, a browser tells no names, only kinds, and of
 * many files not even these.
 */
export function dropHint(types: readonly string[], target: DropTarget): string {
  const [type = ''] = types
  const alike = types.every(other => other === type)
  if (alike && /midi?$/.test(type)) return 'Drop to add a track for each part of the MIDI file'
  if (areSounds(types)) return soundsHint(types.length, target)
  if (alike && /gzip|compressed|x-tar/.test(type)) {
    return 'Drop to see what the plugin asks for, and install it'
  }
  if (alike && type === 'application/json') return presetHint(target)
  if (target === 'cable') return `${presetHint(target)}; a project or bundle opens`
  return 'Drop to open the project or bundle, or to take in sounds, a folder of them, MIDI or a plugin'
}

/** Whether all that hovers is sound; MIDI files are called `audio/midi`, and are none. */
export function areSounds(types: readonly string[]): boolean {
  return types.length > 0 && types.every(type => /^audio\/(?!.*midi?$)/.test(type))
}

/** Whether what hovers can be one preset: of its own files a browser knows no kind. */
export function mayBePreset(types: readonly string[]): boolean {
  return types.length === 1 && ['', 'application/json'].includes(types[0] ?? '')
}

function presetHint(target: DropTarget): string {
  if (target === 'cable') return 'Drop a preset to put its node into this cable'
  return target === 'node' || target === 'player'
    ? 'Drop to load the preset into this node'
    : 'Drop to keep the preset among yours'
}

function soundsHint(count: number, target: DropTarget): string {
  if (target === 'player' && count === 1) return 'Drop to replace this player’s sound'
  const players = count === 1 ? 'a player for the sound' : 'players for the sounds'
  return target === 'cable'
    ? `Drop to add ${players}, heard where this cable ends`
    : `Drop to add ${players}`
}
