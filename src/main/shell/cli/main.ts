import { CommanderError, type Command } from 'commander'
import { appVersion } from '../../system'
import { errorLine, exitCodes, oneLine, seeHelp, type Io } from './io'
import { createProgram } from './program'

const DYNAMIC_FLAG = '--enable-dynamic-plugins'
const DYNAMIC = 'WIREHARP_DYNAMIC_PLUGINS'

/** Runs a command line and gives its exit code. The process door: a bug ends here, in words. */
export async function main(args: readonly string[], asked: Io): Promise<number> {
  const io = args.includes(DYNAMIC_FLAG) ? withDynamic(asked) : asked
  let code: number = exitCodes.done
  const program = createProgram(io, appVersion(), ended => (code = ended))
  for (const each of withInner(program)) {
    each.configureOutput({
      writeOut: text => io.out(text.replace(/\n$/, '')),
      writeErr: () => {},
      outputError: () => {},
    })
  }
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) {
      return usageEnd(error, () => io.out(program.helpInformation().trimEnd()), io)
    }
    io.err(bugLine(error, io.env))
    return exitCodes.bug
  }
}

/** The app that `serve` starts has the environment of the process. */
function withDynamic(io: Io): Io {
  process.env[DYNAMIC] = '1'
  return { ...io, env: { ...io.env, [DYNAMIC]: '1' } }
}

function withInner(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withInner)]
}

/** Commander leaves by throwing: after help and version, and where it was called wrongly. */
function usageEnd(error: CommanderError, help: () => void, io: Io): number {
  if (error.exitCode === 0) return exitCodes.done
  if (error.code === 'commander.help') {
    help()
    return exitCodes.usage
  }
  const message = oneLine(error.message.replace(/^error: /, '')).replace(/([^.?)])$/, '$1.')
  io.err(errorLine({ code: 'usage', message: `${message} ${seeHelp}` }))
  return exitCodes.usage
}

/** Short, since its reader cannot mend it; whoever can asks for the stack. */
function bugLine(error: unknown, env: Io['env']): string {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  if (env.WIREHARP_DEBUG === '1') return stack ?? message
  const line = errorLine({ code: 'internal', message: `This is a bug in Wireharp: ${message}` })
  return `${line} Please report it with what WIREHARP_DEBUG=1 prints.`
}
