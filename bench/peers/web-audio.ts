import type { Page } from '@playwright/test'
import { OfflineAudioContext } from 'node-web-audio-api'
import { noise } from './noise'
import type { Patch, WebParts } from './patch'
import { RATE, soundShapes } from './sounds'

type Shapes = ReturnType<typeof soundShapes>

/** Makes the buffers. Sent to the browser as text too. */
function makeBuffers(
  context: BaseAudioContext,
  shapes: Shapes,
  make: (frames: number, seed: number) => Float32Array<ArrayBuffer>,
): Record<keyof Shapes, AudioBuffer> {
  const bufferOf = (shape: Shapes['noise']) => {
    const buffer = context.createBuffer(shape.channels, shape.frames, shape.rate)
    for (let channel = 0; channel < shape.channels; channel++) {
      buffer.copyToChannel(make(shape.frames, shape.seed + channel), channel)
    }
    return buffer
  }
  return {
    noise: bufferOf(shapes.noise),
    noise44: bufferOf(shapes.noise44),
    impulse: bufferOf(shapes.impulse),
    hit: bufferOf(shapes.hit),
  }
}

/** Sent to the browser as text too. */
function makeParts(context: BaseAudioContext): WebParts {
  const gained = (source: AudioNode, factor: number) => {
    const gain = context.createGain()
    gain.gain.value = factor
    return source.connect(gain)
  }
  return {
    play(sound, level) {
      const source = context.createBufferSource()
      source.buffer = sound
      source.start()
      return level === undefined ? source : gained(source, level)
    },
    sine(frequency, depth) {
      const oscillator = context.createOscillator()
      oscillator.frequency.value = frequency
      oscillator.start()
      return gained(oscillator, depth)
    },
  }
}

/** Milliseconds that node-web-audio-api takes. Building the graph is not counted. */
export async function timeNative({ web }: Patch, seconds: number): Promise<number> {
  const context = new OfflineAudioContext(2, seconds * RATE, RATE)
  const buffers = makeBuffers(context, soundShapes(seconds), noise)
  const work = web(context, buffers, seconds, makeParts(context))
  const began = performance.now()
  if (work) await work()
  await context.startRendering()
  return performance.now() - began
}

/** The same in the browser. Sent as text: the page has neither this module nor its scope. */
export function timeChromium({ web }: Patch, seconds: number, page: Page): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const noise = ${noise.toString()}
    const makeBuffers = ${makeBuffers.toString()}
    const makeParts = ${makeParts.toString()}
    const web = ${web.toString()}
    const context = new OfflineAudioContext(2, ${seconds * RATE}, ${RATE})
    const shapes = ${JSON.stringify(soundShapes(seconds))}
    const buffers = makeBuffers(context, shapes, noise)
    const work = web(context, buffers, ${seconds}, makeParts(context))
    const began = performance.now()
    if (work) await work()
    await context.startRendering()
    return performance.now() - began
  })()`)
}
