import type { Patch } from '../patch'
import { decibels, Rig } from '../rig'

/** Stereo noise through a stereo impulse response of 2 s. */
const conv2s: Patch = {
  name: 'conv2s',
  project: seconds => {
    const rig = new Rig(seconds)
    const params = { impulse: 'impulse', scaling: 'as-is', mix: 100 }
    rig.out(rig.after(rig.player('noise'), 'convolution', params))
    return rig.project
  },
  web: (context, { noise, impulse }, _seconds, parts) => {
    const source = parts.play(noise)
    const reverb = context.createConvolver()
    reverb.normalize = false
    reverb.buffer = impulse
    source.connect(reverb).connect(context.destination)
  },
}

/** Eight tracks, each dry to the output and through a send to one reverb by convolution. */
const send: Patch = {
  name: 'reverb-send',
  project: seconds => {
    const rig = new Rig(seconds)
    const params = { impulse: 'impulse', scaling: 'as-is', mix: 100 }
    const reverb = rig.add('convolution', params)
    for (let index = 0; index < 8; index++) {
      const level = decibels((index + 1) / 32)
      const track = rig.after(rig.player('noise'), 'send', { level, through: decibels(1 / 8) })
      rig.out(track)
      rig.wire(track, reverb, { out: 'send' })
    }
    rig.out(reverb)
    return rig.project
  },
  web: (context, { noise, impulse }, _seconds, parts) => {
    const reverb = context.createConvolver()
    reverb.normalize = false
    reverb.buffer = impulse
    reverb.connect(context.destination)
    for (let index = 0; index < 8; index++) {
      const source = parts.play(noise)
      const through = context.createGain()
      through.gain.value = 1 / 8
      source.connect(through).connect(context.destination)
      const sent = context.createGain()
      sent.gain.value = (index + 1) / 32
      through.connect(sent).connect(reverb)
    }
  },
}

/**
 * Eight echoes: in Web Audio a DelayNode, a low-pass and a gain in a loop of cables, dry and wet gains around them;
 * ours is one node that holds them all, with a cubic between frames where theirs draws a line.
 */
const delays: Patch = {
  name: 'delays',
  project: seconds => {
    const rig = new Rig(seconds)
    const noise = rig.player('noise')
    for (let index = 0; index < 8; index++) {
      const params = { time: 0.05 + 0.0371 * index, feedback: 50, damping: 6000, mix: 35 }
      rig.out(rig.after(noise, 'delay', params))
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    const source = parts.play(noise)
    for (let index = 0; index < 8; index++) {
      const delay = context.createDelay(4)
      delay.delayTime.value = 0.05 + 0.0371 * index
      const damping = context.createBiquadFilter()
      damping.frequency.value = 6000
      const feedback = context.createGain()
      feedback.gain.value = 0.5
      const wet = context.createGain()
      wet.gain.value = 0.35
      const dry = context.createGain()
      dry.gain.value = 0.65
      source.connect(delay)
      delay.connect(damping).connect(feedback).connect(delay)
      delay.connect(wet).connect(context.destination)
      source.connect(dry).connect(context.destination)
    }
  },
}

/** Eight loops of cables: a delay, a low-pass and a gain in a ring, fed by noise. */
const loops: Patch = {
  name: 'loops',
  project: seconds => {
    const rig = new Rig(seconds)
    const noise = rig.player('noise')
    const half = rig.add('value', { value: 0.5 })
    for (let index = 0; index < 8; index++) {
      const time = 0.05 + 0.0371 * index
      const delay = rig.after(noise, 'delay', { time, feedback: 0, damping: 20_000, mix: 100 })
      const filter = rig.after(delay, 'filter', { type: 'lowpass', frequency: 6000 })
      const back = rig.after(filter, 'amp')
      rig.wire(half, back, { in: 'gain' })
      rig.wire(back, delay)
      rig.out(delay)
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    const source = parts.play(noise)
    for (let index = 0; index < 8; index++) {
      const delay = context.createDelay(4)
      delay.delayTime.value = 0.05 + 0.0371 * index
      const damping = context.createBiquadFilter()
      damping.frequency.value = 6000
      const feedback = context.createGain()
      feedback.gain.value = 0.5
      source.connect(delay)
      delay.connect(damping).connect(feedback).connect(delay)
      delay.connect(context.destination)
    }
  },
}

/** Eight tracks through a short response each: a quarter of a second, as of a cabinet or a small room. */
const rooms: Patch = {
  name: 'rooms8',
  project: seconds => {
    const rig = new Rig(seconds)
    const params = { impulse: 'hit', scaling: 'as-is', mix: 100, level: -18 }
    for (let index = 0; index < 8; index++) {
      rig.out(rig.after(rig.player('noise'), 'convolution', params))
    }
    return rig.project
  },
  web: (context, { noise, hit }, _seconds, parts) => {
    for (let index = 0; index < 8; index++) {
      const source = parts.play(noise)
      const room = context.createConvolver()
      room.normalize = false
      room.buffer = hit
      const gain = context.createGain()
      gain.gain.value = 1 / 8
      source.connect(room).connect(gain).connect(context.destination)
    }
  },
}

/** Eight echoes that go from side to side: two delays in a ring, a low-pass in each. */
const pingPongs: Patch = {
  name: 'pingpong8',
  project: seconds => {
    const rig = new Rig(seconds)
    const noise = rig.player('noise')
    for (let index = 0; index < 8; index++) {
      const params = { time: 0.1 + 0.031 * index, feedback: 50, damping: 6000, mix: 35 }
      rig.out(rig.after(noise, 'ping-pong', params))
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    const source = parts.play(noise)
    for (let index = 0; index < 8; index++) {
      const merger = context.createChannelMerger(2)
      const sides = [0, 1].map(side => {
        const delay = context.createDelay(4)
        delay.delayTime.value = 0.1 + 0.031 * index
        const damping = context.createBiquadFilter()
        damping.frequency.value = 6000
        const feedback = context.createGain()
        feedback.gain.value = 0.5
        delay.connect(damping).connect(feedback)
        delay.connect(merger, 0, side)
        return { delay, feedback }
      })
      sides.forEach(({ feedback }, side) => {
        const other = sides[1 - side]
        if (other !== undefined) feedback.connect(other.delay)
      })
      const wet = context.createGain()
      wet.gain.value = 0.35
      const dry = context.createGain()
      dry.gain.value = 0.65
      if (sides[0] !== undefined) source.connect(sides[0].delay)
      merger.connect(wet).connect(context.destination)
      source.connect(dry).connect(context.destination)
    }
  },
}

export const space: readonly Patch[] = [conv2s, send, delays, loops, rooms, pingPongs]
