import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'

const run = promisify(execFile)
const pin = z.strictObject({ pin: z.int().min(0).max(63) })
const level = pin.extend({ level: z.union([z.literal(0), z.literal(1)]) })

/**
 * Pins over the character device of Linux, by the tools of libgpiod: the numbers are the only thing that a plugin has a
 * say in. Version 2 of the tools takes the chip as an option, version 1 as an argument.
 */
export async function readPin(args: unknown): Promise<Result<unknown>> {
  const wish = pin.safeParse(args)
  if (!wish.success) return err(fail('request-invalid', 'A pin is a number from 0 to 63.'))
  const number = String(wish.data.pin)
  const said = await tool(
    'gpioget',
    ['--numeric', '-c', 'gpiochip0', number],
    ['gpiochip0', number],
  )
  if (!said.ok) return said
  return ok(said.value.trim() === '1' ? 1 : 0)
}

export async function writePin(args: unknown): Promise<Result<unknown>> {
  const wish = level.safeParse(args)
  if (!wish.success) return err(fail('request-invalid', 'A level is 0 or 1.'))
  const setting = `${wish.data.pin}=${wish.data.level}`
  const said = await tool(
    'gpioset',
    ['-t', '0', '-c', 'gpiochip0', setting],
    ['gpiochip0', setting],
  )
  return said.ok ? ok() : said
}

async function tool(
  name: string,
  second: readonly string[],
  first: readonly string[],
): Promise<Result<string>> {
  for (const args of [second, first]) {
    try {
      return ok((await run(name, args, { timeout: 1000, maxBuffer: 4096 })).stdout)
    } catch {
      // The other version’s way of saying it, then.
    }
  }
  return err(fail('device-unavailable', 'The pins of this machine cannot be used.'))
}
