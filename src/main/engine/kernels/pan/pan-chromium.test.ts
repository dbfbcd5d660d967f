import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from 'playwright'
import { launchChromium } from '../../../kit/testing/chromium'
import { renderOut } from '../testing/render'
import { whiteNoise } from '../testing/signals'
import { pan } from '.'

const FRAMES = 4_096
const positions = [-1, -0.7, -0.25, 0, 0.1, 0.37, 0.5, 0.93, 1]

/** Pans with Chromium's StereoPannerNode: by position, then by channel. */
async function chromiumPanners(
  browser: Browser,
  channels: readonly Float32Array[],
): Promise<readonly (readonly (readonly number[])[])[]> {
  const page = await browser.newPage()
  const data = JSON.stringify({ channels: channels.map(samples => [...samples]), positions })
  const results: readonly (readonly (readonly number[])[])[] =
    await page.evaluate(`(async ({ channels, positions }) => {
    const results = []
    for (const pan of positions) {
      const frames = channels[0].length
      const context = new OfflineAudioContext(2, frames, 48000)
      const buffer = context.createBuffer(channels.length, frames, 48000)
      channels.forEach((samples, index) => buffer.getChannelData(index).set(samples))
      const source = new AudioBufferSourceNode(context, { buffer })
      source.connect(new StereoPannerNode(context, { pan })).connect(context.destination)
      source.start()
      const rendered = await context.startRendering()
      results.push([0, 1].map(index => Array.from(rendered.getChannelData(index))))
    }
    return results
  })(${data})`)
  await page.close()
  return results
}

describe('A-10 pan: against Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  test.each([1, 2])('is its StereoPannerNode with %i channels, to 3e-7', async count => {
    const channels = [1, 2].slice(0, count).map(seed => whiteNoise(FRAMES, seed))
    const theirs = await chromiumPanners(browser, channels)
    positions.forEach((position, index) => {
      const ours = renderOut(pan, {
        frames: FRAMES,
        inputs: { in: channels },
        params: { pan: position },
      })
      theirs[index]?.forEach((samples, channel) => {
        const own = ours[channel]!
        const worst = samples.reduce(
          (most, value, frame) => Math.max(most, Math.abs(value - own[frame]!)),
          0,
        )
        expect(worst, `pan ${position}, channel ${channel}`).toBeLessThan(3e-7)
      })
    })
  })
})
