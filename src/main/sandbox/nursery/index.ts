import { Socket } from 'node:net'
import { leave } from '../leave'
import { descriptorOf, LINE, startHost, WORDS } from '../start-host'
import { isOrder, type Birth } from './messages'

const LOOK_MS = 250

/**
 * Starts script hosts for an engine, and hands their sockets over. The engine cannot do it itself while sound runs: a
 * process with much memory is held up for as long as its page tables take to be copied. Ends with the engine, and
 * its hosts with it.
 */
function main(): void {
  process.on('message', order => {
    if (isOrder(order)) bear(order.host)
  })
  process.on('disconnect', leave)
  // Node says nothing of an engine that was killed while it was handed a socket.
  const engine = Number(process.argv[2])
  setInterval(() => {
    if (process.ppid !== engine) leave()
  }, LOOK_MS)
}

function bear(host: number): void {
  const child = startHost()
  const ended = () => say({ kind: 'ended', host })
  child.once('error', ended).once('exit', ended)
  const { pid } = child
  if (pid === undefined) return
  const streams = { line: child.stdio[LINE], words: child.stdio[WORDS] }
  // Nothing of what it says may be read here.
  for (const stream of Object.values(streams)) descriptorOf(stream)
  say({ kind: 'line', host, pid }, streams.line)
  say({ kind: 'words', host, pid }, streams.words)
}

function say(birth: Birth, stream?: unknown): void {
  process.send?.(birth, stream instanceof Socket ? stream : undefined)
}

main()
