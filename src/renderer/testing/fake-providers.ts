import { implement } from '@orpc/server'
import { contract, type ProviderManifest } from '#shared/contract'

const common = { version: '0.1.0', limits: {}, models: [], licence: 'Apache-2.0' }

const all: readonly ProviderManifest[] = [
  {
    ...{ ...common, id: 'vad/silero', name: 'Silero VAD', capability: 'vad', plugin: 'silero' },
    ...{ about: 'Tells where somebody speaks.', licence: 'MIT', models: ['silero-vad'] },
    available: true,
  },
  {
    ...{ ...common, id: 'stt/whisper', name: 'Whisper', plugin: 'whisper' },
    ...{ capability: 'speech-to-text', models: ['whisper-base'] },
    about: 'Writes down what is said, with times, in 99 languages.',
    available: false,
    reason: '“Whisper base” is not here.',
  },
]

/** One provider that can work and one that cannot. */
export function fakeProviders() {
  const shell = implement(contract)
  return {
    list: shell.providers.list.handler(() => all),
    manifest: shell.providers.manifest.handler(({ input }) => {
      const found = all.find(({ id }) => id === `${input.kind}/${input.name}`)
      if (found === undefined) throw new Error('There is no such provider')
      return found
    }),
    transcribe: shell.providers.transcribe.handler(() => ({ id: 'a' })),
  }
}
