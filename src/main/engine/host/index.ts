import { Socket } from 'node:net'
import { FramedPipe } from '../../kit'
import { leave } from '../../sandbox'
import { isEngineRequest } from '../protocol'
import { Session } from './session'

/**
 * The engine process. It talks to the shell over its fourth descriptor and ends when that closes, so that it
 * never outlives the shell, however the shell died. Over the fifth come the connections of pages.
 */
function main(): void {
  const [, , asked, most = ''] = process.argv
  const purpose = asked === 'offline' ? 'offline' : 'real-time'
  const stream = new Socket({ fd: 3, readable: true, writable: true })
  const pipe: FramedPipe = new FramedPipe(stream, {
    json: message => {
      if (isEngineRequest(message)) session.take(message)
    },
    audio: () => {},
    closed: leave,
  })
  const session = new Session(pipe, purpose, Number(most))
  process.on('message', (greeting, socket) => {
    if (socket instanceof Socket) session.adopt(greeting, socket)
  })
  session.start()
}

main()
