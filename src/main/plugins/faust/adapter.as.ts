// What stands between Faust’s code and the engine: `link-wasm.ts` joins it with each program. See docs/plugins/wasm.md.

@external('faust', 'init')
declare function faustInit(dsp: usize, sampleRate: i32): void
@external('faust', 'compute')
declare function faustCompute(dsp: usize, count: i32, inputs: usize, outputs: usize): void
@external('faust', 'setParamValue')
declare function faustSet(dsp: usize, index: i32, value: f32): void

/** Written by the linker: size of a program’s state, its inputs and outputs, parameters, then where each one lies. */
const CONFIG: usize = 64
const LANE: usize = 512
const MOST_PARAMS: usize = 224
const MOST_PORTS: usize = 32
const MOST_LINES: usize = 2 * MOST_PORTS

function config(index: usize): i32 {
  return load<i32>(CONFIG + (index << 2))
}

function stateBytes16(): usize {
  return (<usize>config(0) + 15) & ~(<usize>15)
}

/** Pointers that Faust reads; then lines of samples, of the ports and of Faust; then parameters; then the states. */
// @ts-ignore: decorator
@inline function pointers(): usize {
  return (__heap_base + 15) & ~(<usize>15)
}
// @ts-ignore: decorator
@inline function portLines(): usize {
  return pointers() + 4 * 2 * MOST_LINES
}
// @ts-ignore: decorator
@inline function ownLines(): usize {
  return portLines() + 2 * MOST_LINES * LANE
}
// @ts-ignore: decorator
@inline function values(): usize {
  return ownLines() + 2 * MOST_LINES * LANE
}
// @ts-ignore: decorator
@inline function states(): usize {
  return values() + MOST_PARAMS * LANE
}

/** Channels of each port, of inputs and then of outputs; 0 where nothing is wired. */
const widths: usize = memory.data(4 * 2 * 32)

function inWidth(port: i32): i32 {
  return load<i32>(widths + (<usize>port << 2))
}

function outWidth(port: i32): i32 {
  return load<i32>(widths + ((<usize>port + MOST_PORTS) << 2))
}

/** One in and one out: a program a channel. */
function isDual(): bool {
  return config(1) == 1 && config(2) == 1
}

export function init(sampleRate: f32): void {
  const copies = isDual() ? 2 : 1
  for (let copy = 0; copy < copies; copy++) {
    faustInit(states() + <usize>copy * stateBytes16(), <i32>sampleRate)
  }
}

export function input(port: i32, channels: i32): i32 {
  store<i32>(widths + (<usize>port << 2), channels)
  return <i32>lineOf(0, port, 0)
}

export function output(port: i32, channels: i32): i32 {
  store<i32>(widths + ((<usize>port + MOST_PORTS) << 2), channels)
  return <i32>lineOf(1, port, 0)
}

export function param(index: i32): i32 {
  return <i32>(values() + <usize>index * LANE)
}

/** Of a port’s channel. */
function lineOf(side: usize, port: i32, channel: i32): usize {
  return portLines() + (side * MOST_LINES + <usize>(port * 2 + channel)) * LANE
}

/** Of an input or output of Faust’s. */
function own(side: usize, index: i32): usize {
  return ownLines() + (side * MOST_LINES + <usize>index) * LANE
}

function pointAt(side: usize, index: i32, line: usize): void {
  store<u32>(pointers() + (side * MOST_LINES + <usize>index) * 4, <u32>line)
}

export function process(frames: i32, position: f64): void {
  const params = config(3)
  const copies = isDual() ? 2 : 1
  for (let copy = 0; copy < copies; copy++) {
    const state = states() + <usize>copy * stateBytes16()
    for (let i = 0; i < params; i++) {
      faustSet(state, config(4 + i), load<f32>(values() + <usize>i * LANE))
    }
  }
  if (isDual()) {
    const channels = max(inWidth(0), outWidth(0))
    for (let channel = 0; channel < min(channels, 2); channel++) {
      fetch(0, inWidth(0), channel)
      pointAt(0, 0, own(0, 0))
      pointAt(1, 0, lineOf(1, 0, channel))
      faustCompute(
        states() + <usize>channel * stateBytes16(),
        frames,
        pointers(),
        pointers() + 4 * MOST_LINES,
      )
    }
    return
  }
  const inputs = config(1)
  for (let i = 0; i < inputs; i++) {
    const port = i >> 1
    const alone = (i & 1) == 0 && i == inputs - 1
    if (alone && inWidth(port) == 2) average(port, own(0, i))
    else copyInto(own(0, i), port, inWidth(port), i & 1)
    pointAt(0, i, own(0, i))
  }
  const outputs = config(2)
  for (let i = 0; i < outputs; i++) pointAt(1, i, own(1, i))
  faustCompute(states(), frames, pointers(), pointers() + 4 * MOST_LINES)
  for (let i = 0; i < outputs; i++) {
    if ((i & 1) < outWidth(i >> 1)) memory.copy(lineOf(1, i >> 1, i & 1), own(1, i), LANE)
  }
}

function fetch(port: i32, channels: i32, channel: i32): void {
  copyInto(own(0, 0), port, channels, channel)
}

/** One channel of a port, the other where there is only one, silence where there is none. */
function copyInto(to: usize, port: i32, channels: i32, channel: i32): void {
  if (channels == 0) memory.fill(to, 0, LANE)
  else memory.copy(to, lineOf(0, port, min(channel, channels - 1)), LANE)
}

function average(port: i32, to: usize): void {
  const left = lineOf(0, port, 0)
  const right = lineOf(0, port, 1)
  for (let at: usize = 0; at < LANE; at += 4) {
    store<f32>(to + at, (load<f32>(left + at) + load<f32>(right + at)) * 0.5)
  }
}

// What Faust’s programs take from outside, by the names under which they ask for it.
export function _abs(x: i32): i32 {
  return x < 0 ? -x : x
}
export function _acosf(x: f32): f32 {
  return NativeMathf.acos(x)
}
export function _asinf(x: f32): f32 {
  return NativeMathf.asin(x)
}
export function _atanf(x: f32): f32 {
  return NativeMathf.atan(x)
}
export function _atan2f(y: f32, x: f32): f32 {
  return NativeMathf.atan2(y, x)
}
export function _ceilf(x: f32): f32 {
  return ceil<f32>(x)
}
export function _cosf(x: f32): f32 {
  return <f32>NativeMath.cos(<f64>x)
}
export function _expf(x: f32): f32 {
  return NativeMathf.exp(x)
}
export function _exp2f(x: f32): f32 {
  return NativeMathf.exp2(x)
}
export function _exp10f(x: f32): f32 {
  return <f32>NativeMath.pow(10, <f64>x)
}
export function _floorf(x: f32): f32 {
  return floor<f32>(x)
}
export function _fmodf(x: f32, y: f32): f32 {
  return NativeMathf.mod(x, y)
}
export function _logf(x: f32): f32 {
  return NativeMathf.log(x)
}
export function _log2f(x: f32): f32 {
  return NativeMathf.log2(x)
}
export function _log10f(x: f32): f32 {
  return NativeMathf.log10(x)
}
export function _max_f(x: f32, y: f32): f32 {
  return max<f32>(x, y)
}
export function _min_f(x: f32, y: f32): f32 {
  return min<f32>(x, y)
}
export function _remainderf(x: f32, y: f32): f32 {
  return NativeMathf.rem(x, y)
}
export function _powf(x: f32, y: f32): f32 {
  return <f32>NativeMath.pow(<f64>x, <f64>y)
}
export function _roundf(x: f32): f32 {
  return NativeMathf.round(x)
}
export function _rintf(x: f32): f32 {
  return nearest<f32>(x)
}
export function _sinf(x: f32): f32 {
  return <f32>NativeMath.sin(<f64>x)
}
export function _sqrtf(x: f32): f32 {
  return sqrt<f32>(x)
}
export function _tanf(x: f32): f32 {
  return <f32>NativeMath.tan(<f64>x)
}
export function _acoshf(x: f32): f32 {
  return NativeMathf.acosh(x)
}
export function _asinhf(x: f32): f32 {
  return NativeMathf.asinh(x)
}
export function _atanhf(x: f32): f32 {
  return NativeMathf.atanh(x)
}
export function _coshf(x: f32): f32 {
  return NativeMathf.cosh(x)
}
export function _sinhf(x: f32): f32 {
  return NativeMathf.sinh(x)
}
export function _tanhf(x: f32): f32 {
  return NativeMathf.tanh(x)
}
export function _isnanf(x: f32): i32 {
  return isNaN<f32>(x) ? 1 : 0
}
export function _isinff(x: f32): i32 {
  return abs<f32>(x) == Infinity ? 1 : 0
}
export function _copysignf(x: f32, y: f32): f32 {
  return copysign<f32>(x, y)
}
