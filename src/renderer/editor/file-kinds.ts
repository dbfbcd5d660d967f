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
  if (types.length > 0 && types.every(other => other.startsWith('audio/'))) {
    return target === 'player' && types.length === 1
      ? 'Drop to replace this player’s sound'
      : `Drop to add ${types.length === 1 ? 'a player' : 'players'} for the ${types.length === 1 ? 'sound' : 'sounds'}`
  }
  if (alike && /gzip|compressed|x-tar/.test(type)) {
    return 'Drop to see what the plugin asks for, and install it'
  }
  if (alike && type === 'application/json') {
    return target === 'node' || target === 'player'
      ? 'Drop to load the preset into this node'
      : 'Drop to keep the preset among yours'
  }
  return 'Drop to open the project or bundle, or to take in sounds, a folder of them, MIDI or a plugin'
}
