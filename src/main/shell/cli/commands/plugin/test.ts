import { testPlugin } from '../../../../plugins/packages'
import { errorLine, exitCodes, type Io } from '../../io'
import type { JsonFlag } from '../../command-parts'
import { openParts } from '../../../../tools'
import { absolute, installPlaces } from './places'
import { certificateLines, refuse, testLines } from './report'
import { fail } from '#shared/kit'

/** `wireharp plugin test` */
export async function testCommand(
  io: Io,
  { path, json }: JsonFlag & { readonly path: string },
): Promise<number> {
  const { builtIn } = installPlaces(io)
  const onProgress = (what: string) => io.status(`Testing ${what}…`)
  const tested = await testPlugin(absolute(path), {
    builtIn,
    withCost: false,
    openParts,
    onProgress,
  })
  io.status('')
  if (!tested.ok) return refuse(io, tested.error)
  const { certificate, tests } = tested.value
  const failed = tests.filter(({ failure }) => failure !== undefined).length
  const all = [
    ...Object.values(certificate.nodes).flatMap(node => node.checks),
    ...certificate.parts,
  ]
  const wrong = all.filter(({ passed }) => !passed).length
  const checks = all.length
  if (json === true) {
    io.out(JSON.stringify({ passed: failed === 0 && wrong === 0, tests, certificate }))
  } else {
    for (const line of [...certificateLines(certificate), ...testLines(tests)]) io.out(line)
    io.out(
      `${checks - wrong} of ${checks} checks and ${tests.length - failed} of ${tests.length} tests passed.`,
    )
  }
  if (failed === 0 && wrong === 0) return exitCodes.done
  const failure =
    failed > 0
      ? fail('plugin-test-failed', `${failed} of its tests failed.`)
      : fail('plugin-not-conforming', `${wrong} of the checks failed.`)
  io.err(errorLine(failure))
  return exitCodes.refused
}
