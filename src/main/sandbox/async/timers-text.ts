import { most } from './said-limits'

/** The timers of a plugin’s asynchronous parts: told to the host, rung when it enters. Plain JavaScript, kept as text. */
export const TIMERS = String.raw`  // Timers
  let timers = 0
  let ticking = 0
  const due = create(null)
  const arm = (callback, ms, repeats, args) => {
    if (typeof callback !== 'function') throw new Thrown('A timer takes a function')
    const asked = asNumber(ms)
    const wait = isFiniteNumber(asked) && asked > 0 ? asked : 0
    if (ticking >= ${most.timers}) throw new Thrown('There are too many timers')
    const id = ++timers
    if (!say('["t",' + id + ',' + wait + ']')) throw new Thrown('Too much was said at once')
    due[id] = { callback, wait, repeats, args }
    ticking++
    return id
  }
  const disarm = id => {
    if (typeof id !== 'number' || !hasOwn(due, id)) return
    delete due[id]
    ticking--
    say('["u",' + id + ']')
  }
  const ring = id => {
    if (!hasOwn(due, id)) return
    const { callback, wait, repeats, args } = due[id]
    if (repeats) say('["t",' + id + ',' + wait + ']')
    else {
      delete due[id]
      ticking--
    }
    apply(callback, undefined, args)
  }
  put(globalThis, 'setTimeout', (callback, ms, ...args) => arm(callback, ms, false, args))
  put(globalThis, 'setInterval', (callback, ms, ...args) => arm(callback, ms, true, args))
  put(globalThis, 'clearTimeout', disarm)
  put(globalThis, 'clearInterval', disarm)
  put(globalThis, 'queueMicrotask', callback => { apply(then, promiseOf(), [callback]) })`
