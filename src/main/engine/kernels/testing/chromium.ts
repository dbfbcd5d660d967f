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
