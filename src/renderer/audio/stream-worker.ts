import { LookAhead } from './look-ahead'
import type { FromWorker, ToWorker } from './messages'
import { Ring } from './ring'
import { Strain } from './strain'
import { Stream } from './stream'
import { openWire } from './wire'

/** How long to sleep at most where nothing is heard. */
const IDLE = 20

let stream: Stream | undefined

self.addEventListener('message', (event: MessageEvent<ToWorker>) => {
  const message = event.data
  if (message.kind === 'start') start(message)
  else if (message.kind === 'transport') stream?.follow(message.epoch, message.playing)
  else stream?.silence()
})

function start(message: Extract<ToWorker, { kind: 'start' }>): void {
  const ring = new Ring(message.ring)
  const wire = openWire(message.source, {
    receive: bytes => stream?.receive(bytes),
    opened: () => stream?.reconnected(),
  })
  const ahead = new LookAhead(message.lookAhead)
  stream = new Stream({
    ring,
    lookAhead: () => ahead.frames,
    send: bytes => wire.send(bytes),
    levels: (layout, frame, load) => tell({ kind: 'levels', layout, frame, load }),
    looks: seen => {
      // A copy, or the whole block would go along.
      const frame = seen.slice()
      self.postMessage({ kind: 'looks', frame } satisfies FromWorker, { transfer: [frame.buffer] })
    },
    now: () => performance.now(),
  })
  void keepFull(stream, ring, ahead)
}

async function keepFull(stream: Stream, ring: Ring, ahead: LookAhead): Promise<never> {
  const strain = new Strain()
  for (;;) {
    await ring.consumed(stream.pump(), IDLE)
    const [lowest, now] = [ring.takeLowest(), performance.now()]
    if (ahead.watch(ring.underruns, lowest, now)) {
      tell({ kind: 'look-ahead', frames: ahead.frames })
    }
    if (strain.watch(ring.underruns, lowest, ahead.frames, now)) {
      tell({ kind: 'strain', strained: strain.strained })
    }
  }
}

function tell(message: FromWorker): void {
  self.postMessage(message)
}
