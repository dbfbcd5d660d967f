import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { newKey } from '../test-market'
import type { AttackRow } from './update-attack'

const DAY = 86_400_000
const next = { version: '1.1.0' }

/** What was tried with registries, their indices and the way there. */
export const registryAttacks: readonly AttackRow[] = [
  {
    row: 'T02',
    name: 'Rollback',
    attacks: [
      {
        when: 'fresh',
        what: 'the index of before takes the place of the present one',
        code: 'registry-index-older',
        scene: async shop => {
          await shop.known()
          const index = shop.temp.at('shelf/index.json')
          const old = readFileSync(index)
          await shop.publish(next, { indexKey: shop.indexKey })
          await shop.refresh()
          writeFileSync(index, old)
          return () => shop.refresh()
        },
      },
      {
        when: 'update',
        what: 'a new index lists an old version only, rightly signed',
        code: 'package-older',
        scene: async shop => {
          await shop.installed()
          rmSync(shop.temp.at('shelf/index.json'))
          for (const version of ['0.8.0', '0.9.0']) {
            await shop.publish({ version }, { indexKey: shop.indexKey })
          }
          await shop.refresh()
          return () => shop.refusal('small', { update: true })
        },
      },
      {
        when: 'offline',
        what: 'the file that it came from holds an old version now',
        code: 'package-older',
        scene: async shop => {
          await shop.byHand(await shop.packed())
          writeFileSync(shop.temp.at('small.tgz'), await shop.packed({ version: '0.9.0' }))
          return () => shop.upgrade()
        },
      },
    ],
  },
  {
    row: 'T03',
    name: 'Freeze',
    attacks: [
      {
        when: 'fresh',
        what: 'an index is shown that does not hold any more',
        code: 'registry-index-expired',
        scene: async shop => {
          await shop.addShelf()
          await shop.publish({}, { indexKey: shop.indexKey, holds: 7 * DAY })
          shop.now += 8 * DAY
          return () => shop.refresh()
        },
      },
      {
        when: 'update',
        what: 'the registry shows the same index for ever',
        code: 'registry-index-expired',
        scene: async shop => {
          await shop.installed(7 * DAY)
          shop.now += 8 * DAY
          return () => shop.refresh()
        },
      },
      {
        when: 'offline',
        what: 'the registry is kept away until what is known of it is over',
        code: 'registry-index-expired',
        scene: async shop => {
          await shop.installed(7 * DAY)
          await shop.publish(next, { indexKey: shop.indexKey, holds: 7 * DAY })
          await shop.refresh()
          await shop.goOffline()
          shop.now += 8 * DAY
          return () => shop.refusal('small', { update: true })
        },
      },
    ],
  },
  {
    row: 'T05',
    name: 'Endless data',
    attacks: [
      {
        when: 'fresh',
        what: 'a package that never ends',
        code: 'package-too-large',
        scene: async shop => {
          await shop.mirror({ bytes: await shop.packed() })
          await shop.refresh('mirror')
          shop.npm.instead.set('/small/-/', endless)
          return () => shop.refusal()
        },
      },
      {
        when: 'update',
        what: 'what the registry says of the plugin never ends',
        code: 'package-too-large',
        scene: async shop => {
          await shop.installed()
          await shop.mirror({ bytes: await shop.packed(next) })
          shop.npm.instead.set('/small', endless)
          return () => shop.refresh('mirror')
        },
      },
      {
        when: 'offline',
        what: 'an index of a hundred megabytes lies in the folder',
        code: 'registry-index-damaged',
        scene: async shop => {
          await shop.installed()
          truncateSync(shop.temp.at('shelf/index.json'), 100 * 2 ** 20)
          return () => shop.refresh()
        },
      },
    ],
  },
  {
    row: 'T06',
    name: 'Slow retrieval',
    attacks: [
      {
        when: 'fresh',
        what: 'a package comes byte by byte',
        code: 'package-too-slow',
        scene: async shop => {
          await shop.mirror({ bytes: await shop.packed() })
          await shop.refresh('mirror')
          shop.npm.instead.set('/small/-/', response => {
            const timer = setInterval(() => response.write('x'), 20)
            response.on('close', () => clearInterval(timer))
          })
          shop.hurry()
          return () => shop.refusal()
        },
      },
      {
        when: 'update',
        what: 'the registry begins to answer and goes silent',
        code: 'package-too-slow',
        scene: async shop => {
          await shop.installed()
          await shop.mirror({ bytes: await shop.packed(next) })
          shop.npm.instead.set('/-/v1/search', response => void response.write('{'))
          shop.hurry()
          return () => shop.refresh('mirror')
        },
      },
      {
        when: 'offline',
        what: 'the network takes what is sent and never answers',
        code: 'package-too-slow',
        scene: async shop => {
          await shop.installed()
          await shop.mirror({ bytes: await shop.packed(next) })
          shop.npm.instead.set('/', () => {})
          shop.hurry()
          return () => shop.refresh('mirror')
        },
      },
    ],
  },
  {
    row: 'T10',
    name: 'Malicious mirror',
    attacks: [
      {
        when: 'fresh',
        what: 'a registry that signs what it has hands out one that it did not sign',
        code: 'registry-signature-missing',
        scene: async shop => {
          await shop.mirror({ bytes: await shop.packed() })
          shop.mirrorSigns()
          await shop.refresh('mirror')
          return () => shop.refusal()
        },
      },
      {
        when: 'update',
        what: 'the index is signed by another key than before',
        code: 'registry-key-changed',
        scene: async shop => {
          await shop.installed()
          rmSync(shop.temp.at('shelf/index.json'))
          const own = newKey()
          await shop.publish({}, { indexKey: own })
          await shop.publish(next, { indexKey: own })
          return () => shop.refresh()
        },
      },
      {
        when: 'offline',
        what: 'a page to log in at answers in the name of the registry',
        code: 'registry-index-damaged',
        scene: async shop => {
          await shop.installed()
          await shop.mirror({ bytes: await shop.packed(next) })
          shop.npm.instead.set('/', response => void response.end('<html>Log in</html>'))
          return () => shop.refresh('mirror')
        },
      },
    ],
  },
]

const piece = Buffer.alloc(2 ** 20, 32)

/** Answers as long as somebody listens. */
function endless(response: {
  write(piece: Buffer): boolean
  on(event: string, act: () => void): unknown
}) {
  let isOpen = true
  response.on('close', () => (isOpen = false))
  const write = () => {
    while (isOpen && response.write(piece)) {
      // As fast as it is taken.
    }
  }
  response.on('drain', write)
  write()
}
