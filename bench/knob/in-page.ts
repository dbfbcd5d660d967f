/** A key that was pressed. */
export interface PressedKey {
  /** By the clock of the audio device, in seconds. */
  readonly audio: number
  /** When the browser had it, and when the page heard of it, in milliseconds. */
  readonly had: number
  readonly heard: number
  /** Frames that were ready then. */
  readonly buffered: number
}

declare global {
  interface Window {
    readonly wireharp?: {
      debug(): { readonly buffered: number; readonly lookAhead: number; readonly underruns: number }
    }
    knob?: {
      readonly keys: PressedKey[]
      /** When the sound became louder or quieter, by the clock of the audio device. */
      readonly edges: number[]
      /** When the page sent something to the shell, and had something from it, in milliseconds. */
      readonly sent: number[]
      readonly received: number[]
      readonly context: AudioContext
    }
  }
}

/** Beside what is heard: says when the peak of a quantum leaves that of the quanta before. */
const LISTENER = `
registerProcessor('bench-edges', class extends AudioWorkletProcessor {
  constructor() {
    super()
    this.held = 0
    this.rest = 0
  }
  process([input]) {
    const [samples] = input
    if (samples === undefined) return true
    let peak = 0
    for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
    if (this.rest > 0) {
      this.rest--
      this.held = peak
    } else if (Math.abs(peak - this.held) > 0.02 * this.held) {
      this.port.postMessage(currentTime)
      this.rest = 30
    }
    return true
  }
})`

/** Runs before anything of the app: whoever connects to the speakers is listened to. The page’s policy must be off. */
export const LISTENING = `{
  const connect = AudioNode.prototype.connect
  const add = AudioWorklet.prototype.addModule
  const code = new Blob([${JSON.stringify(LISTENER)}], { type: 'text/javascript' })
  // Before anything sounds: to load it later would hold up the thread that is measured.
  AudioWorklet.prototype.addModule = async function (...given) {
    await add.call(this, URL.createObjectURL(code))
    return add.apply(this, given)
  }
  const listen = source => {
    const { context } = source
    const node = new AudioWorkletNode(context, 'bench-edges', { outputChannelCount: [1] })
    connect.call(source, node)
    // Its silent output keeps it running.
    connect.call(node, context.destination)
    const found = { keys: [], edges: [], sent, received, context }
    node.port.onmessage = ({ data }) => found.edges.push(data)
    const press = ({ timeStamp }) => {
      const { buffered } = window.wireharp.debug()
      const heard = performance.now()
      found.keys.push({ audio: context.currentTime, had: timeStamp, heard, buffered })
    }
    window.addEventListener('keydown', press, { capture: true })
    window.knob = found
  }
  const [sent, received] = [[], []]
  window.WebSocket = class extends WebSocket {
    constructor(...where) {
      super(...where)
      this.addEventListener('message', () => received.push(performance.now()))
    }
    send(data) {
      sent.push(performance.now())
      super.send(data)
    }
  }
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode && this instanceof AudioWorkletNode) listen(this)
    return connect.call(this, to, ...rest)
  }
}`
