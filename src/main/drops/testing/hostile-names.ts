/** What lies in an archive beside what should. */
export interface HostileEntry {
  readonly path: string
  /** As it is, and not inside the folder that the format has. */
  readonly raw?: boolean
  readonly kind?: 'link' | 'hard link' | 'character device' | 'block device' | 'pipe' | 'socket'
  readonly to?: string
}

export interface HostileCase {
  readonly row: string
  readonly what: string
  readonly entries: readonly HostileEntry[]
}

const named = (row: string, paths: readonly string[], raw = false): HostileCase[] =>
  paths.map(path => ({ row, what: JSON.stringify(path.slice(0, 40)), entries: [{ path, raw }] }))

const together = (what: string, ...paths: readonly string[]): HostileCase => ({
  row: 'Z04',
  what,
  entries: paths.map(path => ({ path })),
})

/** Names and kinds that neither a package nor a bundle may hold, whatever packs it. */
export const hostileNames: readonly HostileCase[] = [
  ...named('Z01', [
    ...['../evil', '../../evil', 'a/../../evil', 'a/../../../evil', './../../evil', 'a/./b'],
    ...['..\\evil', 'a\\..\\..\\evil', '..\\/evil', '%2e%2e/evil', '%2E%2E%2Fevil', '..%5cevil'],
    ...['evil.', 'evil ', 'evil. .', ' evil', 'a//evil', '.../evil'],
  ]),
  ...named('Z01', ['..', '../evil', 'audio/../evil', 'package/../../evil'], true),
  ...named(
    'Z02',
    [
      ...['/etc/evil', '//server/share/evil', 'C:\\evil', 'C:evil', 'C:/evil', '\\\\srv\\evil'],
      ...['\\\\?\\C:\\evil', 'file:///etc/evil', 'file:evil', '/../evil'],
    ],
    true,
  ),
  ...(
    [
      ['link', '/etc/passwd'],
      ['link', '../../evil'],
      ['link', 'good.wav'],
      ['hard link', '/etc/passwd'],
      ['character device', ''],
      ['block device', ''],
      ['pipe', ''],
      ['socket', ''],
    ] as const
  ).map(([kind, to]): HostileCase => ({
    row: 'Z03',
    what: `a ${kind}${to === '' ? '' : ` to ${to}`}`,
    entries: [{ path: 'odd.wav', kind, to }],
  })),
  {
    row: 'Z03',
    what: 'a link to a folder outside, and a file through it',
    entries: [{ path: 'way', kind: 'link', to: '/tmp' }, { path: 'way/evil' }],
  },
  together('a name twice', 'a.wav', 'a.wav'),
  together('a name in capitals', 'a.wav', 'A.WAV'),
  together('one letter in capitals', 'kick.wav', 'kicK.wav'),
  together('é, composed and decomposed', 'caf\u00e9.wav', 'cafe\u0301.wav'),
  together('ﬁ as one letter', '\ufb01.wav', 'fi.wav'),
  together('a letter of full width', '\uff21.wav', 'a.wav'),
  together('the sign of kelvin', '\u212a.wav', 'k.wav'),
  together('a long s', '\u017f.wav', 's.wav'),
  together('a short name of Windows', 'PROGRA~1.WAV'),
  together('a name that is a folder too', 'a', 'a/b'),
  together('a folder that is a name too', 'a/b', 'a'),
  together('two spellings of a folder', 'a/b', 'A/c'),
  ...named('Z05', [
    ...['con', 'NUL.wav', 'Com1.wav', 'com\u00b9.wav', 'lpt9', 'aux.tar.wav', 'prn', 'conin$'],
    ...['clock$.wav', 'a:stream.wav', 'a.wav::$DATA', 'a*.wav', 'a?.wav', 'a".wav', 'a<.wav'],
    ...['a>.wav', 'a|.wav', `${'n'.repeat(256)}.wav`, `${'deep/'.repeat(60)}a.wav`, 'a\u0001.wav'],
    ...['a\n.wav', 'a\u007f.wav', 'a\u202egpj.wav', 'a\u200b.wav', 'a\ufeff.wav', 'a\u2028.wav'],
    ...['a\u00ad.wav', 'a\u2066.wav', '\u{e0041}.wav', 'a\ue000.wav'],
  ]),
]
