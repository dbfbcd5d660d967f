import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sha256 } from '../../../../kit'
import { tinySize, writeMusicgen } from '../../../../inference/host/testing/tiny-musicgen'
import { faultServer } from '../../../../models/testing/fault-server'
import { main } from '../../main'
import { rpc } from '../rpc'

const ai = { WIREHARP_PROFILE: 'ai' }
let home: string
let models: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'wireharp-cli-models-'))
  models = join(home, 'models')
})
afterEach(() => rmSync(home, { recursive: true }))

function io() {
  const out: string[] = []
  const errors: string[] = []
  return {
    said: { out, errors },
    io: {
      env: { WIREHARP_HOME: home, WIREHARP_MODEL_PATH: models, ...ai },
      out: (line: string) => void out.push(line),
      err: (line: string) => void errors.push(line),
      status: () => undefined,
    },
  }
}

async function wireharp(...words: readonly string[]) {
  const world = io()
  const code = await main(words, world.io)
  return { code, out: world.said.out.join('\n'), errors: world.said.errors.join('\n') }
}

/** A model of the user's own whose file a server has. */
function ownModel(url: string, bytes: Uint8Array, sha256Hex = sha256(bytes)): void {
  mkdirSync(join(models, 'own'), { recursive: true })
  const manifest = {
    id: 'own',
    title: 'Own model',
    version: '1',
    purpose: 'text',
    strategy: 'download',
    license: { spdx: 'MIT', nonCommercial: false },
    files: [{ name: 'model.bin', bytes: bytes.length, sha256: sha256Hex, urls: [url] }],
  }
  writeFileSync(join(models, 'own/model.json'), JSON.stringify(manifest))
}

/** Until it is disposed of, whoever calls the network, here or in a process that is started from here, is refused and noted. */
function networkRefused(): Disposable & { readonly calls: () => string } {
  const noted = join(home, 'calls')
  const hook = join(home, 'no-network.cjs')
  const code = `
const { appendFileSync } = require('node:fs')
const { Socket } = require('node:net')
const connect = Socket.prototype.connect
Socket.prototype.connect = function (...given) {
  const [to] = given.flat()
  if (typeof to === 'object' && to !== null && to.path) return connect.apply(this, given)
  appendFileSync(${JSON.stringify(noted)}, (to?.host ?? String(to)) + '\\n')
  throw new Error('The network is refused')
}`
  writeFileSync(hook, code)
  const connect = Object.getOwnPropertyDescriptor(Socket.prototype, 'connect') ?? {}
  const options = process.env['NODE_OPTIONS'] ?? ''
  process.env['NODE_OPTIONS'] = `${options} --require ${hook}`
  createRequire(import.meta.url)(hook)
  return {
    calls: () => (existsSync(noted) ? readFileSync(noted, 'utf8') : ''),
    [Symbol.dispose]() {
      Object.defineProperty(Socket.prototype, 'connect', connect)
      process.env['NODE_OPTIONS'] = options
    },
  }
}

describe('S3-11 models on the command line', () => {
  test('without a model generating is refused with consent, then with the model, and nothing is written', async () => {
    const out = join(home, 'x.wav')
    const wish = ['generate', '--prompt', 'calm piano', '--seconds', '5', '--out', out]
    const asked = await wireharp(...wish)
    expect(asked.code).toBe(1)
    expect(asked.errors).toMatch(/^error download-consent-required: .*655|656 MB.*CC-BY-NC/)
    expect((await wireharp('generate', '--prompt', ' ', '--out', out)).errors).toMatch(
      /prompt-invalid/,
    )
    const long = await wireharp('generate', '--prompt', 'x'.repeat(1001), '--out', out)
    expect(long.errors).toMatch(/error prompt-invalid/)
    const zero = await wireharp('generate', '--prompt', 'x', '--seconds', '0', '--out', out)
    expect(zero.errors).toMatch(/error duration-invalid/)
    const other = await wireharp('generate', '--prompt', 'x', '--model', 'no', '--out', out)
    expect(other.errors).toMatch(/error model-unknown/)
  })

  test('S4-14 S4-15 a model is listed, wished for, agreed to, downloaded, checked and removed', async () => {
    const bytes = Buffer.alloc(50_000, 'weights')
    await using server = await faultServer(bytes)
    ownModel(server.url, bytes)
    expect((await wireharp('models', 'list')).out).toMatch(/^own +absent .*127\.0\.0\.1/m)
    const dry = await wireharp('plugin', 'download-files', 'own', '--dry-run', '--json')
    expect(JSON.parse(dry.out)).toMatchObject([
      { action: 'would be downloaded', model: { id: 'own' } },
    ])
    const asked = await wireharp('plugin', 'download-files', 'own')
    expect(asked).toMatchObject({ code: 1 })
    expect(asked.errors).toMatch(/^error download-consent-required: Own model: 1 MB from 127/)
    expect(server.asked).toHaveLength(0)
    server.faults = [{ kind: 'status', status: 503 }]
    const done = await wireharp('plugin', 'download-files', 'own', '--yes')
    expect(done).toMatchObject({ code: 0, errors: '' })
    expect(readFileSync(join(models, 'own/model.bin'))).toEqual(bytes)
    expect((await wireharp('models', 'verify', 'own')).out).toMatch(/own +ready/)
    writeFileSync(join(models, 'own/model.bin'), Buffer.alloc(50_000, 'other'))
    expect((await wireharp('models', 'verify', 'own')).errors).toMatch(/^error model-refused/)
    expect((await wireharp('models', 'remove', 'own')).out).toMatch(/own +absent/)
    expect((await wireharp('models', 'remove', 'silero-vad')).code).toBe(1)
  })

  test('S3-08 music fits into 500 MB: the form in 4 bits is listed, is not among all, and is asked where it alone is here', async () => {
    const all = await wireharp('models', 'list', '--json')
    const listed = z.array(z.object({ id: z.string(), bytes: z.number() }).loose())
    const small = listed.parse(JSON.parse(all.out)).find(({ id }) => id === 'musicgen-small-q4')
    expect(small?.bytes).toBeLessThan(500e6)
    const dry = await wireharp('plugin', 'download-files', '--dry-run', '--json')
    const wanted = z
      .array(z.object({ model: z.object({ id: z.string() }).loose() }).loose())
      .parse(JSON.parse(dry.out))
      .map(({ model }) => model.id)
    expect(wanted).toContain('musicgen-small')
    expect(wanted).not.toContain('musicgen-small-q4')

    writeMusicgen(join(models, 'musicgen-small-q4'), { size: { ...tinySize, bits: 4 } })
    const out = join(home, 'x.wav')
    const made = await wireharp(
      'generate',
      '--prompt',
      'x',
      '--seconds',
      '1',
      '--out',
      out,
      '--json',
    )
    expect(made.errors).toBe('')
    expect(JSON.parse(made.out)).toMatchObject({ model: 'musicgen-small-q4', seconds: 1 })
  })

  test('S4-15 of another hash it ends in a failure and leaves nothing', async () => {
    const bytes = Buffer.alloc(5000, 'weights')
    await using server = await faultServer(bytes)
    ownModel(server.url, bytes, '0'.repeat(64))
    const done = await wireharp('plugin', 'download-files', 'own', '--yes')
    expect(done.errors).toMatch(/^error download-damaged/)
    expect((await wireharp('models', 'list')).out).toMatch(/^own +absent/m)
  })

  test('S3-06 S3-08 with the model it makes the same file twice, from the terminal and over rpc, and no process of it calls the network', async () => {
    using network = networkRefused()
    await expect(fetch('http://127.0.0.1:59999/')).rejects.toThrow(/failed|refused/)
    expect(network.calls()).toContain('127.0.0.1')
    rmSync(join(home, 'calls'))
    const made = writeMusicgen(join(models, 'musicgen-small'))
    expect(made.files).toContain('decoder_model_merged.onnx')
    const out = join(home, 'x.wav')
    const wish = ['generate', '--prompt', 'Calm piano', '--seconds', '1', '--seed', '7', '--json']
    const first = await wireharp(...wish, '--out', out)
    expect(first.errors).toBe('')
    const sound = z.object({ track: z.string() }).loose().parse(JSON.parse(first.out))
    expect(sound).toMatchObject({
      seed: 7,
      seconds: 1,
      sampleRate: 32_000,
      reused: false,
      path: out,
    })
    expect(statSync(out).size).toBeGreaterThan(32_000 * 4)
    const kept = join(home, 'data/media/tracks', `${sound.track}.wav`)
    const hash = sha256(readFileSync(out))
    expect(sha256(readFileSync(kept))).toBe(hash)
    expect(JSON.parse((await wireharp(...wish, '--out', out)).out)).toMatchObject({ reused: true })
    // Made anew it is the same to the bit.
    cpSync(kept, `${kept}.old`)
    rmSync(kept)
    const world = io()
    const lines = new Readable({ read: () => undefined })
    const ended = rpc({ ...world.io, out: line => heard(line) }, { input: lines })
    const heard = (line: string) => {
      world.said.out.push(line)
      if (line.includes('generation_complete')) lines.push(null)
    }
    const params = { prompt: 'Calm piano', seconds: 1, seed: 7 }
    lines.push(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'generate', params })}\n`)
    expect(await ended).toBe(0)
    expect(sha256(readFileSync(kept))).toBe(hash)
    expect(world.said.out.join('\n')).toContain('"generation_start"')
    expect(network.calls()).toBe('')
  }, 60_000)
})
