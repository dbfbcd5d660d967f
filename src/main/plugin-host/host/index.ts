import { Socket } from 'node:net'
import { FramedPipe } from '../../kit'
import { leave } from '../../sandbox'
import { isHostRequest } from '../protocol'
import { Hosting } from './hosting'

/**
 * The process of plugins’ asynchronous parts. It talks to the shell over its fourth descriptor and ends when that
 * closes, so that it never outlives the shell, however the shell died. It opens no file and no socket: what plugins ask
 * for goes to the shell.
 */
function main(): void {
  const stream = new Socket({ fd: 3, readable: true, writable: true })
  const pipe: FramedPipe = new FramedPipe(stream, {
    json: message => {
      if (isHostRequest(message)) hosting.take(message)
    },
    audio: () => {},
    closed: leave,
  })
  const hosting = new Hosting(reply => void pipe.sendJson(reply))
  hosting.start()
}

main()
