import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { open, realpath, stat } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { z } from 'zod'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { attempt, errnoOf } from '../../kit'

const run = promisify(execFile)

const BAUDS = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400] as const
const asking = z.strictObject({
  device: z.string().max(300),
  line: z
    .string()
    .max(1000)
    .regex(/^[^\r\n]*$/),
  baud: z.literal(BAUDS).default(9600),
})

/** A line that is open. */
export interface SerialLine extends AsyncDisposable {
  write(bytes: Uint8Array): Promise<void>
  /** What came meanwhile; nothing where nothing did. */
  read(): Promise<Uint8Array>
}

/** Opens a device, as the asker wishes it. */
export type OpenSerial = (device: string, baud: number) => Promise<Result<SerialLine>>

const ANSWER_MS = 2000
const LOOK_MS = 5
const MOST_BYTES = 4096

/** Which device the question is for: permissions are by device. */
export function serialDeviceOf(args: unknown): string {
  const wish = asking.safeParse(args)
  return wish.success ? wish.data.device : ''
}

/** Writes a line to a serial device and reads the one that answers it. */
export async function askSerial(
  args: unknown,
  openSerial: OpenSerial = openDevice,
  answerMs = ANSWER_MS,
): Promise<Result<unknown>> {
  const wish = asking.safeParse(args)
  if (!wish.success) {
    return err(fail('request-invalid', 'A question is a device, one line and a usual speed.'))
  }
  const { device, line, baud } = wish.data
  const opened = await openSerial(device, baud)
  if (!opened.ok) return opened
  await using port = opened.value
  const answered = await attempt(
    async () => {
      await port.write(Buffer.from(`${line}\n`))
      return answerOf(port, performance.now() + answerMs)
    },
    errno => unusable(device, errno),
  )
  if (!answered.ok) return answered
  if (answered.value !== undefined) return ok(answered.value)
  return err(fail('device-unavailable', `“${device}” did not answer with a line.`))
}

async function answerOf(port: SerialLine, until: number): Promise<string | undefined> {
  let text = ''
  while (performance.now() < until && text.length < MOST_BYTES) {
    const bytes = await port.read()
    text += Buffer.from(bytes).toString('latin1')
    const end = text.indexOf('\n')
    if (end >= 0) return text.slice(0, end).replace(/\r$/, '')
    if (bytes.byteLength === 0) await setTimeout(LOOK_MS)
  }
  return undefined
}

/** Serial devices of Linux and macOS: nothing else below /dev, wherever a link leads. */
const DEVICE =
  /^\/dev\/(tty(USB|ACM|AMA|S)\d{1,3}|(cu|tty)\.[\w.-]{1,100}|serial\/by-(id|path)\/[\w.:+-]{1,200})$/

/** The device as it is, its speed and manners set by `stty`, which every such system has. */
async function openDevice(device: string, baud: number): Promise<Result<SerialLine>> {
  if (!DEVICE.test(device)) {
    return err(fail('device-unavailable', `“${device}” is no serial device.`))
  }
  return attempt(
    async () => {
      const path = await realpath(device)
      const isSerial = DEVICE.test(path) && (await stat(path)).isCharacterDevice()
      if (!isSerial) throw Object.assign(new Error('ENOTTY'), { code: 'ENOTTY' })
      const flag = process.platform === 'darwin' ? '-f' : '-F'
      await run('stty', [flag, path, String(baud), 'raw', '-echo', 'clocal'], { timeout: 1000 })
      const flags = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK
      const file = await open(path, flags)
      const buffer = new Uint8Array(MOST_BYTES)
      return {
        write: async bytes => void (await file.write(bytes)),
        read: async () => {
          try {
            const { bytesRead } = await file.read(buffer, 0, buffer.length)
            return buffer.subarray(0, bytesRead)
          } catch (error) {
            if (errnoOf(error) === 'EAGAIN') return new Uint8Array()
            throw error
          }
        },
        [Symbol.asyncDispose]: () => file.close(),
      }
    },
    errno => unusable(device, errno),
  )
}

function unusable(device: string, errno: string): Failure {
  return fail('device-unavailable', `“${device}” cannot be used (${errno}).`)
}
