declare global {
  interface Window {
    knob?: {
      /** When keys were pressed, and when the sound became louder or quieter, by the clock of the audio device. */
      readonly keys: number[]
      readonly edges: number[]
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
  const listen = async source => {
    const { context } = source
    const code = new Blob([${JSON.stringify(LISTENER)}], { type: 'text/javascript' })
    await context.audioWorklet.addModule(URL.createObjectURL(code))
    const node = new AudioWorkletNode(context, 'bench-edges', { outputChannelCount: [1] })
    connect.call(source, node)
    // Its silent output keeps it running.
    connect.call(node, context.destination)
    const found = { keys: [], edges: [], context }
    node.port.onmessage = ({ data }) => found.edges.push(data)
    window.addEventListener('keydown', () => found.keys.push(context.currentTime), { capture: true })
    window.knob = found
  }
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode && this instanceof AudioWorkletNode) void listen(this)
    return connect.call(this, to, ...rest)
  }
}`
