import { writeFileSync } from 'node:fs'
import { canonicalJson, type Failure } from '#shared/kit'
import { signPackage, SIGNATURE_FILE, writeTarball } from '../../../plugins/packages'
import { put, smallPlugin } from '../../../plugins/packages/testing/plugin-files'
import { publicKeyOf } from '../../../plugins/packages/trust'
import { ada, edited, eve, inside, withSignatureOf } from './attack-shop'
import type { AttackRow } from './update-attack'

const DAY = 86_400_000
const next = { version: '1.1.0' }

/** What was tried with the packages themselves. */
export const packageAttacks: readonly AttackRow[] = [
  {
    row: 'T01',
    name: 'Arbitrary package',
    attacks: [
      {
        when: 'fresh',
        what: 'the file on the registry is another one than its index lists',
        code: 'package-damaged',
        scene: async shop => {
          await shop.known()
          writeFileSync(shop.temp.at('shelf/small-1.0.0.tgz'), await shop.packed({}, eve))
          return () => shop.refusal()
        },
      },
      {
        when: 'update',
        what: 'a stranger signs, and writes the publisher’s key beside it',
        code: 'signature-wrong',
        scene: async shop => {
          await shop.installed()
          const forged = edited(await shop.files(next, eve), SIGNATURE_FILE, text => {
            const json: unknown = JSON.parse(text)
            if (typeof json !== 'object' || json === null) return text
            Reflect.set(inside(json, 'publisher'), 'key', publicKeyOf(ada))
            return canonicalJson(json)
          })
          await shop.shelve(forged)
          await shop.refresh()
          return () => shop.refusal('small', { update: true })
        },
      },
      {
        when: 'offline',
        what: 'the package that was kept from before is exchanged on the disk',
        code: 'registry-unreachable',
        scene: async shop => {
          await shop.mirror({ bytes: await shop.packed() })
          await shop.refresh('mirror')
          await shop.market.plan({ id: 'small' })
          const evil = await shop.packed({}, eve)
          for (const path of shop.cached()) writeFileSync(path, evil)
          await shop.goOffline()
          return () => shop.refusal()
        },
      },
    ],
  },
  {
    row: 'T04',
    name: 'Fast forward',
    attacks: [
      {
        when: 'fresh',
        what: 'an index leaps to the highest number, so that no later one counts',
        code: 'registry-index-implausible',
        scene: async shop => {
          await shop.addShelf()
          await shop.publish()
          shop.resign(content => ({ ...content, sequence: Number.MAX_SAFE_INTEGER }))
          return () => shop.refresh()
        },
      },
      {
        when: 'update',
        what: 'a version so high that no later one counts',
        code: 'package-version-implausible',
        scene: async shop => {
          await shop.installed()
          await shop.shelve(await shop.packed({ version: '999999999.0.0' }))
          await shop.refresh()
          return () => shop.refusal('small', { update: true, agreed: true })
        },
      },
      {
        when: 'offline',
        what: 'the same, brought as a file',
        code: 'package-version-implausible',
        scene: async shop => {
          await shop.installed()
          const bytes = await shop.packed({ version: '1.0.999999999' })
          return () => shop.byHand(bytes)
        },
      },
    ],
  },
  {
    row: 'T07',
    name: 'Mix and match',
    attacks: [
      {
        when: 'fresh',
        what: 'the registry’s signature of one version stands beside another',
        code: 'registry-signature-wrong',
        scene: async shop => {
          const signature = await shop.countersign('1.0.0')
          await shop.mirror({ bytes: await shop.packed(next), signature })
          shop.mirrorSigns()
          await shop.refresh('mirror')
          return () => shop.refusal()
        },
      },
      {
        when: 'update',
        what: 'the new version carries the signature of the old one',
        code: 'signature-other-version',
        scene: async shop => {
          await shop.installed()
          await shop.shelve(withSignatureOf(await shop.files(next), await shop.files()))
          await shop.refresh()
          return () => shop.refusal('small', { update: true })
        },
      },
      {
        when: 'offline',
        what: 'one file of a signed package is that of another build',
        code: 'signature-file-changed',
        scene: async shop => {
          await shop.installed()
          const mixed = edited(await shop.files(next), 'main.js', text => `${text}\n// another`)
          return () => shop.byHand(mixed)
        },
      },
    ],
  },
  {
    row: 'T08',
    name: 'Wrong package under the right name',
    attacks: [
      {
        when: 'fresh',
        what: 'the file that the index lists holds another plugin',
        code: 'package-name-mismatch',
        scene: async shop => {
          await shop.addShelf()
          await shop.publish()
          shop.say('1.0.0', await shop.packed({ id: 'other' }))
          await shop.refresh()
          return () => shop.refusal()
        },
      },
      {
        when: 'update',
        what: 'its publisher signed it, but under another name',
        code: 'signature-other-package',
        scene: async shop => {
          await shop.installed()
          const other = await shop.files({ ...next, id: 'other' })
          await shop.shelve(withSignatureOf(await shop.files(next), other))
          await shop.refresh()
          return () => shop.refusal('small', { update: true })
        },
      },
      {
        when: 'offline',
        what: 'a file says that it is a plugin which comes with Wireharp',
        code: 'plugin-duplicate',
        scene: async shop => {
          put(shop.temp.at('built-in/gain'), smallPlugin({ id: 'gain' }))
          const bytes = await shop.packed({ id: 'gain' })
          return () => shop.byHand(bytes)
        },
      },
    ],
  },
  {
    row: 'T09',
    name: 'Extraneous dependency',
    attacks: [
      {
        when: 'fresh',
        what: 'the package needs a plugin of which its index is silent',
        code: 'package-manifest-lies',
        scene: async shop => {
          await shop.addShelf()
          await shop.publish({ id: 'extra' })
          await shop.publish({ extra: { dependencies: { extra: '*' } } })
          shop.editIndex(packages => {
            const version = inside(packages, 'small', 'versions', '1.0.0')
            Object.assign(inside(version, 'wireharp'), { dependencies: {} })
          })
          await shop.refresh()
          return () => shop.refusal('small', { agreed: true })
        },
      },
      {
        when: 'update',
        what: 'the new version brings another plugin along',
        code: 'agreement-needed',
        scene: async shop => {
          await shop.installed()
          await shop.shelve(await shop.packed({ id: 'extra' }))
          await shop.shelve(await shop.packed({ ...next, extra: { dependencies: { extra: '*' } } }))
          await shop.refresh()
          return () => shop.refusal('small', { update: true })
        },
      },
      {
        when: 'offline',
        what: 'the version that is known needs a plugin that nobody has',
        code: 'dependency-missing',
        scene: async shop => {
          await shop.installed()
          await shop.shelve(
            await shop.packed({ ...next, extra: { dependencies: { 'not-there': '^2.0.0' } } }),
          )
          await shop.refresh()
          await shop.goOffline()
          return () => shop.refusal('small', { update: true, agreed: true })
        },
      },
    ],
  },
  {
    row: 'T17',
    name: 'Squatting and look-alikes',
    attacks: [
      {
        when: 'fresh',
        what: '“shirnmer”, where there is a “shimmer”',
        code: 'plugin-look-alike',
        scene: async shop => {
          await shop.known()
          await shop.shelve(await shop.packed({ id: 'shimmer' }))
          await shop.shelve(await shop.packed({ id: 'shirnmer' }, eve))
          await shop.refresh()
          return () => shop.refusal('shirnmer')
        },
      },
      {
        when: 'update',
        what: 'a new version needs “shirnmer”, where “shimmer” is meant',
        code: 'plugin-look-alike',
        scene: async shop => {
          await shop.installed()
          await shop.shelve(await shop.packed({ id: 'shimmer' }))
          await shop.shelve(await shop.packed({ id: 'shirnmer' }, eve))
          await shop.shelve(
            await shop.packed({ ...next, extra: { dependencies: { shirnmer: '*' } } }),
          )
          await shop.refresh()
          return () => shop.refusal('small', { update: true })
        },
      },
      {
        when: 'offline',
        what: 'a file holds “tape-ech0”, and “tape-echo” comes with Wireharp',
        code: 'plugin-look-alike',
        scene: async shop => {
          put(shop.temp.at('built-in/tape-echo'), smallPlugin({ id: 'tape-echo' }))
          const bytes = await shop.packed({ id: 'tape-ech0' }, eve)
          return () => shop.byHand(bytes)
        },
      },
    ],
  },
  {
    row: 'T18',
    name: 'Scripts at installation',
    attacks: (['fresh', 'update', 'offline'] as const).map(when => ({
      when,
      what:
        when === 'offline'
          ? 'a package brought as a file has scripts of npm’s, a binding.gyp and a program'
          : `${when === 'fresh' ? 'the first version' : 'a new version'} has scripts of npm’s, a binding.gyp and a program`,
      code: 'harmless' as const,
      scene: async shop => {
        const version = when === 'fresh' ? '1.0.0' : '1.1.0'
        if (when === 'fresh') await shop.addShelf()
        else await shop.installed()
        const bytes = await withScripts(await shop.files({ version }), shop.temp.at('ran'))
        if (when === 'offline') return () => shop.byHand(bytes)
        await shop.shelve(bytes)
        await shop.refresh()
        return async (): Promise<Failure | undefined> =>
          shop.refusal('small', { update: when === 'update' })
      },
    })),
  },
  {
    row: 'T12',
    name: 'Wrong clock',
    attacks: [
      {
        when: 'fresh',
        what: 'a package says that it was signed in three days',
        code: 'signature-from-future',
        scene: async shop => {
          await shop.addShelf()
          const signer = { key: ada, name: 'Ada' }
          const early = signPackage(await shop.files(), signer, Date.now() + 3 * DAY)
          await shop.shelve(writeTarball(early))
          await shop.refresh()
          return () => shop.refusal()
        },
      },
      {
        when: 'update',
        what: 'the clock was set back, and the index is of a time to come',
        code: 'registry-index-expired',
        scene: async shop => {
          await shop.installed(7 * DAY)
          await shop.publish(next, { indexKey: shop.indexKey, holds: 7 * DAY })
          shop.now -= 10 * DAY
          return () => shop.refresh()
        },
      },
      {
        when: 'offline',
        what: 'the clock was set back, so that what held long ago would hold again',
        code: 'clock-behind',
        scene: async shop => {
          await shop.installed(7 * DAY)
          await shop.publish(next, { indexKey: shop.indexKey, holds: 7 * DAY })
          await shop.refresh()
          await shop.goOffline()
          shop.now -= 10 * DAY
          return () => shop.refusal('small', { update: true })
        },
      },
    ],
  },
]

/** With whatever of npm’s would run something while it is installed. */
async function withScripts(files: Parameters<typeof edited>[0], ran: string): Promise<Buffer> {
  const command = `touch ${ran}`
  const names = ['preinstall', 'install', 'postinstall', 'prepare', 'prepack', 'preuninstall']
  const scripts = Object.fromEntries(names.map(name => [name, command]))
  const more = [
    { path: 'binding.gyp', bytes: Buffer.from(`{"targets":[{"target_name":"<!(${command})"}]}`) },
    { path: 'run.sh', bytes: Buffer.from(`#!/bin/sh\n${command}\n`) },
  ]
  const all = files
    .filter(({ path }) => path !== SIGNATURE_FILE)
    .map(file => {
      if (file.path !== 'package.json') return file
      const json: unknown = JSON.parse(file.bytes.toString('utf8'))
      const text = JSON.stringify({
        ...(typeof json === 'object' && json),
        scripts,
        bin: { small: 'run.sh' },
        gypfile: true,
      })
      return { ...file, bytes: Buffer.from(text) }
    })
  const signed = signPackage([...all, ...more], { key: ada, name: 'Ada' }, Date.UTC(2026, 10, 21))
  return writeTarball(signed)
}
