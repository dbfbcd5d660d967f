// Notes, points in time and the level of struck things, for the demo.

/** Hz of a note like A4 or F#3. */
export function pitch(name) {
  const [, letter, sharp, octave] = /^([A-G])(#?)(\d)$/.exec(name)
  const step = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }[letter] + (sharp ? 1 : 0)
  return 440 * 2 ** ((step - 9) / 12 + Number(octave) - 4)
}

export const round = value => Math.round(value * 1e6) / 1e6
export const point = (time, value, curve = 'hold') => ({
  time: round(time),
  value: round(value),
  curve,
})

/** A level that jumps up at each hit and falls in dB, which is how struck things decay. */
export function strikes(times, { peak, floor = -72, attack = 0.003, decay }) {
  const points = [point(0, floor)]
  for (const [index, time] of times.entries()) {
    const next = times[index + 1] ?? Infinity
    const loud = typeof peak === 'function' ? peak(index) : peak
    const end = Math.min(time + attack + decay, next - 0.004)
    points.push(
      point(time, floor, 'linear'),
      point(time + attack, loud, 'linear'),
      point(end, floor),
    )
  }
  return points.filter((here, index) => index === 0 || here.time >= points[index - 1].time)
}

/** A bar each: the bass, the pad's four voices, the arpeggio's eight notes. */
export const chords = [
  {
    bass: 'A1',
    pad: ['E3', 'A3', 'C4', 'B4'],
    arp: ['A4', 'C5', 'E5', 'B5', 'E5', 'C5', 'G5', 'E5'],
  },
  {
    bass: 'F1',
    pad: ['F3', 'A3', 'C4', 'E4'],
    arp: ['F4', 'A4', 'C5', 'G5', 'E5', 'C5', 'A5', 'C5'],
  },
  {
    bass: 'C2',
    pad: ['E3', 'G3', 'C4', 'D4'],
    arp: ['G4', 'C5', 'D5', 'E5', 'G5', 'D5', 'C5', 'D5'],
  },
  {
    bass: 'G1',
    pad: ['D3', 'G3', 'B3', 'A4'],
    arp: ['G4', 'B4', 'D5', 'A5', 'E5', 'B4', 'D5', 'B4'],
  },
]
