/** Sounds of sixteen families, each one different: for tests, for the table of the descriptor, and for benchmarks. */

const RATE = 44_100

export type Random = () => number

/** Mulberry32: the same numbers for the same seed. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Voice = (time: number, seconds: number) => number

/** A sound of a family; the same for the same seed. Mono at 44.1 kHz. */
export function makeSound(family: SoundFamily, seed: number): Float32Array<ArrayBuffer> {
  const random = randomFrom(seed * 7919 + soundFamilies.indexOf(family) * 104_729 + 1)
  const [shortest, longest] = lengths[family]
  const seconds = shortest + (longest - shortest) * random()
  const voice = voices[family](random)
  const samples = new Float32Array(Math.round(seconds * RATE))
  let top = 0
  for (let frame = 0; frame < samples.length; frame++) {
    const value = voice(frame / RATE, seconds)
    samples[frame] = value
    top = Math.max(top, Math.abs(value))
  }
  const gain = top > 0 ? (0.2 + 0.7 * random()) / top : 0
  return samples.map(value => value * gain)
}

export const soundFamilies = [
  'kick',
  'snare',
  'hat',
  'bass',
  'pluck',
  'pad',
  'bell',
  'lead',
  'sweep',
  'rumble',
  'wind',
  'beat',
  'chirps',
  'voice',
  'chords',
  'clicks',
] as const
export type SoundFamily = (typeof soundFamilies)[number]

const lengths: Readonly<Record<SoundFamily, readonly [number, number]>> = {
  kick: [0.25, 0.6],
  snare: [0.2, 0.5],
  hat: [0.05, 0.3],
  bass: [0.8, 3],
  pluck: [0.6, 2],
  pad: [3, 7],
  bell: [1.5, 4],
  lead: [1, 3],
  sweep: [1, 4],
  rumble: [3, 7],
  wind: [3, 7],
  beat: [4, 8],
  chirps: [2, 5],
  voice: [1, 4],
  chords: [4, 8],
  clicks: [2, 5],
}

const sine = (phase: number): number => Math.sin(2 * Math.PI * phase)
const saw = (phase: number): number => 2 * (phase - Math.floor(phase + 0.5))

/** White noise through one pole low-pass and one high-pass, in hertz. */
function noiseVoice(random: Random, low: () => number, high: () => number): () => number {
  let first = 0
  let second = 0
  return () => {
    const noise = 2 * random() - 1
    first += (1 - Math.exp((-2 * Math.PI * high()) / RATE)) * (noise - first)
    second += (1 - Math.exp((-2 * Math.PI * low()) / RATE)) * (first - second)
    return first - second
  }
}

const pitch = (random: Random, low: number, octaves: number): number =>
  low * 2 ** (Math.floor(random() * octaves * 12) / 12)

function kick(random: Random): Voice {
  const base = 42 + 20 * random()
  const fall = 0.02 + 0.03 * random()
  const decay = 0.07 + 0.1 * random()
  const depth = 100 + 150 * random()
  let phase = 0
  return time => {
    phase += (base + depth * Math.exp(-time / fall)) / RATE
    return sine(phase) * Math.exp(-time / decay)
  }
}

function snare(random: Random): Voice {
  const tone = 160 + 80 * random()
  const decay = 0.05 + 0.06 * random()
  const noise = noiseVoice(
    random,
    () => 500,
    () => 9000,
  )
  return time => (0.5 * sine(tone * time) + noise()) * Math.exp(-time / decay)
}

function hat(random: Random): Voice {
  const decay = 0.01 + 0.06 * random()
  const low = 6000 + 2000 * random()
  const noise = noiseVoice(
    random,
    () => low,
    () => 16_000,
  )
  return time => noise() * Math.exp(-time / decay)
}

function bass(random: Random): Voice {
  const hertz = pitch(random, 41, 1)
  const sharp = 1 + 3 * random()
  return (time, seconds) =>
    Math.tanh(sharp * (sine(hertz * time) + 0.4 * saw(hertz * time))) *
    Math.min(1, time / 0.01) *
    Math.min(1, (seconds - time) / 0.1)
}

function pluck(random: Random): Voice {
  const hertz = pitch(random, 150, 2)
  const decay = 0.2 + 0.3 * random()
  return time => {
    let sum = 0
    for (let partial = 1; partial <= 8; partial++) {
      sum +=
        (sine(partial * hertz * time) / partial) * Math.exp((-time * (1 + 0.5 * partial)) / decay)
    }
    return sum
  }
}

function pad(random: Random): Voice {
  const root = pitch(random, 110, 1)
  const detune = 0.002 + 0.006 * random()
  const notes = [1, 1 + detune, 1.5, 1.5 * (1 - detune), 2]
  const rise = 0.5 + random()
  return (time, seconds) =>
    notes.reduce(
      (sum, ratio) => sum + sine(root * ratio * time) + 0.3 * sine(2 * root * ratio * time),
      0,
    ) * Math.min(1, time / rise, (seconds - time) / rise)
}

function bell(random: Random): Voice {
  const hertz = pitch(random, 300, 2)
  const ratio = 1.4 + 2 * random()
  const decay = 0.6 + random()
  return time =>
    sine(hertz * time + 2 * Math.exp(-time / decay) * sine(hertz * ratio * time)) *
    Math.exp(-time / decay)
}

function lead(random: Random): Voice {
  const hertz = pitch(random, 300, 1.5)
  const vibrato = 4 + 3 * random()
  let phase = 0
  return (time, seconds) => {
    phase += (hertz * (1 + 0.01 * sine(vibrato * time))) / RATE
    return saw(phase) * Math.min(1, time / 0.03, (seconds - time) / 0.1)
  }
}

function sweep(random: Random): Voice {
  const up = random() < 0.5
  let place = 0
  const cut = (): number => 200 * 2 ** (6 * (up ? place : 1 - place))
  const noise = noiseVoice(random, () => cut() / 2, cut)
  return (time, seconds) => {
    place = time / seconds
    return noise() * Math.min(1, time / 0.05, (seconds - time) / 0.05)
  }
}

function rumble(random: Random): Voice {
  const high = 60 + 80 * random()
  const noise = noiseVoice(
    random,
    () => 20,
    () => high,
  )
  return () => noise()
}

function wind(random: Random): Voice {
  const rate = 0.2 + 0.5 * random()
  const middle = 500 + 500 * random()
  let now = middle
  const noise = noiseVoice(
    random,
    () => now / 2,
    () => now,
  )
  return time => {
    now = middle * 2 ** sine(rate * time)
    return noise() * (0.7 + 0.3 * sine(rate * time))
  }
}

function beat(random: Random): Voice {
  const step = 15 / (90 + 60 * random())
  const drums = [kick(random), snare(random), hat(random)]
  return time => {
    const at = Math.floor(time / step)
    const since = time - at * step
    const sinceBeat = time - Math.floor(at / 4) * 4 * step
    const drum = Math.floor(at / 4) % 2 === 0 ? drums[0] : drums[1]
    const hats = at % 2 === 0 ? (drums[2]?.(since, 1) ?? 0) : 0
    return (drum?.(sinceBeat, 1) ?? 0) + 0.5 * hats
  }
}

function chirps(random: Random): Voice {
  const every = 0.15 + 0.25 * random()
  const low = 2500 + 1500 * random()
  const span = 500 + 2000 * random()
  let phase = 0
  return time => {
    const since = (time % every) / every
    phase += (low + span * Math.sin(Math.PI * since)) / RATE
    return since < 0.6 ? sine(phase) * Math.sin((Math.PI * since) / 0.6) : 0
  }
}

function voice(random: Random): Voice {
  const hertz = 90 + 130 * random()
  const every = 0.18 + 0.1 * random()
  const vowels = Array.from({ length: 12 }, () => [300 + 500 * random(), 900 + 1400 * random()])
  let phase = 0
  return time => {
    phase += (hertz * (1 + 0.05 * sine(time))) / RATE
    const at = Math.floor(time / every)
    const [first = 500, second = 1500] = vowels[at % 12] ?? []
    const since = time / every - at
    let sum = 0
    for (let partial = 1; partial <= 20; partial++) {
      const here = partial * hertz
      const weight = 1 / (1 + ((here - first) / 80) ** 2) + 0.5 / (1 + ((here - second) / 120) ** 2)
      sum += weight * sine(partial * phase)
    }
    return sum * Math.sin(Math.PI * since) ** 0.5
  }
}

function chords(random: Random): Voice {
  const root = pitch(random, 130, 1)
  const every = 0.5 + 0.5 * random()
  const steps = [0, 5, 7, 3].map(step => 2 ** (step / 12))
  return time => {
    const at = Math.floor(time / every)
    const since = time - at * every
    const here = root * (steps[at % 4] ?? 1)
    let sum = 0
    for (const ratio of [1, 1.26, 1.5, 2]) {
      for (let partial = 1; partial <= 4; partial++) {
        sum += sine(partial * here * ratio * since) / partial
      }
    }
    return sum * Math.exp(-since / 0.4)
  }
}

function clicks(random: Random): Voice {
  const mean = 0.03 + 0.08 * random()
  let next = 0
  let since = 1
  return time => {
    if (time >= next) {
      since = 0
      next = time - mean * Math.log(1 - random())
    }
    since += 1 / RATE
    return Math.exp(-since / 0.0008) * (random() - 0.5)
  }
}

const voices: Readonly<Record<SoundFamily, (random: Random) => Voice>> = {
  kick,
  snare,
  hat,
  bass,
  pluck,
  pad,
  bell,
  lead,
  sweep,
  rumble,
  wind,
  beat,
  chirps,
  voice,
  chords,
  clicks,
}

/** A mono sound as the bytes of a 16-bit WAV file. */
export function wavOf(samples: Float32Array, channels = 1, rate = RATE): Buffer {
  const bytes = Buffer.alloc(44 + samples.length * 2)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(36 + samples.length * 2, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(channels, 22)
  bytes.writeUInt32LE(rate, 24)
  bytes.writeUInt32LE(rate * channels * 2, 28)
  bytes.writeUInt16LE(channels * 2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(samples.length * 2, 40)
  const view = new Int16Array(bytes.buffer, bytes.byteOffset + 44, samples.length)
  for (let index = 0; index < samples.length; index++) {
    view[index] = Math.round((samples[index] ?? 0) * 32_767)
  }
  return bytes
}
