import type { Page } from '@playwright/test'
import { OfflineAudioContext } from 'node-web-audio-api'
import { noise } from './noise'
import type { Patch } from './patch'
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

/** Milliseconds that node-web-audio-api takes. Building the graph is not counted. */
export async function timeNative({ web }: Patch, seconds: number): Promise<number> {
  const context = new OfflineAudioContext(2, seconds * RATE, RATE)
  const work = web(context, makeBuffers(context, soundShapes(seconds), noise), seconds)
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
    const web = ${web.toString()}
    const context = new OfflineAudioContext(2, ${seconds * RATE}, ${RATE})
    const shapes = ${JSON.stringify(soundShapes(seconds))}
    const work = web(context, makeBuffers(context, shapes, noise), ${seconds})
    const began = performance.now()
    if (work) await work()
    await context.startRendering()
    return performance.now() - began
  })()`)
}
