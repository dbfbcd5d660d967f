import { definePlugin, floatsOf, work } from '@wireharp/sdk'
import manifest from './plugin.json'

/** The model hears frames of 512 samples at 16 kHz; the node hears its clips at three times that, to write them as they are. */
const FRAME = 512
const TIMES = 3
/** Frames of one run: 8 s. A run for each frame would spend its time on the way. */
const MOST = 256

export default definePlugin(manifest, {
  rights: ['model'],
  works: {
    'my-plugin': work(async ({ clips, outputs, params, progress }, { models }) => {
      // Not granted, it is not there.
      if (models === undefined) throw new Error('The plugin may not run its model')
      const { clip } = clips
      const { out } = outputs
      if (clip === undefined || out === undefined) throw new Error('There is no clip')
      const threshold = Number(params['threshold']) / 100
      const span = FRAME * TIMES
      const spans: { from: number; to: number }[] = []
      let gain = 0
      for (let at = 0; at < clip.frames; at += MOST * span) {
        const length = Math.min(MOST * span, clip.frames - at)
        const count = Math.ceil(length / span)
        const sound = await clip.read(at, length)
        const frames = slowed(sound, count * FRAME)
        const answer = await models.run('tone', { frames: { dims: [count, FRAME], data: frames } })
        const tone = floatsOf(answer, 'tone')
        for (let i = 0; i < length; i++) {
          const open = (tone[Math.floor(i / span)] ?? 0) > threshold
          // 5 ms in and out, so that nothing clicks.
          gain = open ? Math.min(1, gain + 1 / 240) : Math.max(0, gain - 1 / 240)
          for (const samples of sound) samples[i] = (samples[i] ?? 0) * gain
        }
        tone.forEach((likelihood, frame) => {
          if (likelihood <= threshold) return
          const from = (at + frame * span) / clip.sampleRate
          const to = Math.min(clip.frames, at + (frame + 1) * span) / clip.sampleRate
          const last = spans[spans.length - 1]
          if (last !== undefined && last.to === from) last.to = to
          else spans.push({ from, to })
        })
        await out.write(sound)
        await progress((at + length) / clip.frames, 'Listening')
      }
      return { spans }
    }),
  },
})

/** One channel at a third of the rate: the mean of three frames and all channels. */
function slowed(sound: readonly Float32Array[], length: number): Float32Array {
  const slow = new Float32Array(length)
  for (const samples of sound) {
    for (let i = 0; i < samples.length; i++) {
      const at = Math.floor(i / TIMES)
      slow[at] = (slow[at] ?? 0) + (samples[i] ?? 0) / TIMES / sound.length
    }
  }
  return slow
}
