import { err, fail, type CpuProfile, type Hertz, type Result } from '#shared/kit'
import type { Log } from '../../kit'
import type { ScriptLayout } from '../../sandbox'
import type { EngineNode } from '../graph'
import type { EngineReply } from '../protocol'
import { OfflineEngines } from './offline-engines'

export interface OfflineProfile {
  readonly log: Log
  readonly node: EngineNode
  readonly sampleRate: Hertz
  readonly seconds: number
}

/** What a process may take beside the seconds that are asked for. */
const PATIENCE_MS = 20_000
const STEREO = 2

/** Where the time goes that a script node takes, in a process of its own: what plays goes on playing. */
export async function profileOffline(options: OfflineProfile): Promise<Result<CpuProfile>> {
  const { node, log, sampleRate, seconds } = options
  if (node.dsp.form !== 'script') {
    return err(fail('plugin-not-profiled', `${node.label} runs no code of its own.`))
  }
  await using lease = new OfflineEngines().take(log)
  const { process: engine } = lease
  const { promise, resolve } = Promise.withResolvers<Result<CpuProfile>>()
  using _replies = engine.replies.on(reply => {
    const result = resultOf(reply)
    if (result !== undefined) resolve(result)
  })
  void engine.exited.then(({ lastWords }) => {
    const code = lastWords?.reason === 'memory' ? 'script-memory' : 'script-died'
    resolve(err(fail(code, `The process of ${node.label} ended.`)))
  })
  const timer = setTimeout(
    () => {
      engine.kill()
      resolve(err(fail('plugin-timeout', `${node.label} hung.`)))
    },
    seconds * 1000 + PATIENCE_MS,
  )
  const params = Object.values(node.params).map(({ value }) => value)
  const job = { code: node.dsp.code, layout: layoutOf(node), params, sampleRate, seconds }
  engine.send({ kind: 'profile', job })
  const result = await promise
  clearTimeout(timer)
  return result
}

function resultOf(reply: EngineReply): Result<CpuProfile> | undefined {
  if (reply.kind === 'profiled') return { ok: true, value: reply.profile }
  return reply.kind === 'render-failed' ? err(reply.failure) : undefined
}

/** Every input is heard, in stereo where it is sound. */
function layoutOf({ inputs, outputs, params }: EngineNode): ScriptLayout {
  return {
    inputs: Object.entries(inputs).map(([port, { kind }]) => [port, kind === 'audio' ? STEREO : 1]),
    outputs: Object.entries(outputs).map(([port, { channels }]) => [
      port,
      typeof channels === 'number' ? channels : STEREO,
    ]),
    params: Object.keys(params),
  }
}
