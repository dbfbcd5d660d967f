import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { AudioClip } from '@wireharp/sdk'
import { z } from 'zod'
import { MOST_SPOKEN, SPEAK, type SpokenText } from '#shared/contract'
import { err, ok, type Result } from '#shared/kit'
import type { JobKind } from '../../jobs'
import { attempt, sha256, writeFailure } from '../../kit'
import { espeak } from './espeak'
import { mayMend, providerName, type AskProviders } from './providers'

export const speakInputSchema = z.strictObject({
  text: z.string().trim().min(1).max(MOST_SPOKEN),
  voice: z
    .string()
    .regex(/^[a-z][a-z0-9+-]{0,39}$/i)
    .default('en'),
  /** Words per minute, where the provider can. */
  speed: z.int().min(80).max(450).default(175),
  provider: providerName.default('espeak'),
})
type SpeakInput = z.infer<typeof speakInputSchema>

/** Speaks a text into a WAV file. */
export function speakKind({
  media,
  command,
  providers,
  writeSound,
}: {
  readonly media: string
  /** espeak-ng, and what stands before our own words to it. */
  readonly command?: readonly string[]
  readonly providers: AskProviders
  readonly writeSound: (path: string, clip: AudioClip) => Promise<void>
}): JobKind<SpeakInput, SpokenText> {
  const idOf = (input: SpeakInput) => sha256(Buffer.from(JSON.stringify(input))).slice(0, 32)

  async function speak(
    input: SpeakInput,
    file: string,
    signal: AbortSignal,
  ): Promise<Result<void>> {
    const { text, voice, provider } = input
    // Straight into the file, at the speed that is wished for.
    if (provider === 'espeak') return espeak({ ...input, file }, signal, command)
    const spoken = await providers.ask('tts', provider, speaker =>
      speaker.speak(text, voice, { signal }),
    )
    if (!spoken.ok) return spoken
    return attempt(
      () => writeSound(file, spoken.value),
      errno => writeFailure(errno, file),
    )
  }

  return {
    kind: SPEAK,
    lane: 'speech',
    input: speakInputSchema,
    title: ({ text }) => `“${text.length > 60 ? `${text.slice(0, 59)}…` : text}”`,
    key: idOf,
    async run({ input, folder, signal }) {
      const file = join(folder, 'speech.wav')
      const spoken = await speak(input, file, signal)
      if (!spoken.ok) return mayMend(spoken.error)
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
