import type { Locator, Page } from '@playwright/test'
import { boxOf, type Point } from './boxes'
import { wavOf } from './wav-file'

/** A file that is dropped, without having been on a disk. */
export interface Dropped {
  readonly name: string
  readonly bytes: Uint8Array
  readonly type?: string
}

/** Drops files on something, all at once, as a hand from outside the browser does. */
export async function dropOn(
  page: Page,
  target: Locator,
  files: readonly Dropped[],
  at?: Point,
): Promise<void> {
  await hintOver(page, target, files, at)
  await letGo(page, target, files, at)
}

export async function letGo(
  page: Page,
  target: Locator,
  files: readonly Dropped[],
  at?: Point,
): Promise<void> {
  await target.dispatchEvent('drop', await eventOf(page, target, files, at))
}

/** Holds files over something, so that it says what a drop would do. */
export async function hintOver(
  page: Page,
  target: Locator,
  files: readonly Dropped[],
  at?: Point,
): Promise<void> {
  const event = await eventOf(page, target, files, at)
  for (const kind of ['dragenter', 'dragover']) await target.dispatchEvent(kind, event)
}

/** Drops files and folders of the disk, as the system hands them over. */
export async function dropPaths(
  page: Page,
  target: Locator,
  paths: readonly string[],
): Promise<void> {
  const box = await boxOf(target)
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
  }
  await session.detach()
}

async function eventOf(page: Page, target: Locator, files: readonly Dropped[], at?: Point) {
  const box = await boxOf(target)
  const data = await page.evaluateHandle(
    dropped => {
      const transfer = new DataTransfer()
      for (const { name, text, type } of dropped) {
        const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
        transfer.items.add(new File([bytes], name, { type }))
      }
      return transfer
    },
    files.map(({ name, bytes, type = '' }) => {
      return { name, type, text: Buffer.from(bytes).toString('base64') }
    }),
  )
  const { x, y } = at ?? { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  return { dataTransfer: data, clientX: x, clientY: y, bubbles: true, cancelable: true }
}

const text = (words: string) => new TextEncoder().encode(words)
const zeros = (count: number) => new Uint8Array(count)

const zip = Uint8Array.of(0x50, 0x4b, 3, 4, ...zeros(40))
const gzip = Uint8Array.of(0x1f, 0x8b, 8, 0, ...zeros(30))
const midi = (rest: readonly number[]) => Uint8Array.of(...text('MThd'), 0, 0, 0, 6, ...rest)

/** Thirty files that are damaged, lie about themselves, or are nothing that Wireharp reads. */
export const hostileFiles: readonly Dropped[] = [
  { name: 'empty.wav', bytes: zeros(0) },
  { name: 'words.wav', bytes: text('These are words, and no sound at all. '.repeat(40)) },
  { name: 'header.wav', bytes: wavOf() },
  { name: 'no-channels.wav', bytes: wavOf({ channels: 0 }, 400) },
  { name: 'no-rate.wav', bytes: wavOf({ rate: 0 }, 400) },
  { name: 'no-bits.wav', bytes: wavOf({ bits: 0 }, 400) },
  { name: 'many-channels.wav', bytes: wavOf({ channels: 60_000 }, 400) },
  { name: 'odd-format.wav', bytes: wavOf({ format: 0x7777 }, 400) },
  { name: '<img src=x onerror=alert(1)>.wav', bytes: text('x') },
  { name: `${'long '.repeat(60)}.wav`, bytes: text('x') },
  { name: '\u202eexe.gnos.flac', bytes: text('fLaC') },
  { name: 'stub.flac', bytes: Uint8Array.of(...text('fLaC'), 0x80, 0, 0, 34, ...zeros(34)) },
  { name: 'words.mp3', bytes: text('no sound '.repeat(100)) },
  { name: 'tags-only.mp3', bytes: Uint8Array.of(...text('ID3'), 4, 0, 0, 0, 0, 0, 0) },
  { name: 'stub.ogg', bytes: Uint8Array.of(...text('OggS'), ...zeros(60)) },
  { name: 'words.opus', bytes: text('no sound '.repeat(100)) },
  { name: 'stub.aif', bytes: Uint8Array.of(...text('FORM'), 0, 0, 0, 4, ...text('AIFF')) },
  { name: 'empty.mid', bytes: zeros(0) },
  { name: 'cut.mid', bytes: midi([0, 1, 0, 9, 0, 96]).subarray(0, 12) },
  {
    name: 'lying.mid',
    bytes: Uint8Array.of(...midi([0, 0, 0, 1, 0, 96]), ...text('MTrk'), 255, 255, 255, 255, 1),
  },
  { name: 'empty.wireharpz', bytes: zeros(0) },
  { name: 'stub.wireharpz', bytes: zip },
  { name: 'song.wireharp', bytes: text('{"format":"wireharp-project","version":99}') },
  { name: 'empty.tgz', bytes: zeros(0) },
  { name: 'stub.tgz', bytes: gzip },
  { name: 'list.json', bytes: text('[1,2,3]') },
  { name: 'deep.json', bytes: text('['.repeat(50_000)) },
  { name: 'newer.preset', bytes: text('{"wireharp":"preset","version":99}') },
  { name: 'notes.txt', bytes: text('words') },
  { name: 'setup.exe', bytes: text('MZ') },
]
