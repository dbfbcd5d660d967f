import { rmSync, writeFileSync } from 'node:fs'
import { unwrap } from '#shared/kit'
import { keepRevocations, signRevocations } from '../../../plugins/packages'
import { publicKeyOf, type RevocationEntry } from '../../../plugins/packages/trust'
import { newKey } from '../test-market'
import { ada, eve, indexKey, type AttackShop } from './attack-shop'
import type { AttackRow } from './update-attack'

const next = { version: '1.1.0' }
const revokesKey: RevocationEntry = { key: publicKeyOf(ada), reason: 'Its key was stolen.' }
const revokes = (versions: string): RevocationEntry => ({
  plugin: 'small',
  versions,
  reason: 'It hurts ears.',
})

/** The registry’s list of what may not run any more. */
function listOf(shop: AttackShop, entry: RevocationEntry): string {
  return signRevocations([entry], 1, indexKey, shop.now)
}

function revoke(shop: AttackShop, entry: RevocationEntry): void {
  writeFileSync(shop.temp.at('shelf/revocations.json'), listOf(shop, entry))
}

/** The list lies on this machine, and nothing else does any more. */
async function revokedBefore(shop: AttackShop, entry: RevocationEntry): Promise<void> {
  const keys = [publicKeyOf(indexKey)]
  unwrap(await keepRevocations(shop.home, listOf(shop, entry), keys))
  await shop.goOffline()
}

/** What was tried with keys, rights, and what is known of them. */
export const trustAttacks: readonly AttackRow[] = [
  {
    row: 'T11',
    name: 'Keys that changed or were stolen',
    attacks: [
      {
        when: 'fresh',
        what: 'it is signed by a key that was revoked',
        code: 'publisher-revoked',
        scene: async shop => {
          await shop.known()
          revoke(shop, revokesKey)
          await shop.refresh()
          return () => shop.refusal()
        },
      },
      {
        when: 'update',
        what: 'the publisher has another key, of which nobody told',
        code: 'publisher-changed',
        scene: async shop => {
          await shop.installed()
          await shop.publish(next, { indexKey, key: newKey() })
          await shop.refresh()
          return () => shop.refusal('small', { update: true })
        },
      },
      {
        when: 'offline',
        what: 'the key was revoked, and the plugin is installed',
        code: 'publisher-revoked',
        scene: async shop => {
          await shop.installed()
          await revokedBefore(shop, revokesKey)
          return async () => shop.atNextStart()
        },
      },
    ],
  },
  {
    row: 'T13',
    name: 'What was trusted is deleted',
    attacks: [
      {
        when: 'fresh',
        what: 'it was removed and all plugins’ notes with it; a stranger’s comes in its place',
        code: 'publisher-changed',
        scene: async shop => {
          await shop.installed()
          await shop.market.ended(shop.market.uninstall('small', {}))
          rmSync(shop.home, { recursive: true })
          await shop.publish(next, { indexKey, key: eve })
          await shop.refresh()
          return () => shop.refusal()
        },
      },
      {
        when: 'update',
        what: 'all notes of who is who are gone; only the plugin itself is there',
        code: 'publisher-changed',
        scene: async shop => {
          await shop.installed()
          shop.forget('.publishers.json', '.publishers.copy.json', '../publishers.json')
          await shop.publish(next, { indexKey, key: eve })
          await shop.refresh()
          return () => shop.refusal('small', { update: true })
        },
      },
      {
        when: 'offline',
        what: 'the notes are damaged; a folder in the registry’s place is signed by a stranger',
        code: 'registry-key-changed',
        scene: async shop => {
          await shop.installed()
          shop.forget('.publishers.json')
          writeFileSync(`${shop.home}/.publishers.copy.json`, '{')
          rmSync(shop.temp.at('shelf'), { recursive: true })
          await shop.publish(next, { indexKey: newKey() })
          return () => shop.refresh()
        },
      },
    ],
  },
  {
    row: 'T14',
    name: 'An update wants more',
    attacks: [
      {
        when: 'fresh',
        what: 'it asks for the network',
        code: 'agreement-needed',
        scene: async shop => {
          await shop.known()
          await shop.shelve(await shop.packed({ ...next, extra: { permissions: ['network'] } }))
          await shop.refresh()
          return () => shop.refusal()
        },
      },
      {
        when: 'update',
        what: 'the new version asks for the network as well',
        code: 'agreement-needed',
        scene: async shop => {
          await shop.installed()
          await shop.shelve(await shop.packed({ ...next, extra: { permissions: ['network'] } }))
          await shop.refresh()
          return () => shop.refusal('small', { update: true })
        },
      },
      {
        when: 'offline',
        what: 'a new version, brought as a file, asks for MIDI as well',
        code: 'agreement-needed',
        scene: async shop => {
          await shop.installed()
          const bytes = await shop.packed({ ...next, extra: { permissions: ['midi'] } })
          return () => shop.byHand(bytes)
        },
      },
    ],
  },
  {
    row: 'T15',
    name: 'Another publisher',
    attacks: [
      {
        when: 'fresh',
        what: 'it was here before, and is signed by somebody else now',
        code: 'publisher-changed',
        scene: async shop => {
          await shop.installed()
          await shop.market.ended(shop.market.uninstall('small', {}))
          await shop.publish(next, { indexKey, key: eve })
          await shop.refresh()
          return () => shop.refusal()
        },
      },
      {
        when: 'update',
        what: 'the new version is not signed at all',
        code: 'publisher-changed',
        scene: async shop => {
          await shop.installed()
          await shop.publish(next, { indexKey, unsigned: true })
          await shop.refresh()
          return () => shop.refusal('small', { update: true })
        },
      },
      {
        when: 'offline',
        what: 'a new version, brought as a file, is signed by somebody else',
        code: 'publisher-changed',
        scene: async shop => {
          await shop.installed()
          const bytes = await shop.packed(next, eve)
          return () => shop.byHand(bytes)
        },
      },
    ],
  },
  {
    row: 'T16',
    name: 'Revoked plugins',
    attacks: [
      {
        when: 'fresh',
        what: 'its registry has revoked it',
        code: 'package-revoked',
        scene: async shop => {
          await shop.known()
          revoke(shop, revokes('*'))
          await shop.refresh()
          return () => shop.refusal()
        },
      },
      {
        when: 'update',
        what: 'the new version was revoked, and the registry still offers it',
        code: 'package-revoked',
        scene: async shop => {
          await shop.installed()
          await shop.publish(next, { indexKey })
          revoke(shop, revokes('>=1.1.0'))
          await shop.refresh()
          return () => shop.refusal('small', { update: true })
        },
      },
      {
        when: 'offline',
        what: 'it is installed and was revoked since',
        code: 'package-revoked',
        scene: async shop => {
          await shop.installed()
          await revokedBefore(shop, revokes('<=1.0.0'))
          return async () => shop.atNextStart()
        },
      },
    ],
  },
]
