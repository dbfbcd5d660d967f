import { gunzipSync, gzipSync } from 'node:zlib'
import { emptyProject } from '#shared/graph'
import { canonicalJson } from '#shared/kit'
import { smallPlugin } from '../../plugins/packages/testing/plugin-files'
import { pax, rawTar, tarOf, type RawEntry } from './raw-tar'
import { rawZip, type RawEnd, type RawPart } from './raw-zip'

/** An archive that is not what it seems, as each of the two formats does it. */
export interface HostileForm {
  readonly row: string
  readonly what: string
  readonly tar: () => Buffer
  readonly zip: () => Buffer
}

const plugin = smallPlugin()

/** A package with these beside what it needs. */
export function packageWith(more: readonly RawEntry[] = []): Buffer {
  return rawTar([...own, ...more])
}

/** A bundle with these beside what it needs. */
export function bundleWith(more: readonly RawPart[] = [], end: RawEnd = {}): Buffer {
  return rawZip([project, sound, ...more], end)
}

const own: readonly RawEntry[] = [
  { path: 'package/plugin.json', data: Buffer.from(plugin['plugin.json']) },
  { path: 'package/main.js', data: Buffer.from(plugin['main.js']) },
  { path: 'package/good.wav', data: Buffer.from('sound') },
]
const project: RawPart = {
  name: 'project.wireharp',
  data: Buffer.from(canonicalJson(emptyProject('p', 'Sent'))),
}
const sound: RawPart = { name: 'audio/good.wav', data: Buffer.from('sound '.repeat(40)) }
const evil: RawEntry = { path: 'package/evil.js', data: Buffer.from('1') }
const ONE_MORE: RawPart = { name: 'audio/more.wav', data: Buffer.from('more '.repeat(40)) }

/** The good package with blocks in front of its end. */
const tarPlus = (...blocks: readonly Buffer[]): Buffer =>
  gzipSync(Buffer.concat([tarOf(own).subarray(0, -1024), ...blocks, Buffer.alloc(1024)]))
const one = (entry: RawEntry): Buffer => tarOf([entry]).subarray(0, -1024)
const lying = (part: RawPart) => () => bundleWith([{ ...ONE_MORE, ...part }])
const odd = (type: string) => () => packageWith([{ path: 'package/odd', type }])
const MANY = Array.from({ length: 10_001 }, (_, at) => at)

const wrongly: readonly HostileForm[] = [
  {
    row: 'Z06',
    what: 'more than it may unpack to',
    tar: () => gzipSync(Buffer.alloc(2 ** 24)),
    zip: () => {
      const size = 0xfffffff0
      const huge = { data: Buffer.from('x'), central: { size }, local: { size }, deflated: true }
      return bundleWith(['a', 'b', 'c'].map(name => ({ name: `audio/${name}`, ...huge })))
    },
  },
  {
    row: 'Z06',
    what: 'more files than there may be',
    tar: () => packageWith(MANY.slice(0, 4200).map(at => ({ path: `package/${at}` }))),
    zip: () => bundleWith(MANY.map(at => ({ name: `audio/${at}`, data: Buffer.alloc(0) }))),
  },
  {
    row: 'Z06',
    what: 'a file that says it is smaller than it is',
    tar: () => packageWith([{ ...evil, data: Buffer.alloc(4000, 66), size: 3 }]),
    zip: lying({ name: 'audio/a', deflated: true, central: { size: 3 }, local: { size: 3 } }),
  },
  {
    row: 'Z06',
    what: 'two files that share their bytes',
    tar: () => tarPlus(...pax({ size: '3' }), one({ ...evil, data: Buffer.alloc(1500, 66) })),
    zip: lying({ name: 'audio/a', central: { at: 0 } }),
  },
  {
    row: 'Z07',
    what: 'something behind the end',
    tar: () => Buffer.concat([packageWith(), Buffer.from('more')]),
    zip: () => bundleWith([], { behind: Buffer.from('more') }),
  },
  {
    row: 'Z07',
    what: 'something in front',
    tar: () => Buffer.concat([Buffer.from('#!/bin/sh\n'), packageWith()]),
    zip: () => bundleWith([], { before: Buffer.from('#!/bin/sh\n') }),
  },
  {
    row: 'Z07',
    what: 'two archives, one behind the other',
    tar: () => Buffer.concat([packageWith(), rawTar([evil])]),
    zip: () => Buffer.concat([bundleWith(), bundleWith([ONE_MORE])]),
  },
  {
    row: 'Z07',
    what: 'a second end inside what nobody reads',
    tar: () => gzipSync(Buffer.concat([gunzipSync(packageWith()), gunzipSync(rawTar([evil]))])),
    zip: () => bundleWith([], { comment: bundleWith().subarray(-22) }),
  },
  {
    row: 'Z07',
    what: 'two names of one file, one of them a way out',
    tar: () => tarPlus(...pax({ path: 'package/../../evil' }), one(evil)),
    zip: lying({ name: 'audio/a', local: { name: Buffer.from('../../e') } }),
  },
  {
    row: 'Z07',
    what: 'two sizes of one file',
    tar: () => tarPlus(...pax({ size: '1048576' }), one(evil)),
    zip: lying({ name: 'audio/a', local: { size: 7, packed: 7 } }),
  },
  {
    row: 'Z07',
    what: 'a long name that is a way out, and how it is packed said twice',
    tar: () =>
      tarPlus(
        one({ path: '././@LongLink', type: 'L', data: Buffer.from('../../evil\0') }),
        one(evil),
      ),
    zip: lying({ name: 'audio/a', local: { method: 8 } }),
  },
  {
    row: 'Z07',
    what: 'a checksum that differs',
    tar: () => packageWith([{ ...evil, checksum: 1 }]),
    zip: lying({ name: 'audio/a', local: { crc: 1 } }),
  },
  {
    row: 'Z07',
    what: 'something between its parts',
    tar: () => tarPlus(Buffer.alloc(1024), one(evil)),
    zip: () => bundleWith([], { between: Buffer.from('hidden') }),
  },
  {
    row: 'Z07',
    what: 'a header for all that follows, and a count that is not theirs',
    tar: () =>
      tarPlus(
        one({ path: 'g', type: 'g', data: Buffer.from('22 path=../../evil.js\n') }),
        one(evil),
      ),
    zip: () => bundleWith([ONE_MORE], { count: 2 }),
  },
  {
    row: 'Z07',
    what: 'a name in an extra field',
    tar: () => tarPlus(...pax({ path: '/etc/evil', linkpath: '/etc' }), one(evil)),
    zip: lying({ name: 'audio/a', extra: Buffer.from('757005000100000000', 'hex') }),
  },
  {
    row: 'Z07',
    what: 'a directory that lies elsewhere',
    tar: () => tarPlus(Buffer.from('not a header'.padEnd(512))),
    zip: () => bundleWith([], { at: 3 }),
  },
  {
    row: 'Z08',
    what: 'bytes that are not those of its checksum',
    tar: () => flipped(packageWith(), -6),
    zip: lying({ name: 'audio/a', central: { crc: 9 }, local: { crc: 9 } }),
  },
  ...(['S', 'M', 'V', 'Z'] as const).map((kind, at): HostileForm => ({
    row: 'Z09',
    what: `an unknown kind (${kind}), or packed by method ${[1, 12, 14, 99][at]}`,
    tar: odd(kind),
    zip: lying({ name: 'audio/a', method: [1, 12, 14, 99][at] ?? 1 }),
  })),
  {
    row: 'Z09',
    what: 'encryption',
    tar: odd('A'),
    zip: lying({ name: 'audio/a', flags: 0x801 }),
  },
  {
    row: 'Z09',
    what: 'sizes behind the data that differ',
    tar: odd('7'),
    zip: lying({ name: 'audio/a', descriptor: { crc: 7 } }),
  },
  {
    row: 'Z10',
    what: 'thousands of folders',
    tar: () => packageWith(MANY.slice(0, 5000).map(at => ({ path: `package/${at}/`, type: '5' }))),
    zip: () => bundleWith(MANY.slice(0, 5000).map(at => ({ name: `audio/${at}/` }))),
  },
  {
    row: 'Z11',
    what: 'two that say what it is',
    tar: () => packageWith([{ path: 'plugin.json', data: Buffer.from(plugin['plugin.json']) }]),
    zip: () => bundleWith([{ name: 'PROJECT.wireharp', data: project.data ?? Buffer.alloc(0) }]),
  },
  {
    row: 'Z11',
    what: 'nothing that says what it is',
    tar: () => rawTar(own.slice(1)),
    zip: () => rawZip([sound]),
  },
]

function flipped(bytes: Buffer, at: number): Buffer {
  const other = Buffer.from(bytes)
  const index = at < 0 ? other.length + at : at
  other[index] = (other[index] ?? 0) ^ 1
  return other
}

/** Cut off at every twentieth of its length. */
const cut: readonly HostileForm[] = Array.from({ length: 19 }, (_, at): HostileForm => {
  const part = (at + 1) / 20
  const upTo = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length * part))
  return {
    row: 'Z08',
    what: `cut off at ${Math.round(part * 100)} %`,
    tar: () => upTo(packageWith()),
    zip: () => upTo(bundleWith()),
  }
})

export const hostileForms: readonly HostileForm[] = [...wrongly, ...cut]
