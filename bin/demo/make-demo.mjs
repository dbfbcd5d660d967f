import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '../lib/root.mjs'
import { chords, pitch, point, round, strikes } from './score.mjs'

// Makes resources/demos/first-light.wireharp and its two recordings. Needs sox and espeak-ng; run it only
// to change the demo: what it makes is kept in the repository.

const folder = at('resources/demos')
const beat = 60 / 92
const bar = 4 * beat
const bars = 16
const length = bars * bar + 4

const chordAt = index => chords[index % chords.length]
const range = (from, to) => Array.from({ length: to - from }, (_, index) => from + index)
const nodes = {}
const cables = {}
const assets = {}

function node(id, type, x, y, label, params = {}, automation) {
  nodes[id] = { id, type, position: { x, y }, label, params, ...(automation && { automation }) }
}

function wire(from, to, port = 'in') {
  const id = `${from}-${to}-${port}`
  cables[id] = { id, from: { node: from, port: 'out' }, to: { node: to, port } }
}

function recording(name, make) {
  const path = join(folder, 'audio', name)
  rmSync(path, { force: true })
  make(path)
  const bytes = readFileSync(path)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const soxi = flag => Number(execFileSync('soxi', [flag, path]).toString())
  assets[sha256] = {
    sha256,
    name,
    path: `audio/${name}`,
    bytes: bytes.length,
    sampleRate: soxi('-r'),
    channels: soxi('-c'),
    frames: soxi('-s'),
  }
  return sha256
}

mkdirSync(join(folder, 'audio'), { recursive: true })

// A harp: plucked strings (Karplus-Strong), rolled upwards, in a room.
const harp = recording('harp.flac', path => {
  const strings = ['A3', 'E4', 'A4', 'B4', 'C5', 'E5', 'G5', 'B5']
  const voices = strings.flatMap(string => ['pluck', pitch(string).toFixed(3)])
  const delays = strings.map((_, index) => (index * beat * 0.25).toFixed(3))
  execFileSync('sox', [
    '-R',
    '-r',
    '44100',
    '-c',
    '8',
    '-n',
    '-c',
    '2',
    '-b',
    '16',
    path,
    'synth',
    '7',
    ...voices,
    'delay',
    ...delays,
    'remix',
    '1v.9,3v.6,5v.8,6v.5,8v.4',
    '2v.9,4v.8,6v.4,7v.8,8v.5',
    'treble',
    '-4',
    'reverb',
    '55',
    '40',
    '90',
    'fade',
    'q',
    '0',
    '7',
    '2.5',
    'norm',
    '-3',
  ])
})

// A voice that says what this is.
const voice = recording('voice.wav', path => {
  const dry = join(folder, 'audio', 'dry.wav')
  execFileSync('espeak-ng', ['-v', 'en-gb+f4', '-s', '105', '-p', '38', '-w', dry, 'wire. harp.'])
  execFileSync('sox', [
    '-R',
    dry,
    '-r',
    '44100',
    '-c',
    '1',
    '-b',
    '16',
    path,
    'highpass',
    '140',
    'treble',
    '3',
    'reverb',
    '70',
    '30',
    '100',
    'norm',
    '-4',
  ])
  rmSync(dry)
})

// Pad: four saws on a slowly opening filter.
const padVoices = range(0, 4)
for (const voiceIndex of padVoices) {
  const frequency = range(0, bars).map(index =>
    point(index * bar, pitch(chordAt(index).pad[voiceIndex])),
  )
  node(
    `pad${voiceIndex + 1}`,
    'oscillator/oscillator',
    0,
    voiceIndex * 176,
    `Pad ${voiceIndex + 1}`,
    {
      waveform: 'saw',
      detune: [-7, 5, -3, 8][voiceIndex],
      level: -20,
      phase: voiceIndex * 0.23,
    },
    { frequency },
  )
}
node('padMix', 'mixer/mixer', 256, 192, 'Pad mix', {
  pan1: -0.7,
  pan2: 0.5,
  pan3: -0.3,
  pan4: 0.75,
})
for (const index of padVoices) wire(`pad${index + 1}`, 'padMix', `in${index + 1}`)
node(
  'padFilter',
  'filter/filter',
  480,
  192,
  'Pad filter',
  { resonance: 4 },
  {
    frequency: [
      point(0, 180, 'exponential'),
      point(4 * bar, 900, 'exponential'),
      point(8 * bar, 2600, 'exponential'),
      point(14 * bar, 3400, 'exponential'),
      point(16 * bar, 260, 'hold'),
    ],
  },
)
wire('padMix', 'padFilter')
node(
  'padFade',
  'gain/gain',
  736,
  192,
  'Pad fade',
  {},
  {
    gain: [
      point(0, -48, 'linear'),
      point(1.5 * bar, -6, 'linear'),
      point(8 * bar, -8, 'linear'),
      point(16 * bar, -10, 'linear'),
      point(16 * bar + 3.5, -72),
    ],
  },
)
wire('padFilter', 'padFade')
node('tremolo', 'amp/amp', 968, 192, 'Tremolo')
node('wobble', 'lfo/lfo', 744, 344, 'Tremolo LFO', {
  rate: round(1 / beat),
  depth: 0.22,
  offset: 0.78,
})
wire('padFade', 'tremolo')
wire('wobble', 'tremolo', 'gain')

// Bass: a saw through a filter that snaps shut, driven.
const bassTimes = range(4, 16).flatMap(index =>
  [0, 1.5, 2.5, 3.25].map(step => index * bar + step * beat),
)
node(
  'bass',
  'oscillator/oscillator',
  256,
  0,
  'Bass',
  { waveform: 'saw' },
  {
    frequency: range(4, 16).map(index => point(index * bar, pitch(chordAt(index).bass) * 2)),
    level: strikes(bassTimes, { peak: -9, decay: 0.55, attack: 0.005 }),
  },
)
node(
  'bassFilter',
  'filter/filter',
  512,
  0,
  'Bass filter',
  { resonance: 8 },
  {
    frequency: bassTimes.flatMap(time => [
      point(time, 900, 'exponential'),
      point(time + 0.22, 170),
    ]),
  },
)
node('bassDrive', 'drive/drive', 768, 0, 'Bass drive', { drive: 14, level: -8 })
wire('bass', 'bassFilter')
wire('bassFilter', 'bassDrive')

// Kick: a sine that falls.
const kickTimes = range(4, 15).flatMap(index => range(0, 4).map(step => index * bar + step * beat))
node(
  'kick',
  'oscillator/oscillator',
  744,
  536,
  'Kick',
  { waveform: 'sine' },
  {
    frequency: kickTimes.flatMap(time => [point(time, 165, 'exponential'), point(time + 0.09, 47)]),
    level: strikes(kickTimes, { peak: -3, decay: 0.42, attack: 0.0015 }),
  },
)
node('kickDrive', 'drive/drive', 992, 536, 'Kick drive', { drive: 6, level: -4 })
wire('kick', 'kickDrive')

// Hats and snare: noise, filtered.
const hatTimes = range(8, 15).flatMap(index =>
  range(0, 16).map(step => index * bar + (step + (step % 2) * 0.16) * 0.25 * beat),
)
node(
  'hats',
  'noise/noise',
  488,
  712,
  'Hats',
  { color: 'white' },
  {
    level: strikes(hatTimes, { peak: index => [-17, -27, -20, -25][index % 4], decay: 0.09 }),
  },
)
node('hatFilter', 'filter/filter', 720, 712, 'Hat filter', { type: 'highpass', frequency: 7800 })
wire('hats', 'hatFilter')
const snareTimes = range(6, 15).flatMap(index => [1, 3].map(step => index * bar + step * beat))
node(
  'snare',
  'noise/noise',
  0,
  712,
  'Snare',
  { color: 'pink', seed: 5 },
  {
    level: strikes(snareTimes, { peak: 2, decay: 0.26 }),
  },
)
node('snareFilter', 'filter/filter', 232, 712, 'Snare filter', {
  type: 'bandpass',
  frequency: 1900,
  q: 0.8,
})
wire('snare', 'snareFilter')

// Arpeggio: a triangle into a ping-pong delay.
const arpTimes = range(8, 16).flatMap(index =>
  range(0, 8).map(step => index * bar + step * 0.5 * beat),
)
node(
  'arp',
  'oscillator/oscillator',
  256,
  456,
  'Arpeggio',
  { waveform: 'triangle' },
  {
    frequency: arpTimes.map((time, index) =>
      point(time, pitch(chordAt(8 + Math.floor(index / 8)).arp[index % 8])),
    ),
    level: strikes(arpTimes, { peak: index => [-14, -19, -16, -18][index % 4], decay: 0.5 }),
  },
)
node('arpDelay', 'delay/delay', 512, 456, 'Ping-pong', {
  time: round(0.75 * beat),
  feedback: 48,
  mix: 38,
  mode: 'ping-pong',
  damping: 5200,
})
wire('arp', 'arpDelay')

// The recordings.
node('harp', 'player/player', 520, 904, 'Harp', { sound: harp, start: 0, level: -5 })
node('harpEnd', 'player/player', 792, 904, 'Harp again', {
  sound: harp,
  start: round(15 * bar),
  level: -6,
})
node('harpDelay', 'delay/delay', 1064, 904, 'Harp echo', {
  time: round(1.5 * beat),
  feedback: 40,
  mix: 28,
  damping: 3800,
})
wire('harp', 'harpDelay')
wire('harpEnd', 'harpDelay')
node('voice', 'player/player', 0, 904, 'Voice', {
  sound: voice,
  start: round(2 * bar),
  level: -7,
})
node('voiceDelay', 'delay/delay', 272, 904, 'Voice echo', {
  time: round(0.5 * beat),
  feedback: 55,
  mix: 40,
  mode: 'ping-pong',
  damping: 3000,
})
wire('voice', 'voiceDelay')

node('mix', 'mixer/mixer', 1312, 304, 'Mix', {
  level1: 3,
  level2: 0,
  level3: 1,
  level4: -2,
  level5: -4,
  level6: 5,
  level7: 4,
  level8: 3,
  pan4: 0.25,
  pan5: -0.1,
  master: -1.5,
})
wire('tremolo', 'mix', 'in1')
wire('bassDrive', 'mix', 'in2')
wire('kickDrive', 'mix', 'in3')
wire('hatFilter', 'mix', 'in4')
wire('snareFilter', 'mix', 'in5')
wire('arpDelay', 'mix', 'in6')
wire('harpDelay', 'mix', 'in7')
wire('voiceDelay', 'mix', 'in8')
node('output', 'output/output', 1536, 304, 'Output')
wire('mix', 'output')

const document = {
  format: 'wireharp-project',
  version: 1,
  id: 'first-light',
  title: 'First light',
  sampleRate: 48_000,
  transport: {
    tempo: 92,
    signature: { beats: 4, unit: 4 },
    length: round(length),
    loop: { enabled: false, start: round(8 * bar), end: round(12 * bar) },
  },
  graph: { nodes, cables },
  assets,
  plugins: {},
}
const sorted = value =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.keys(value)
            .toSorted()
            .map(key => [key, sorted(value[key])]),
        )
      : value
writeFileSync(
  join(folder, 'first-light.wireharp'),
  `${JSON.stringify(sorted(document), undefined, 2)}\n`,
)
