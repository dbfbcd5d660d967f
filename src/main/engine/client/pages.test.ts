import { once } from 'node:events'
import { createServer } from 'node:http'
import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import {
  decodeAudioBlock,
  encodeAudioPace,
  encodeAudioRequest,
  type AudioBlock,
} from '#shared/contract'
import { silentLog } from '../../kit'
import { enginePids } from '../testing/engine-pids'
import { graphOf, kernelNode } from '../testing/in-process'
import { RealTimeEngine } from './real-time-engine'

const limits = {
  audioRequestBytes: 64,
  audioBlocks: 64,
  audioBacklogBytes: 2 ** 20,
  pingMs: 20_000,
}

const pace = { epoch: 0, received: 0, missing: 0, together: 2 }

// One engine for all, and a server in front of it that hands every page over.
let engine: RealTimeEngine
const server = createServer()
const pages: WebSocket[] = []
beforeAll(async () => {
  engine = new RealTimeEngine(silentLog)
  engine.load('p', graphOf([kernelNode('osc', 'oscillator')], ['osc>output']))
  server.on('upgrade', ({ headers }, stream) => {
    const wanted = ['upgrade', 'sec-websocket-key', 'sec-websocket-version']
    const said = Object.fromEntries(wanted.map(name => [name, String(headers[name])]))
    if (!(stream instanceof Socket)) throw new Error('no socket')
    engine.adopt({ kind: 'page', headers: said, limits }, stream)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  for (const page of pages) page.terminate()
  await engine[Symbol.asyncDispose]()
  // The connections that were handed over are none of its own any more.
  await new Promise(resolve => server.close(resolve))
})

async function openPage() {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const socket = new WebSocket(`ws://127.0.0.1:${port}/audio`)
  socket.binaryType = 'arraybuffer'
  pages.push(socket)
  const blocks: AudioBlock[] = []
  socket.on('message', data => {
    const block = data instanceof ArrayBuffer ? decodeAudioBlock(data) : undefined
    if (block !== undefined) blocks.push(block)
  })
  await once(socket, 'open')
  const ask = (epoch: number, quanta: number) =>
    socket.send(encodeAudioRequest({ epoch, blocks: quanta }))
  const tell = (epoch: number, missing: number) =>
    socket.send(encodeAudioPace({ epoch, received: frames(), missing, together: 2 }))
  const frames = () => blocks.reduce((sum, block) => sum + block.frames, 0)
  return { socket, blocks, ask, tell, frames }
}

const closeOf = (socket: WebSocket) =>
  new Promise<number>(resolve => socket.once('close', code => resolve(code)))

describe('A-02 a page that is handed over to the engine', () => {
  test('gets what it asks for from it, and the shell gets a copy, which it hands to nobody', async () => {
    const page = await openPage()
    const copies: Uint8Array[] = []
    const pulled: Uint8Array[] = []
    using _copies = engine.blocks.on(bytes => void copies.push(bytes))
    using _pulled = engine.pulled.on(bytes => void pulled.push(bytes))
    const { epoch } = engine.play(0)
    page.ask(epoch, 8)
    await expect.poll(page.frames).toBe(8 * 128)
    await expect.poll(() => engine.state.position).toBe(8 * 128)
    expect(Math.max(...(page.blocks[0]?.samples ?? []))).toBeGreaterThan(0.1)
    expect(copies.length).toBeGreaterThan(0)
    expect(pulled).toEqual([])
    engine.stop()
  })

  test('gets sound by the clock once it says how far it is, and no more when it says nothing', async () => {
    const page = await openPage()
    const { epoch } = engine.play(0)
    page.ask(epoch, 4)
    await expect.poll(page.frames).toBe(4 * 128)
    page.tell(epoch, 0)
    await expect.poll(page.frames).toBeGreaterThan(20 * 128)
    // A quarter of a second, and what it may run ahead.
    await sleep(400)
    const then = page.frames()
    expect(then).toBeLessThan(4 * 128 + 15_000)
    await sleep(100)
    expect(page.frames()).toBe(then)
    page.tell(epoch, 256)
    await expect.poll(page.frames).toBeGreaterThan(then + 128)
    engine.stop()
    await sleep(30)
    const stopped = page.frames()
    await sleep(60)
    expect(page.frames()).toBe(stopped)
  })

  test('gets no hours of sound at once for saying that it has got them', async () => {
    const page = await openPage()
    const { epoch } = engine.play(0)
    page.ask(epoch, 4)
    await expect.poll(page.frames).toBe(4 * 128)
    page.socket.send(encodeAudioPace({ ...pace, epoch, received: 2 ** 40 }))
    await sleep(400)
    expect(page.frames()).toBeLessThan(4 * 128 + 15_000)
    engine.stop()
  })

  test('of a beginning that the engine has not heard of yet it gets the sound when it has', async () => {
    const page = await openPage()
    page.ask(engine.state.epoch + 1, 4)
    await sleep(50)
    expect(page.frames()).toBe(0)
    engine.play(0)
    await expect.poll(page.frames).toBe(4 * 128)
    engine.stop()
  })

  test('of two the first gets all of it; who asks through the shell then is not waited for', async () => {
    const [first, second] = [await openPage(), await openPage()]
    const { epoch } = engine.play(0)
    first.ask(epoch, 2)
    await expect.poll(first.frames).toBe(2 * 128)
    second.ask(epoch, 2)
    engine.pull({ epoch, blocks: 2 })
    first.ask(epoch, 2)
    await expect.poll(first.frames).toBe(4 * 128)
    expect(second.frames()).toBe(0)
    first.socket.terminate()
    // Nobody else has it now.
    await expect
      .poll(() => {
        second.ask(epoch, 1)
        return second.frames()
      })
      .toBeGreaterThan(0)
    engine.stop()
  })

  test.each([
    ['text', '12345678', 1008],
    ['what is too short', new Uint8Array(7), 1008],
    ['too many blocks', encodeAudioRequest({ epoch: 0, blocks: 65 }), 1008],
    ['a pace of a thousand blocks at once', encodeAudioPace({ ...pace, together: 1000 }), 1008],
    ['a pace that is hours behind', encodeAudioPace({ ...pace, missing: 2 ** 30 }), 1008],
    ['a pace of what is no number', encodeAudioPace({ ...pace, received: NaN }), 1008],
    ['what is too long', new Uint8Array(65), 1009],
  ])('H09: is let go after %s', async (_what, message, code) => {
    const { socket } = await openPage()
    socket.send(message)
    expect(await closeOf(socket)).toBe(code)
  })

  test('hears at once that the engine died, and is served by the next one', async () => {
    const page = await openPage()
    const { epoch } = engine.play(0)
    page.ask(epoch, 2)
    await expect.poll(page.frames).toBe(2 * 128)
    const closed = closeOf(page.socket)
    process.kill(enginePids()[0] ?? 0, 'SIGKILL')
    await closed
    await expect.poll(() => engine.present[0]).toMatchObject({ state: 'ready', restarts: 1 })
    const again = await openPage()
    again.ask(epoch, 2)
    await expect.poll(again.frames).toBe(2 * 128)
    expect(again.blocks[0]?.position).toBe(2 * 128)
    engine.stop()
  })
})
