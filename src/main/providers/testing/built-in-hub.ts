import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { err, fail, ok } from '#shared/kit'
import type { InferenceTask } from '../../inference'
import { embedByClap, embedWordsByClap } from '../../inference/host/embedding'
import { generateMusic } from '../../inference/host/music'
import { transcribeByWhisper } from '../../inference/host/speech'
import { separateByDemucs, separateByShape } from '../../inference/host/stems'
import {
  tinyAudioTower,
  tinyTextTower,
  tinyTokenizer,
  tinyTokenizerConfig,
} from '../../inference/host/testing/tiny-clap'
import { tinyDemucs } from '../../inference/host/testing/tiny-demucs'
import { writeMusicgen } from '../../inference/host/testing/tiny-musicgen'
import { writeWhisper } from '../../inference/host/testing/tiny-whisper'
import { findVoice } from '../../inference/host/voice'
import { rootFolder, sha256OfFile, silentLog } from '../../kit'
import { decodeSound } from '../../library'
import type { BuiltInParts } from '../built-in/parts'
import { createProviders } from '../create-providers'
import type { PluginProviders } from '../provider-hub'

const pipelines = [
  ...[findVoice, transcribeByWhisper, separateByShape, separateByDemucs],
  ...[generateMusic, embedByClap, embedWordsByClap],
]

/** Pipelines of this very process: what a provider does is the same wherever they run. */
export const inference = {
  run({ pipeline, ...task }: InferenceTask) {
    const found = pipelines.find(({ id }) => id === pipeline)
    if (found === undefined) throw new Error(`No pipeline ${pipeline}`)
    return found.run(task.input, {
      ...{ checkpoint: undefined, ...task },
      save: kept => void task.save(kept),
    })
  },
}

/** Small models of the true architectures, and the real one of Silero. */
export function writeModels(
  home: string,
): Map<string, readonly [folder: string, files: readonly string[]]> {
  const clap = join(home, 'clap')
  mkdirSync(clap)
  const towers: [string, Uint8Array | string][] = [
    ['audio_model.onnx', tinyAudioTower()],
    ['text_model.onnx', tinyTextTower()],
    ['tokenizer.json', JSON.stringify(tinyTokenizer)],
    ['tokenizer_config.json', JSON.stringify(tinyTokenizerConfig)],
  ]
  for (const [name, bytes] of towers) writeFileSync(join(clap, name), bytes)
  const demucs = join(home, 'demucs')
  mkdirSync(demucs)
  writeFileSync(join(demucs, 'htdemucs.onnx'), tinyDemucs(false))
  const whisper = writeWhisper(join(home, 'whisper'))
  const music = writeMusicgen(join(home, 'musicgen'))
  return new Map([
    ['silero-vad', [join(rootFolder(), 'resources/models/silero-vad'), ['silero_vad.onnx']]],
    ['clap-htsat-unfused', [clap, towers.map(([name]) => name)]],
    ['htdemucs', [demucs, ['htdemucs.onnx']]],
    ['whisper-base', [whisper.folder, whisper.files]],
    ['musicgen-small', [music.folder, music.files]],
  ])
}

/** The models that are there, as the store of models hands them out. */
export function modelsAt(
  places: ReadonlyMap<string, readonly [folder: string, files: readonly string[]]>,
): BuiltInParts['models'] {
  const unknown = (id: string) => err(fail('model-missing', `“${id}” is not here.`))
  return {
    info: async id => unknown(id),
    async ready(id) {
      const place = places.get(id)
      if (place === undefined) return unknown(id)
      const [folder, names] = place
      const files = names.map(async name => {
        const path = join(folder, name)
        return [name, { path, sha256: await sha256OfFile(path) }] as const
      })
      return ok({
        id,
        version: '1',
        title: id,
        files: Object.fromEntries(await Promise.all(files)),
      })
    },
  }
}

/** A program that speaks as espeak-ng is called: a tenth of a second at 16 kHz. */
export function writeSpeaker(home: string): readonly string[] {
  const path = join(home, 'speaker.mjs')
  writeFileSync(
    path,
    `import { writeFileSync } from 'node:fs'
    const words = process.argv
    const bytes = Buffer.alloc(44 + 3200, 1)
    bytes.write('RIFF', 0); bytes.writeUInt32LE(36 + 3200, 4); bytes.write('WAVEfmt ', 8)
    bytes.writeUInt32LE(16, 16); bytes.writeUInt16LE(1, 20); bytes.writeUInt16LE(1, 22)
    bytes.writeUInt32LE(16000, 24); bytes.writeUInt32LE(32000, 28); bytes.writeUInt16LE(2, 32)
    bytes.writeUInt16LE(16, 34); bytes.write('data', 36); bytes.writeUInt32LE(3200, 40)
    process.stdin.resume().on('end', () => writeFileSync(words[words.indexOf('-w') + 1], bytes))`,
  )
  return [process.execPath, path]
}

/** A host that speaks as Ollama and as OpenAI do, and says what it is asked for. */
export async function startLanguageHost() {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', part => (body += String(part)))
    request.on('end', () => {
      const passages = [
        { text: 'The notes of a chord, one after another.', score: 0.4 },
        { text: 'A broken chord.', score: 0.9 },
      ]
      const content = body.includes('passages') ? JSON.stringify({ passages }) : 'Yes.'
      const message = { content }
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ message, choices: [{ message }] }))
    })
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => {
        server.close(resolve)
      })
    },
  }
}

/** The providers that come with Wireharp over small models, in a folder of the test’s. */
export function builtInHub(home: string, plugins?: PluginProviders) {
  return createProviders({
    ...{ log: silentLog, inference, paths: { config: home }, env: {} },
    ...{ models: modelsAt(writeModels(home)), speaker: writeSpeaker(home) },
    runtime: async () => ok(),
    library: {
      async decodeOnce(source, target) {
        const facts = await decodeSound({ source, target })
        return facts.ok ? ok({ path: target, ...facts.value }) : facts
      },
    },
    ...(plugins !== undefined && { plugins }),
  })
}
