import { spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import { errnoOf } from '../../kit'

const usual = ['espeak-ng'] as const

/** Speaks a text into a WAV file by espeak-ng. `speed` is in words per minute. */
export function espeak(
  wish: {
    readonly text: string
    readonly voice: string
    readonly speed: number
    readonly file: string
  },
  signal: AbortSignal,
  command: readonly string[] = usual,
): Promise<Result<void>> {
  const { text, voice, speed, file } = wish
  const [program = '', ...before] = command
  const words = [...before, '--stdin', '-v', voice, '-s', String(speed), '-w', file]
  return new Promise(resolve => {
    // It sees neither keys nor tokens of ours.
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] }
    const child = spawn(program, words, { signal, env, stdio: ['pipe', 'ignore', 'ignore'] })
    child.once('error', error => {
      const isAbsent = errnoOf(error) === 'ENOENT' || errnoOf(error) === 'EACCES'
      const stopped = fail('job-stopped', 'It was stopped.')
      resolve(err(isAbsent ? absent : stopped))
    })
    child.once('exit', code => {
      if (code === 0) resolve(ok())
      else resolve(err(fail('job-input-invalid', 'espeak-ng has no such voice.', 'voice')))
    })
    // One that ends early says why by its code.
    child.stdin.once('error', () => undefined)
    child.stdin.end(text)
  })
}

const absent = fail('speech-missing', 'There is no espeak-ng.')

/** Whether the program is installed. */
export async function speakerState(command: readonly string[] = usual): Promise<Result<void>> {
  const [program = ''] = command
  const folders = isAbsolute(program) ? [''] : (process.env['PATH'] ?? '').split(delimiter)
  const names = process.platform === 'win32' ? [program, `${program}.exe`] : [program]
  for (const path of folders.flatMap(folder => names.map(name => join(folder, name)))) {
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return ok()
  }
  return err(absent)
}
