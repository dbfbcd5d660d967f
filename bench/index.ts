import { Command } from 'commander'
import { coresBench } from './cores/cores-bench'
import { editorBench } from './editor/editor-bench'
import { editsBench } from './edits/edits-bench'
import { restartBench } from './engine-restart/restart-bench'
import { installKillsBench } from './install-kills/install-kills-bench'
import { importBench } from './import/import-bench'
import { addHostileBench } from './hostile-models/hostile-bench'
import { addWorkKillsBench } from './work-kills/work-kills-command'
import { addKnobBench } from './knob/knob-command'
import { addSafetyBench } from './safety/safety-command'
import { isolatesBench } from './isolates/isolates-bench'
import { addGenerateBench } from './generate/generate-command'
import { lookAheadBench, type LookAheadOptions } from './look-ahead/look-ahead-bench'
import { peersBench } from './peers/peers-bench'
import { listen } from './market/listener'
import { marketBench } from './market/market-bench'
import { serveLarge } from './market/registry-child'
import { printRows } from './print-rows'
import { reRenderBench, type ReRenderOptions } from './re-render/re-render-bench'
import { searchBench, tellFilling, type SearchOptions } from './search/search-bench'
import { sessionBench, type SessionOptions } from './session/session-bench'
import { sizeBench } from './size/size-bench'
import { timelineBench } from './timeline/timeline-bench'
import { demoBench } from './start/demo-bench'
import { startBench } from './start/start-bench'
import { streamingBench } from './streaming/streaming-bench'
import { crossingBench, killsBench } from './script-hosts/script-hosts-bench'
import { soakBench } from './soak/soak-bench'
import { scriptsBench } from './scripts/scripts-bench'
import { voiceBench } from './voice/voice-bench'

interface LookAheadArguments extends LookAheadOptions {
  readonly seconds: number
  readonly json?: boolean
}

const program = new Command('wireharp bench').description(
  'Measures Wireharp. Every figure stands beside a peer’s of the same run, or says how it was taken.',
)

program
  .command('peers')
  .description(
    'offline rendering against node-web-audio-api and Chromium, the same patches in one run',
  )
  .argument('[patches...]', 'names of the patches; all without')
  .option('--seconds <n>', 'seconds of sound to render', Number, 30)
  .option('--json', 'print JSON')
  .action(async (names: string[], { seconds, json }: { seconds: number; json?: boolean }) => {
    const report = await peersBench(seconds, names)
    if (json) console.log(JSON.stringify(report))
    else {
      printRows(report.patches, `geometric mean of the ratios: ${report.geometricMean.toFixed(2)}`)
    }
  })

program
  .command('voice')
  .description('voice activity of a minute of sound, by Silero and by energy, on one thread')
  .option('--json', 'print JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const rows = await voiceBench()
    if (json) console.log(JSON.stringify(rows))
    else printRows(rows)
  })

program
  .command('size')
  .description('what a render costs: by the nodes of a graph, and by its length')
  .option('--json', 'print JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const rows = await sizeBench()
    if (json) console.log(JSON.stringify(rows))
    else printRows(rows)
  })

program
  .command('start')
  .description(
    'from `npm start` to a demo that plays; start-up with none, 100 and 20 broken plugins of the user’s',
  )
  .option('--runs <n>', 'starts of the app to take the median of', Number, 5)
  .option(
    '--demo',
    'only from `npm start` to a demo that can be played, and what the page loads for it',
  )
  .option('--json', 'print JSON')
  .action(async (options: { runs: number; demo?: boolean; json?: boolean }) => {
    const demo = await demoBench(options.runs)
    const plugins = options.demo ? [] : await startBench(options.runs)
    if (options.json) return console.log(JSON.stringify({ demo, plugins }))
    printRows([demo])
    printRows(plugins)
  })

program
  .command('session')
  .description(
    'a session of editing in Chromium: from every input to its paint, and what the page keeps',
  )
  .option('--minutes <n>', 'how long the hand works, without a rest', Number, 5)
  .option(
    '--rounds <n>',
    'so many rounds in place of minutes: 16 have the edits of an hour',
    Number,
  )
  .option('--json', 'print JSON')
  .action(async ({ json, ...options }: SessionOptions & { json?: boolean }) => {
    const report = await sessionBench(options)
    if (json) return console.log(JSON.stringify(report))
    const { answers, slowest, heap, ...facts } = report
    printRows(answers)
    printRows(slowest)
    printRows(heap)
    printRows([facts])
  })

addGenerateBench(program)

program
  .command('timeline')
  .description('a timeline of many clips, scrolled and zoomed in Chromium: frames a second')
  .option('--clips <n>', 'clips on 20 tracks', Number, 1000)
  .option('--seconds <n>', 'seconds of each motion', Number, 4)
  .option('--json', 'print JSON')
  .action(async ({ clips, seconds, json }: { clips: number; seconds: number; json?: boolean }) => {
    const rows = await timelineBench(clips, seconds)
    if (json) console.log(JSON.stringify(rows))
    else printRows(rows)
  })

program
  .command('cores')
  .description('a render with one thread and with all')
  .argument('[patches...]', 'names of the patches', ['mix50'])
  .option('--seconds <n>', 'seconds of sound to render', Number, 10)
  .option('--json', 'print JSON')
  .action(async (names: string[], { seconds, json }: { seconds: number; json?: boolean }) => {
    const rows = await coresBench(seconds, names)
    if (json) console.log(JSON.stringify(rows))
    else printRows(rows)
  })

program
  .command('edits')
  .description(
    'edits while it plays: how long they keep the thread that renders from the next block',
  )
  .option('--json', 'print JSON')
  .action(({ json }: { json?: boolean }) => {
    const rows = editsBench()
    if (json) console.log(JSON.stringify(rows))
    else printRows(rows)
  })

program
  .command('editor')
  .description('frames of the canvas with many nodes: opened, panned, zoomed, dragged, in Chromium')
  .argument('[nodes...]', 'how many nodes', ['2000', '10000'])
  .option('--seconds <n>', 'seconds of each gesture', Number, 3)
  .option('--json', 'print JSON')
  .action(async (nodes: string[], { seconds, json }: { seconds: number; json?: boolean }) => {
    const rows = await editorBench(nodes.map(Number), seconds)
    if (json) console.log(JSON.stringify(rows))
    else printRows(rows)
  })

program
  .command('look-ahead')
  .description(
    'underruns against look-ahead, with 50 sandboxed script plugins in series, in Chromium',
  )
  .option('--seconds <n>', 'seconds to play at each look-ahead', Number, 60)
  .option('--mix', 'a mix of 50 tracks in place of the scripts')
  .option('--look-ahead <frames>', 'this one alone', Number)
  .option('--json', 'print JSON')
  .action(async ({ seconds, json, ...options }: LookAheadArguments) => {
    const rows = await lookAheadBench(seconds, options)
    if (json) console.log(JSON.stringify(rows))
    else printRows(rows)
  })

addKnobBench(program)

addSafetyBench(program)

addWorkKillsBench(program)

program
  .command('scripts')
  .description(
    'nodes that are scripts in the sandbox: offline against the peers, and how many play at once',
  )
  .option('--seconds <n>', 'seconds of sound to render', Number, 30)
  .option('--json', 'print JSON')
  .action(async ({ seconds, json }: { seconds: number; json?: boolean }) => {
    const report = await scriptsBench(seconds)
    if (json) console.log(JSON.stringify(report))
    else {
      printRows(report.patches)
      printRows(report.realTime)
    }
  })

program
  .command('restart')
  .description('from the death of the engine process to the first block of its successor')
  .option('--kills <n>', 'how often', Number, 20)
  .option('--json', 'print JSON')
  .action(async ({ kills, json }: { kills: number; json?: boolean }) => {
    const row = await restartBench(kills)
    if (json) console.log(JSON.stringify(row))
    else printRows([row])
  })

program
  .command('streaming')
  .description(
    'memory of the engine process over hours of audio through ten nodes, to every format',
  )
  .option('--minutes <n>', 'minutes of sound to render', Number, 120)
  .option('--format <format>', 'one format alone')
  .option('--json', 'print JSON')
  .action(async (options: { minutes: number; format?: string; json?: boolean }) => {
    const { minutes, format, json } = options
    const rows = await streamingBench(minutes, format)
    if (json) console.log(JSON.stringify(rows))
    else printRows(rows)
  })

program
  .command('re-render')
  .description('a song of 50 nodes rendered again after each of its nodes was changed')
  .option('--seconds <n>', 'seconds of sound to render', Number, 300)
  .option('--every <n>', 'only every so many nodes', Number, 1)
  .option('--warm', 'with what is kept in memory, as when a second knob is turned')
  .option('--wide', 'a song in which no track hears another, nor a reverb two of them')
  .option('--json', 'print JSON')
  .action(async (options: ReRenderOptions) => {
    const report = await reRenderBench(options)
    if (options.json) console.log(JSON.stringify(report))
    else {
      const { rows, ...facts } = report
      printRows(rows)
      printRows([facts])
    }
  })

program
  .command('script-hosts')
  .description('plugins in processes of their own: what a call costs, and what killing them does')
  .option('--kills <n>', 'how often', Number, 100)
  .option('--json', 'print JSON')
  .action(async ({ kills, json }: { kills: number; json?: boolean }) => {
    const crossing = crossingBench()
    const row = await killsBench(kills)
    if (json) console.log(JSON.stringify({ crossing, kills: row }))
    else {
      printRows(crossing)
      printRows([row])
    }
  })

program
  .command('import')
  .description('a folder of one-minute WAV files taken into the library: files a second')
  .option('--files <n>', 'how many', Number, 1000)
  .option('--json', 'print JSON')
  .action(async ({ files, json }: { files: number; json?: boolean }) => {
    const rows = await importBench(files)
    if (json) console.log(JSON.stringify(rows))
    else printRows(rows)
  })

program
  .command('search')
  .description('the ten most similar of many sounds: how long it takes, and how many are right')
  .argument('[tracks...]', 'sizes of the library', ['100000', '1000000'])
  .option('--queries <n>', 'searches to take the percentiles of', Number, 200)
  .option('--keep <folder>', 'where databases stay: one that was begun is gone on with')
  .option('--json', 'print JSON')
  .action(async (tracks: string[], options: SearchOptions & { json?: boolean }) => {
    const { json } = options
    const rows = []
    for (const count of tracks) {
      rows.push(await searchBench(Number(count), { ...options, told: tellFilling }))
    }
    if (json) console.log(JSON.stringify(rows))
    else printRows(rows)
  })

program
  .command('install-kills')
  .description('kill -9 while plugins are installed, updated and removed: what is there then')
  .option('--rounds <n>', 'how often', Number, 200)
  .option('--json', 'print JSON')
  .action(async ({ rounds, json }: { rounds: number; json?: boolean }) => {
    const row = await installKillsBench(rounds)
    if (json) console.log(JSON.stringify(row))
    else printRows([row])
    if (row.between + row.damaged + row.leftOver > 0) process.exitCode = 1
  })

program
  .command('market')
  .description(
    'a catalogue of 10,000 plugins searched, 1 MB installed while it plays, a start with 200 plugins',
  )
  .option('--runs <n>', 'of each, to take the percentiles of', Number, 5)
  .option('--json', 'print JSON')
  .option('--only <row>', 'search, install, turns or start alone')
  .action(async ({ runs, only, json }: { runs: number; only?: string; json?: boolean }) => {
    const rows = await marketBench(runs, only)
    if (json) console.log(JSON.stringify(rows))
    else printRows(rows)
  })

addHostileBench(program)

program
  .command('market-registry', { hidden: true })
  .argument('<id>')
  .action(async (id: string) => {
    await serveLarge(id)
    process.exit(0)
  })

program
  .command('market-listener', { hidden: true })
  .argument('<origin>')
  .argument('<cookie>')
  .argument('<epoch>', 'of the transport', Number)
  .action(async (origin: string, cookie: string, epoch: number) => {
    await listen(origin, cookie, epoch)
    process.exit(0)
  })

program
  .command('soak')
  .description(
    'a plugin that is killed again and again beside a hundred nodes, and the same left alone',
  )
  .option('--kills <n>', 'how often', Number, 1000)
  .option('--minutes <n>', 'how long it lasts with kills, and as long again without', Number, 10)
  .option('--json', 'print JSON')
  .action(async (options: { kills: number; minutes: number; json?: boolean }) => {
    const report = await soakBench(options.kills, options.minutes)
    if (options.json) console.log(JSON.stringify(report))
    else printRows(report.rows, `${report.verdict}: ${report.why}`)
    if (report.verdict === 'failed') process.exitCode = 1
  })

program
  .command('isolates')
  .description('code that misbehaves in the engine’s own process, isolate after isolate: memory')
  .option('--isolates <n>', 'how many', Number, 10_000)
  .option('--json', 'print JSON')
  .action(({ isolates, json }: { isolates: number; json?: boolean }) => {
    const row = isolatesBench(isolates)
    if (json) console.log(JSON.stringify(row))
    else printRows([row])
    if (row.verdict === 'failed') process.exitCode = 1
  })

await program.parseAsync()
