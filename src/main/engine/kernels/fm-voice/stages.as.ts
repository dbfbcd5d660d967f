// The envelope of an operator, worked out from point to point.

/** Bytes: f64 first level of the stage, f64 part of the stage that is over, f64 level, u32 stage. */
export const STAGES_BYTES: usize = 32

const POSITION: usize = 8
const LEVEL: usize = 16
const STAGE: usize = 24

const IDLE: u32 = 0
const ATTACK: u32 = 1
const DECAY: u32 = 2
const SUSTAIN: u32 = 3
const RELEASE: u32 = 4

const ATTACK_CURVE: f64 = 1
const DECAY_CURVE: f64 = 5

// @ts-ignore: decorator
@inline
export function levelOf(stages: usize): f64 {
  return load<f64>(stages, LEVEL)
}

// @ts-ignore: decorator
@inline
export function isIdle(stages: usize): bool {
  return load<u32>(stages, STAGE) == IDLE
}

function enter(stages: usize, stage: u32, from: f64): void {
  store<f64>(stages, from)
  store<f64>(stages, 0, POSITION)
  store<f64>(stages, from, LEVEL)
  store<u32>(stages, stage, STAGE)
}

export function startStages(stages: usize): void {
  enter(stages, ATTACK, levelOf(stages))
}

export function releaseStages(stages: usize): void {
  if (!isIdle(stages)) enter(stages, RELEASE, levelOf(stages))
}

// @ts-ignore: decorator
@inline
function shapeAt(part: f64, curve: f64): f64 {
  return (1 - Math.exp(-curve * part)) / (1 - Math.exp(-curve))
}

/** Goes on by some frames; times are in frames. */
export function advanceStages(
  stages: usize,
  frames: f64,
  attack: f64,
  decay: f64,
  sustain: f64,
  release: f64,
): void {
  let left = frames
  for (let turns = 0; turns < 4; turns++) {
    const stage = load<u32>(stages, STAGE)
    if (stage == IDLE) return
    if (stage == SUSTAIN) {
      store<f64>(stages, sustain, LEVEL)
      return
    }
    const length = max<f64>(1e-3, stage == ATTACK ? attack : stage == DECAY ? decay : release)
    const target: f64 = stage == ATTACK ? 1 : stage == DECAY ? sustain : 0
    const part = load<f64>(stages, POSITION) + left / length
    if (part < 1 - 1e-9) {
      const from = load<f64>(stages)
      const curve = stage == ATTACK ? ATTACK_CURVE : DECAY_CURVE
      store<f64>(stages, part, POSITION)
      store<f64>(stages, from + (target - from) * shapeAt(part, curve), LEVEL)
      return
    }
    left = max<f64>(0, (part - 1) * length)
    enter(stages, stage == ATTACK ? DECAY : stage == DECAY ? SUSTAIN : IDLE, target)
  }
}
