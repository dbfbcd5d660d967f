import { spawn } from 'node:child_process'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { JobKind } from '../../jobs'
import { attempt, errnoOf, sha256, writeFailure } from '../../kit'

export const SPEAK = 'tts/espeak'

export const speakInputSchema = z.strictObject({
  text: z.string().trim().min(1).max(5000),
  voice: z
    .string()
    .regex(/^[a-z][a-z0-9+-]{0,39}$/i)
    .default('en'),
  /** Words per minute. */
  speed: z.int().min(80).max(450).default(175),
})
type SpeakInput = z.infer<typeof speakInputSchema>

/** Speaks a text by espeak-ng, where that is installed, into a WAV file. */
export function speakKind({
  media,
  command = ['espeak-ng'],
}: {
  readonly media: string
  /** The program, and what stands before our own words to it. */
  readonly command?: readonly string[]
}): JobKind<SpeakInput, { readonly path: string }> {
  const idOf = (input: SpeakInput) => sha256(Buffer.from(JSON.stringify(input))).slice(0, 32)
  return {
    kind: SPEAK,
    lane: 'speech',
    input: speakInputSchema,
    title: ({ text }) => `“${text.length > 60 ? `${text.slice(0, 59)}…` : text}”`,
    key: idOf,
    async run({ input, folder, signal }) {
      const file = join(folder, 'speech.wav')
      const { voice, speed, text } = input
      const [program = '', ...before] = command
      const words = [...before, '--stdin', '-v', voice, '-s', String(speed), '-w', file]
      const spoken = await say(program, words, text, signal)
      if (!spoken.ok) return spoken
      const target = join(media, 'speech')
      const path = join(target, `${idOf(input)}.wav`)
      const placed = await attempt(
        async () => {
          await mkdir(target, { recursive: true })
          await rename(file, path)
        },
        errno => writeFailure(errno, path),
      )
      return placed.ok ? ok({ path }) : err({ ...placed.error, retryable: true })
    },
  }
}

function say(
  program: string,
  words: readonly string[],
  text: string,
  signal: AbortSignal,
): Promise<Result<void>> {
  return new Promise(resolve => {
    // It sees neither keys nor tokens of ours.
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] }
    const child = spawn(program, words, { signal, env, stdio: ['pipe', 'ignore', 'ignore'] })
    child.once('error', error => {
      const isAbsent = errnoOf(error) === 'ENOENT' || errnoOf(error) === 'EACCES'
      const stopped = fail('job-stopped', 'It was stopped.')
      resolve(err(isAbsent ? fail('speech-missing', 'There is no espeak-ng.') : stopped))
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
