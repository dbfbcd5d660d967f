import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, dirname } from 'node:path'
import { findNode } from './find-node.mjs'
import { at } from './root.mjs'
import { watchStarter } from './watch-starter.mjs'

const patience = 10_000

/**
 * Runs a script on `node` (Wireharp's own by default), tied to this process: it gets the signals, and it
 * ends when this process is gone, however that came about.
 */
export function runNode(args, { node = findNode(), ...options } = {}) {
  const tether = ['--no-warnings', '--require', at('bin/lib/tether.cjs')]
  return run(node, [...tether, ...args], options)
}

/** The child's environment: `node` means Wireharp's Node, and compiled code is kept for the next start. */
export function withNode(node = findNode()) {
  return {
    PATH: [dirname(node), process.env.PATH].filter(Boolean).join(delimiter),
    WIREHARP_NODE: node,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? at('out/.compile-cache'),
  }
}

/**
 * Runs a command over an IPC channel, whose closing tells the child that this process is gone. Yields
 * `{ code, signal }` with the code a shell would give: 128 + n after signal n. `toStderr` keeps stdout for
 * what was asked for; after `timeout` milliseconds the child is ended.
 * `endBy` replaces the signals of a child that does not end well by them.
 */
export function run(command, args, { env = {}, cwd, toStderr = false, timeout, endBy } = {}) {
  const stdio = toStderr ? ['ignore', 2, 2, 'ipc'] : ['inherit', 'inherit', 'inherit', 'ipc']
  const starter = { WIREHARP_STARTER: String(process.pid), WIREHARP_END_BY: endBy ?? 'SIGTERM' }
  const child = spawn(command, args, { stdio, cwd, env: { ...process.env, ...env, ...starter } })
  const finish = signal => end(child, endBy ?? signal)
  const untie = [
    passSignals(finish),
    watchStarter(() => finish('SIGTERM')),
    deadline(finish, timeout),
  ]
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      for (const release of untie) release()
      if (child.connected) child.disconnect()
      resolve({ code: code ?? 128 + constants.signals[signal], signal })
    })
  })
}

function passSignals(finish) {
  const pass = signal => {
    // A terminal's Ctrl-C reaches the child by itself; twice would look like impatience.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) finish(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, pass)
  return () => signals.forEach(signal => process.off(signal, pass))
}

function deadline(finish, timeout) {
  if (timeout === undefined) return () => undefined
  const timer = setTimeout(() => finish('SIGTERM'), timeout)
  return () => clearTimeout(timer)
}

function end(child, signal) {
  child.kill(signal)
  setTimeout(() => child.kill('SIGKILL'), patience).unref()
}
