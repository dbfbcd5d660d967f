import { BASE64 } from './base64-text'
import { most } from './said-limits'
import { TENSORS, WORKS } from './tensors-text'
import { TIMERS } from './timers-text'

/**
 * The code that runs first in the context of a plugin's asynchronous parts, before anything of the plugin. No
 * function of the process is handed in: the host enters with one text, the wrapper collects what the plugin says, and the
 * host takes that as one text. So there is nothing to be called wrongly, and nothing that could be flooded.
 *
 * In: `[[0, call, kind, name, input, deadline]…]` a call, `[1, request, isOk, text]` the answer to a request,
 * `[2, timer]` a timer, `[3, call]` a call that nobody waits for any more. Out: `["d", call, isOk, text, stack]`,
 * `["r", request, method, arguments]`, `["t", timer, ms]`, `["u", timer]`, `["l", level, text]`,
 * `["p", sensor, value]`, `["x", dropped]`, and `["k", call]`: a cancelled call was seen. Its value: `{ install, enter, drain }`.
 */
export const ASYNC_WRAPPER = String.raw`(() => {
  'use strict'
  // As in the wrapper of scripts: what is used later is taken now, by no lookup that the plugin can change.
  const { apply } = Reflect
  const { freeze, defineProperty, getPrototypeOf, hasOwn, create, keys } = Object
  const { parse, stringify } = JSON
  const { slice, charCodeAt, includes } = String.prototype
  const { fromCharCode } = String
  const asText = String
  const asNumber = Number
  const Thrown = Error
  const Later = Promise
  const { then } = Promise.prototype
  const Bytes = Uint8Array
  const Floats = Float32Array
  const isFiniteNumber = Number.isFinite
  const isList = Array.isArray
  const lengthOf = Object.getOwnPropertyDescriptor(getPrototypeOf(Bytes.prototype), 'length').get
  const viewBuffer = Object.getOwnPropertyDescriptor(getPrototypeOf(Bytes.prototype), 'buffer').get
  const viewOffset = Object.getOwnPropertyDescriptor(getPrototypeOf(Bytes.prototype), 'byteOffset').get
  const viewLength = Object.getOwnPropertyDescriptor(getPrototypeOf(Bytes.prototype), 'byteLength').get

  // No shared memory, no code from strings, no Wasm of its own.
  for (const name of [
    'SharedArrayBuffer', 'Atomics', 'Intl', 'WeakRef', 'FinalizationRegistry', 'WebAssembly', 'eval', 'ShadowRealm',
  ]) delete globalThis[name]
  const refuse = function Function() { throw new Thrown('A plugin makes no code from strings') }
  for (const made of [function () {}, async function () {}, function* () {}, async function* () {}]) {
    defineProperty(getPrototypeOf(made), 'constructor', { value: refuse, writable: false, configurable: false })
  }
  globalThis.Function = refuse

  // Outgoing
  let out = ''
  let count = 0
  let dropped = 0
  let unasked = 0
  const say = text => {
    if (count >= ${most.messages} || out.length + text.length > ${most.characters}) {
      dropped++
      return false
    }
    out = count === 0 ? text : out + ',' + text
    count++
    return true
  }
  const mention = text => {
    if (unasked >= ${most.unasked} || out.length + text.length > ${most.characters / 2}) dropped++
    else if (say(text)) unasked++
  }
  const cut = (text, most) => (text.length > most ? apply(slice, text, [0, most]) : text)
  const describe = thrown => {
    try {
      return cut(thrown instanceof Thrown ? asText(thrown.message) : asText(thrown), 500)
    } catch {
      return 'Something was thrown that cannot be shown'
    }
  }
  const stackOf = thrown => {
    try {
      return thrown instanceof Thrown ? cut(asText(thrown.stack), 4000) : ''
    } catch {
      return ''
    }
  }
  const put = (object, key, value) => defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })

  // Answers and other values that leave or come in
  const plain = value => {
    const text = stringify(value)
    if (text === undefined) return 'null'
    if (text.length > ${most.characters}) throw new Thrown('This is too large: 8 million characters of JSON at most')
    return text
  }
  const promiseOf = value => new Later(resolve => resolve(value))
  const coded = (code, said) => {
    const failure = new Thrown(said)
    put(failure, 'code', code)
    return failure
  }

  // Requests to the host
  let requests = 0
  let asked = 0
  const waiting = create(null)
  const ask = (method, args) => new Later((resolve, reject) => {
    const text = asked < ${most.requests} ? stringify(plain(args)) : '' // Code of the plugin’s may run, and ask too.
    if (asked >= ${most.requests}) throw coded('queue-full', 'Too many requests wait for their answers: ${most.requests} may')
    const id = ++requests
    if (!say('["r",' + id + ',' + stringify(method) + ',' + text + ']')) {
      throw coded('queue-full', 'Too much was said at once')
    }
    asked++
    waiting[id] = { resolve, reject }
  })

${BASE64}

${TENSORS}

${TIMERS}

  // Logging: a text and no more; level and plugin are the host’s to say
  const shown = value => {
    if (typeof value === 'string') return value
    if (value instanceof Thrown) return describe(value)
    try {
      const text = stringify(value)
      return text === undefined ? asText(value) : text
    } catch {
      return '[cannot be shown]'
    }
  }
  const lineOf = parts => {
    let line = ''
    for (let i = 0; i < parts.length && line.length < ${most.line}; i++) line += (i === 0 ? '' : ' ') + shown(parts[i])
    return cut(line, ${most.line})
  }
  const logger = level => (...parts) => { mention('["l","' + level + '",' + stringify(lineOf(parts)) + ']') }
  const log = freeze({ debug: logger('debug'), info: logger('info'), warn: logger('warn'), error: logger('error') })
  put(globalThis, 'console', freeze({ ...log, log: log.info, trace: log.debug }))

  // What the plugin may do: a capability that was not declared is not there
  const capability = {
    'files.read': context => {
      context.files = {
        ...context.files,
        readText: path => ask('files.readText', { path: asText(path) }),
        readBytes: path => apply(then, ask('files.readBytes', { path: asText(path) }), [fromBase64]),
        list: path => ask('files.list', { path: asText(path) }),
      }
    },
    'files.write': context => {
      context.files = {
        ...context.files,
        writeText: (path, text) => ask('files.writeText', { path: asText(path), text: asText(text) }),
        writeBytes: (path, bytes) => ask('files.writeBytes', { path: asText(path), base64: toBase64(bytes) }),
      }
    },
    network: context => {
      context.fetch = (url, options = {}) => {
        const { method = 'GET', headers = {}, body } = options
        const request = { url: asText(url), method: asText(method), headers: { ...headers } }
        if (body !== undefined) put(request, 'body', asText(body))
        return ask('network.fetch', request)
      }
      context.osc = {
        send: (to, address, args = []) => ask('network.osc', { to: asText(to), address: asText(address), args }),
      }
    },
    'project.read': context => {
      context.project = { ...context.project, read: () => ask('project.read', {}) }
    },
    'project.write': context => {
      context.project = {
        ...context.project,
        edit: (edits, label) => ask('project.edit', { edits, label: asText(label) }),
      }
    },
    'tools.call': context => {
      context.tools = { call: (tool, input) => ask('tools.call', { tool: asText(tool), input }) }
    },
    model: context => {
      context.models = {
        generate: (prompt, wish = {}) => {
          const { seconds, seed } = wish
          const request = { prompt: asText(prompt) }
          if (seconds !== undefined) put(request, 'seconds', asNumber(seconds))
          if (seed !== undefined) put(request, 'seed', asNumber(seed))
          return ask('models.generate', request)
        },
        status: job => ask('models.status', { job: asText(job) }),
        isGenerating: () => ask('models.isGenerating', {}),
        run: (model, inputs) => new Later(resolve => {
          const request = { model: asText(model), inputs: sentTensors(inputs) }
          resolve(apply(then, ask('models.run', request), [takenTensors]))
        }),
        info: model => ask('models.info', { model: asText(model) }),
      }
    },
    system: context => {
      context.system = { stats: () => ask('system.stats', {}) }
    },
    gpio: context => {
      context.gpio = {
        read: pin => ask('gpio.read', { pin: asNumber(pin) }),
        write: (pin, level) => ask('gpio.write', { pin: asNumber(pin), level: asNumber(level) }),
      }
    },
    midi: context => {
      context.midi = {
        outputs: () => ask('midi.outputs', {}),
        send: (output, message) => ask('midi.send', { output: asText(output), message }),
      }
    },
    serial: context => {
      context.serial = {
        ask: (device, line, baud) => ask('serial.ask', { device: asText(device), line: asText(line), ...(baud !== undefined && { baud: asNumber(baud) }) }),
      }
    },
  }

  // Of a sensor that publishes by itself the name is known; anybody else says it.
  const readingsOf = own => freeze({
    publish: reading => {
      const { sourceId = own, value } = reading
      if (!isFiniteNumber(value)) throw new Thrown('A reading is a finite number')
      if (sourceId === undefined) throw new Thrown('A reading outside of a sensor names its sourceId')
      mention('["p",' + stringify(cut(asText(sourceId), 300)) + ',' + value + ']')
    },
  })

  let code
  let base
  const install = (namespace, configText, grantedText) => {
    try {
      code = namespace.default
      if (typeof code !== 'object' || code === null) return 'xThe plugin exports no definePlugin(…)'
      const context = {
        config: parse(configText),
        log,
        storage: freeze({
          get: key => apply(then, ask('storage.get', { key: asText(key) }), [kept => (kept === null ? undefined : parse(kept))]),
          set: (key, value) => ask('storage.set', { key: asText(key), value: plain(value) }),
          remove: key => ask('storage.remove', { key: asText(key) }),
          keys: () => ask('storage.keys', {}),
        }),
        readings: readingsOf(),
      }
      const granted = parse(grantedText)
      const used = isList(code.rights) ? stringify(code.rights) : undefined
      for (let i = 0; i < granted.length; i++) {
        const right = granted[i]
        const uses = used === undefined || apply(includes, used, [stringify(right)])
        if (uses && hasOwn(capability, right)) capability[right](context)
      }
      for (const name of ['files', 'project', 'tools', 'system', 'gpio', 'midi', 'serial', 'osc', 'models']) if (hasOwn(context, name)) freeze(context[name])
      base = context
      const listed = part => (typeof code[part] === 'object' && code[part] !== null ? keys(code[part]) : [])
      return 'o' + stringify({ tools: listed('tools'), sensors: listed('sensors'), providers: listed('providers') })
    } catch (thrown) {
      return 'x' + describe(thrown)
    }
  }

  // Calls
  const live = create(null)
  const made = create(null)
  const part = (list, name) => {
    const parts = code[list]
    if (typeof parts !== 'object' || parts === null || !hasOwn(parts, name)) {
      throw new Thrown('The plugin’s code has no ' + apply(slice, list, [0, list.length - 1]) + ' “' + name + '”')
    }
    return parts[name]
  }
  const optional = (owner, method, args) => {
    if (typeof owner !== 'object' || owner === null || owner[method] === undefined) return undefined
    return apply(owner[method], owner, args)
  }
${WORKS}

  // Sounds cross as lists of numbers; whoever wrote the plugin expects samples.
  const withSamples = value => {
    if (typeof value !== 'object' || value === null || !hasOwn(value, 'channels') || !isList(value.channels)) return value
    const channels = []
    for (let i = 0; i < value.channels.length; i++) {
      const samples = value.channels[i]
      put(channels, i, isList(samples) ? new Floats(samples) : samples)
    }
    return { ...value, channels }
  }
  const kinds = {
    setup: (_name, _input, context) => optional(code, 'setup', [context]),
    teardown: (_name, _input, context) => optional(code, 'teardown', [context]),
    check: (_name, _input, context) => optional(code, 'checkDependencies', [context]),
    tool: (name, input, context) => apply(part('tools', name), undefined, [input, context]),
    work: (name, input, context) => apply(part('works', name), undefined, [workOf(input), context]),
    'sensor-setup': (name, _input, context) => optional(part('sensors', name), 'setup', [context]),
    'sensor-read': (name, _input, context) => {
      const sensor = part('sensors', name)
      return apply(then, promiseOf(apply(sensor.read, sensor, [context])), [value => {
        if (!isFiniteNumber(value)) throw new Thrown('A reading is a finite number')
        return value
      }])
    },
    'sensor-teardown': (name, _input, context) => optional(part('sensors', name), 'teardown', [context]),
    provider: (name, input, context) => {
      const { method, args } = input
      const factory = part('providers', name)
      const instance = hasOwn(made, name) ? made[name] : (made[name] = promiseOf(factory(context.config, context)))
      return apply(then, instance, [provider => {
        const given = isList(args) ? args : []
        for (let i = 0; i < given.length; i++) given[i] = withSamples(given[i])
        return apply(provider[method], provider, given)
      }])
    },
  }
  const call = (id, kind, name, inputText, deadline) => {
    const state = {}
    live[id] = state
    const end = (isOk, text, stack) => {
      if (live[id] !== state) return
      delete live[id]
      if (!say('["d",' + id + ',' + isOk + ',' + stringify(text) + ',' + stringify(stack) + ']')) {
        say('["d",' + id + ',false,"The answer is too large","" ]')
      }
    }
    const fails = thrown => end(false, describe(thrown), stackOf(thrown))
    try {
      const isSensor = apply(slice, kind, [0, 7]) === 'sensor-'
      const context = freeze({ ...base, deadline, ...(isSensor && { readings: readingsOf(name) }) })
      const answer = promiseOf(kinds[kind](name, parse(inputText), context))
      apply(then, answer, [value => {
        let text
        try {
          text = plain(value)
        } catch (thrown) {
          return fails(thrown)
        }
        end(true, text, '')
      }, fails])
    } catch (thrown) {
      fails(thrown)
    }
  }
  const answered = (id, isOk, text) => {
    if (!hasOwn(waiting, id)) return
    const { resolve, reject } = waiting[id]
    delete waiting[id]
    asked--
    if (isOk) resolve(parse(text))
    else {
      const { code, message } = parse(text)
      reject(coded(code, message))
    }
  }

  /** What the host enters with. */
  const enter = text => {
    const messages = parse(text)
    for (let i = 0; i < messages.length; i++) {
      const message = messages[i]
      try {
        if (message[0] === 0) call(message[1], message[2], message[3], message[4], message[5])
        else if (message[0] === 1) answered(message[1], message[2], message[3])
        else if (message[0] === 2) ring(message[1])
        else {
          const id = message[1]
          delete live[id]
          say('["k",' + id + ']')
        }
      } catch (thrown) {
        say('["l","error",' + stringify(cut('Uncaught: ' + describe(thrown), ${most.line})) + ']')
      }
    }
  }
  const drain = () => {
    const said = dropped === 0 ? out : (count === 0 ? '' : out + ',') + '["x",' + dropped + ']'
    out = ''
    count = 0
    dropped = 0
    unasked = 0
    return said
  }
  return { install, enter, drain }
})()`
