import type { Patch } from '../patch'
import { decibels, Rig } from '../rig'

/**
 * 24 tracks: three peaking biquads, compressor, gain, pan; a bus and a send into a convolver of 2 s. Our gains and pans
 * are those of three mixers of eight inputs. The compressors look 6 ms ahead, as Web Audio's do.
 */
const mix24: Patch = {
  name: 'mix24',
  project: seconds => {
    const rig = new Rig(seconds)
    const reverb = rig.add('convolution', { impulse: 'impulse', scaling: 'as-is', mix: 100 })
    let mixer = ''
    for (let index = 0; index < 24; index++) {
      const place = (index % 8) + 1
      if (place === 1) {
        const inputs: Record<string, number> = {}
        for (let input = 0; input < 8; input++) {
          inputs[`level${input + 1}`] = decibels(1 / 24)
          inputs[`pan${input + 1}`] = (index + input) / 12 - 1
        }
        mixer = rig.add('mixer', inputs)
        const send = rig.after(mixer, 'send', { level: decibels(0.2) })
        rig.out(send)
        rig.wire(send, reverb, { out: 'send' })
      }
      let last = rig.player('noise')
      for (let band = 0; band < 3; band++) {
        const frequency = 200 * (band + 1) * (1 + index / 24)
        last = rig.after(last, 'filter', { type: 'peaking', frequency, gain: 2 })
      }
      const compressor = rig.after(last, 'compressor', {
        threshold: -24,
        ratio: 12,
        knee: 30,
        attack: 0.003,
        release: 0.25,
        lookahead: 0.006,
      })
      rig.wire(compressor, mixer, { in: `in${place}` })
    }
    rig.out(reverb)
    return rig.project
  },
  web: (context, { noise, impulse }, _seconds, parts) => {
    const bus = context.createGain()
    const send = context.createGain()
    send.gain.value = 0.2
    for (let index = 0; index < 24; index++) {
      const source = parts.play(noise)
      let last: AudioNode = source
      for (let band = 0; band < 3; band++) {
        const filter = context.createBiquadFilter()
        filter.type = 'peaking'
        filter.frequency.value = 200 * (band + 1) * (1 + index / 24)
        filter.gain.value = 2
        last.connect(filter)
        last = filter
      }
      const compressor = context.createDynamicsCompressor()
      const gain = context.createGain()
      gain.gain.value = 1 / 24
      const panner = context.createStereoPanner()
      panner.pan.value = index / 12 - 1
      last.connect(compressor).connect(gain).connect(panner)
      panner.connect(bus)
      panner.connect(send)
    }
    const reverb = context.createConvolver()
    reverb.normalize = false
    reverb.buffer = impulse
    send.connect(reverb).connect(context.destination)
    bus.connect(context.destination)
  },
}

/**
 * 50 tracks: player, four bands of equaliser, compressor, pan and level, two sends (an echo, a convolver of 2 s); a
 * bus with a limiter. The first band is our channel strip's high-pass. Web Audio has no limiter: there a compressor of
 * ratio 20 stands for it, which is less work (ours measures true peaks, at four times the rate).
 */
const mix50: Patch = {
  name: 'mix50',
  project: seconds => {
    const rig = new Rig(seconds)
    const reverb = rig.add('convolution', { impulse: 'impulse', scaling: 'as-is', mix: 100 })
    const echo = rig.add('delay', { time: 0.375, feedback: 35, damping: 6000, mix: 100 })
    const limiter = rig.add('limiter', { ceiling: -1, lookahead: 0.006 })
    for (const returned of [reverb, echo]) rig.wire(returned, limiter)
    rig.out(limiter)
    for (let index = 0; index < 50; index++) {
      const equaliser = rig.after(rig.player('noise'), 'eq', {
        type2: 'lowshelf',
        frequency2: 150,
        gain2: 2,
        type3: 'peaking',
        frequency3: 400 + 20 * index,
        gain3: -3,
        type4: 'highshelf',
        frequency4: 6000,
        gain4: 2,
        ...Object.fromEntries([1, 5, 6, 7, 8].map(band => [`bypass${band}`, true])),
      })
      const compressor = rig.after(equaliser, 'compressor', {
        threshold: -24,
        ratio: 4,
        knee: 6,
        attack: 0.01,
        release: 0.25,
        lookahead: 0.006,
      })
      const channel = { highpass: 40, pan: index / 25 - 1, level: decibels(1 / 50) }
      const strip = rig.after(compressor, 'channel-strip', channel)
      const first = rig.after(strip, 'send', { level: -12 })
      rig.wire(first, reverb, { out: 'send' })
      const second = rig.after(first, 'send', { level: -18 })
      rig.wire(second, echo, { out: 'send' })
      rig.wire(second, limiter)
    }
    return rig.project
  },
  web: (context, { noise, impulse }, _seconds, parts) => {
    const bus = context.createGain()
    const limiter = context.createDynamicsCompressor()
    limiter.threshold.value = -1
    limiter.ratio.value = 20
    limiter.knee.value = 0
    bus.connect(limiter).connect(context.destination)
    const reverb = context.createConvolver()
    reverb.normalize = false
    reverb.buffer = impulse
    reverb.connect(bus)
    const echo = context.createDelay(4)
    echo.delayTime.value = 0.375
    const damping = context.createBiquadFilter()
    damping.frequency.value = 6000
    const feedback = context.createGain()
    feedback.gain.value = 0.35
    echo.connect(damping).connect(feedback).connect(echo)
    echo.connect(bus)
    for (let index = 0; index < 50; index++) {
      const source = parts.play(noise)
      const bands = ['highpass', 'lowshelf', 'peaking', 'highshelf'] as const
      const frequencies = [40, 150, 400 + 20 * index, 6000]
      let last: AudioNode = source
      bands.forEach((type, band) => {
        const filter = context.createBiquadFilter()
        filter.type = type
        filter.frequency.value = frequencies[band] ?? 0
        filter.gain.value = type === 'peaking' ? -3 : 2
        last.connect(filter)
        last = filter
      })
      const compressor = context.createDynamicsCompressor()
      compressor.ratio.value = 4
      compressor.knee.value = 6
      compressor.attack.value = 0.01
      const panner = context.createStereoPanner()
      panner.pan.value = index / 25 - 1
      const gain = context.createGain()
      gain.gain.value = 1 / 50
      last.connect(compressor).connect(panner).connect(gain).connect(bus)
      const first = context.createGain()
      first.gain.value = 0.25
      gain.connect(first).connect(reverb)
      const second = context.createGain()
      second.gain.value = 0.125
      gain.connect(second).connect(echo)
    }
  },
}

/** 32 stereo tracks, each with a level, through a panner that a ramp moves from side to side every second. */
const panners: Patch = {
  name: 'pan32',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 32; index++) {
      const pan = Array.from({ length: seconds + 1 }, (_, time) => ({
        time,
        value: (time + index) % 2 === 0 ? -1 : 1,
        curve: 'linear' as const,
      }))
      const player = rig.player('noise', { level: decibels(1 / 32) })
      rig.out(rig.after(player, 'pan', {}, { pan }))
    }
    return rig.project
  },
  web: (context, { noise }, seconds, parts) => {
    for (let index = 0; index < 32; index++) {
      const track = parts.play(noise, 1 / 32)
      const panner = context.createStereoPanner()
      panner.pan.setValueAtTime(index % 2 === 0 ? -1 : 1, 0)
      for (let time = 1; time <= seconds; time++) {
        panner.pan.linearRampToValueAtTime((time + index) % 2 === 0 ? -1 : 1, time)
      }
      track.connect(panner).connect(context.destination)
    }
  },
}

/** 64 levels, each written by ten ramps a second. */
const ramps: Patch = {
  name: 'ramps64',
  project: seconds => {
    const rig = new Rig(seconds)
    const noise = rig.player('noise')
    for (let index = 0; index < 64; index++) {
      const gain = Array.from({ length: seconds * 10 + 1 }, (_, step) => ({
        time: step / 10,
        value: ((step * 7 + index) % 11) / 11 / 64,
        curve: 'linear' as const,
      }))
      const value = rig.add('value', { value: 0 }, { value: gain })
      const amp = rig.after(noise, 'amp')
      rig.wire(value, amp, { in: 'gain' })
      rig.out(amp)
    }
    return rig.project
  },
  web: (context, { noise }, seconds, parts) => {
    const source = parts.play(noise)
    for (let index = 0; index < 64; index++) {
      const gain = context.createGain()
      gain.gain.setValueAtTime((index % 11) / 11 / 64, 0)
      for (let step = 1; step <= seconds * 10; step++) {
        gain.gain.linearRampToValueAtTime(((step * 7 + index) % 11) / 11 / 64, step / 10)
      }
      source.connect(gain).connect(context.destination)
    }
  },
}

/** 16 tracks of six gains in a row. */
const gains: Patch = {
  name: 'gains96',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 16; index++) {
      let last = rig.player('noise')
      for (let step = 0; step < 6; step++) last = rig.after(last, 'gain', { gain: -4 })
      rig.out(last)
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    for (let index = 0; index < 16; index++) {
      const source = parts.play(noise)
      let last: AudioNode = source
      for (let step = 0; step < 6; step++) {
        const gain = context.createGain()
        gain.gain.value = 10 ** (-4 / 20)
        last.connect(gain)
        last = gain
      }
      last.connect(context.destination)
    }
  },
}

/** 16 tracks made wider: middle and sides apart, the sides half as loud again, and together. */
const widths: Patch = {
  name: 'width16',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 16; index++) {
      const player = rig.player('noise', { level: decibels(1 / 16) })
      rig.out(rig.after(player, 'width', { width: 150 }))
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    for (let index = 0; index < 16; index++) {
      const source = parts.play(noise)
      const splitter = context.createChannelSplitter(2)
      const merger = context.createChannelMerger(2)
      source.connect(splitter)
      // What of each side goes to its own output, and what to the other.
      for (const [from, to, factor] of [
        [0, 0, 1.25],
        [0, 1, -0.25],
        [1, 0, -0.25],
        [1, 1, 1.25],
      ] as const) {
        const gain = context.createGain()
        gain.gain.value = factor / 16
        splitter.connect(gain, from)
        gain.connect(merger, 0, to)
      }
      merger.connect(context.destination)
    }
  },
}

export const mixing: readonly Patch[] = [mix24, mix50, panners, ramps, gains, widths]
