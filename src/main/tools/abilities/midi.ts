import { constants, readdirSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt } from '../../kit'

const message = z.array(z.int().min(0).max(255)).min(1).max(4096)
const sending = z.strictObject({ output: z.string().max(200), message })

/** Where Linux (ALSA) has its raw MIDI devices, and what its cards are called. */
export interface MidiPlaces {
  readonly devices: string
  readonly cards: string
}

const linux: MidiPlaces = { devices: '/dev/snd', cards: '/proc/asound' }

/** Which output a message is for: permissions are by output. */
export function midiOutputOf(args: unknown): string {
  const wish = sending.safeParse(args)
  return wish.success ? wish.data.output : ''
}

/** Names of the outputs: the device, and the card that it is a part of. */
export async function midiOutputs(places = linux): Promise<Result<readonly string[]>> {
  return ok(devicesOf(places).map(({ name }) => name))
}

/** Sends a message as it is, to an output that is there. */
export async function sendMidi(args: unknown, places = linux): Promise<Result<unknown>> {
  const wish = sending.safeParse(args)
  if (!wish.success || !isMessage(wish.data.message)) {
    return err(fail('request-invalid', 'A MIDI message is one status byte and its data.'))
  }
  const { output } = wish.data
  const device = devicesOf(places).find(({ name }) => name === output)
  if (device === undefined) {
    return err(fail('device-unavailable', `There is no MIDI output “${output}”.`))
  }
  return attempt(
    async () => {
      // A device that takes nothing any more holds nobody up.
      await using file = await open(device.path, constants.O_WRONLY | constants.O_NONBLOCK)
      await file.write(Uint8Array.from(wish.data.message))
    },
    errno => fail('device-unavailable', `“${output}” cannot be written to (${errno}).`),
  )
}

/** Data bytes of the system messages that have any. */
const SYSTEM: Readonly<Record<number, number>> = { 0xf1: 1, 0xf2: 2, 0xf3: 1 }

/** How many data bytes follow a status byte; of system exclusive, as many as there are up to its end. */
function isMessage([status = 0, ...data]: readonly number[]): boolean {
  if (status < 0x80 || status === 0xf7) return false
  if (status === 0xf0) {
    return data.at(-1) === 0xf7 && data.slice(0, -1).every(byte => byte < 0x80)
  }
  if (!data.every(byte => byte < 0x80)) return false
  if (status >= 0xf0) return data.length === (SYSTEM[status] ?? 0)
  const isShort = status >> 4 === 0xc || status >> 4 === 0xd
  return data.length === (isShort ? 1 : 2)
}

function devicesOf({ devices, cards }: MidiPlaces): { name: string; path: string }[] {
  return namesIn(devices).flatMap(device => {
    const card = /^midiC(\d+)D\d+$/.exec(device)?.[1]
    if (card === undefined) return []
    const id = textOf(join(cards, `card${card}`, 'id'))
    return { name: id === '' ? device : `${device} ${id}`, path: join(devices, device) }
  })
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted()
  } catch {
    return []
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\p{C}/gu, '').trim().slice(0, 100)
  } catch {
    return ''
  }
}
