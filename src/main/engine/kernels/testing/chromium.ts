import type { Browser } from 'playwright'

export type BiquadSettings = {
  readonly type: string
  readonly frequency: number
  readonly Q: number
  readonly gain: number
  readonly detune: number
}

/** Filters samples with Chromium's BiquadFilterNode, one result for each of the settings. */
export async function chromiumBiquads(
  browser: Browser,
  samples: Float32Array,
  sampleRate: number,
  settings: readonly BiquadSettings[],
): Promise<Float32Array[]> {
  const page = await browser.newPage()
  const script = `(async ({ samples, sampleRate, settings }) => {
    const results = []
    for (const { type, ...params } of settings) {
      const context = new OfflineAudioContext(1, samples.length, sampleRate)
      const buffer = context.createBuffer(1, samples.length, sampleRate)
      buffer.getChannelData(0).set(samples)
      const source = new AudioBufferSourceNode(context, { buffer })
      const filter = new BiquadFilterNode(context, { type, ...params })
      source.connect(filter).connect(context.destination)
      source.start()
      results.push(Array.from((await context.startRendering()).getChannelData(0)))
    }
    return results
  })(${JSON.stringify({ samples: [...samples], sampleRate, settings })})`
  const results: readonly (readonly number[])[] = await page.evaluate(script)
  await page.close()
  return results.map(result => Float32Array.from(result))
}

/** Convolves channels with those of a response by Chromium's ConvolverNode. */
export async function chromiumConvolution(
  browser: Browser,
  input: readonly Float32Array[],
  response: readonly Float32Array[],
  sampleRate: number,
  normalize: boolean,
): Promise<Float32Array[]> {
  const page = await browser.newPage()
  const plain = (channels: readonly Float32Array[]) => channels.map(samples => [...samples])
  const script = `(async ({ input, response, sampleRate, disableNormalization }) => {
    const context = new OfflineAudioContext(2, input[0].length, sampleRate)
    const toBuffer = channels => {
      const buffer = context.createBuffer(channels.length, channels[0].length, sampleRate)
      channels.forEach((samples, channel) => buffer.getChannelData(channel).set(samples))
      return buffer
    }
    const source = new AudioBufferSourceNode(context, { buffer: toBuffer(input) })
    const options = { buffer: toBuffer(response), disableNormalization }
    source.connect(new ConvolverNode(context, options)).connect(context.destination)
    source.start()
    const rendered = await context.startRendering()
    return [0, 1].map(channel => Array.from(rendered.getChannelData(channel)))
  })(${JSON.stringify({ input: plain(input), response: plain(response), sampleRate, disableNormalization: !normalize })})`
  const results: readonly (readonly number[])[] = await page.evaluate(script)
  await page.close()
  return results.map(result => Float32Array.from(result))
}
