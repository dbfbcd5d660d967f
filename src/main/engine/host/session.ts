import { fail, QUANTUM, unreachable, type Failure } from '#shared/kit'
import { encodeAudioBlock } from '#shared/contract'
import type { FramedPipe } from '../../kit'
import type { Instruction } from '../graph'
import type { EngineReply, EngineRequest } from '../protocol'
import { ArenaFullError, loadKernels, Renderer, ScriptRunner } from '../render'
import { renderToFile } from './render-to-file'
import { offlineLimits, realTimeLimits } from './script-limits'
import { Watchdog } from './watchdog'

/** Levels go out with every twelfth quantum: some 30 times a second. */
const LEVEL_INTERVAL = 12

/** One shell's use of this process: a graph, and real-time sound or an offline render of it. */
export class Session {
  readonly #pipe: FramedPipe
  readonly #scripts: ScriptRunner
  readonly #watchdog: Watchdog
  readonly #renderer: Renderer
  #playing = false
  #epoch = 0
  #layout = 0
  #quanta = 0

  constructor(pipe: FramedPipe, purpose: 'real-time' | 'offline') {
    this.#pipe = pipe
    const limits = purpose === 'offline' ? offlineLimits : realTimeLimits
    this.#scripts = new ScriptRunner(limits, nodes => this.#watchdog.name(nodes))
    this.#watchdog = new Watchdog(this.#scripts.board.shared)
    this.#renderer = new Renderer({
      kernels: loadKernels(),
      scripts: this.#scripts,
      onTrouble: (node, failure) => this.#say({ kind: 'trouble', node, failure }),
    })
  }

  start(): void {
    this.#say({ kind: 'ready' })
  }

  take(request: EngineRequest): void {
    switch (request.kind) {
      case 'commit':
        return this.#commit(request.batch)
      case 'play':
        this.#epoch = request.epoch
        this.#playing = true
        return this.#renderer.rewind(request.position)
      case 'stop':
        this.#epoch = request.epoch
        this.#playing = false
        return
      case 'pull':
        return this.#pull(request.epoch, request.blocks)
      case 'retry':
        return this.#renderer.retry(request.node)
      case 'render':
        return void renderToFile(this.#renderer, request.job, reply => this.#say(reply))
      default:
        return unreachable(request)
    }
  }

  #commit(batch: readonly Instruction[]): void {
    let failure: Failure | undefined
    try {
      this.#renderer.commit(batch)
    } catch (thrown) {
      if (!(thrown instanceof ArenaFullError)) throw thrown
      failure = fail('graph-too-large', 'The graph needs more memory than the engine has.')
    }
    this.#layout += 1
    const nodes = this.#renderer.layout
    this.#say({ kind: 'committed', layout: this.#layout, nodes, ...(failure && { failure }) })
  }

  #pull(epoch: number, blocks: number): void {
    for (let block = 0; block < blocks; block++) {
      if (!this.#playing || epoch !== this.#epoch) return
      const { position } = this.#renderer
      this.#renderer.render(QUANTUM)
      this.#quanta += 1
      const last = this.#renderer.ended
      if (last) this.#playing = false
      this.#pipe.sendAudio(
        encodeAudioBlock({
          epoch,
          channels: 2,
          frames: QUANTUM,
          position,
          layout: this.#layout,
          last,
          samples: this.#renderer.interleaved(QUANTUM),
          levels: this.#quanta % LEVEL_INTERVAL === 0 ? this.#renderer.levels() : noLevels,
        }),
      )
    }
  }

  #say(reply: EngineReply): void {
    this.#pipe.sendJson(reply)
  }
}

const noLevels = new Float32Array(0)
