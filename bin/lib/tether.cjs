// Loaded into every process that bin/wireharp.mjs starts (`--require`): ends it when its starter is gone,
// even by SIGKILL, which nobody can pass on. The channel does not keep a finished command alive.
const patience = 10_000

// What this process forks in turn would get the same option: it is meant for this one alone.
const place = process.execArgv.indexOf(__filename)
if (place > 0) process.execArgv.splice(place - 1, 2)

if (process.channel && process.env.WIREHARP_STARTER === String(process.ppid)) {
  const signal = process.env.WIREHARP_END_BY
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), patience).unref()
    // A command with its own idea of an orderly end listens to 'disconnect' too.
    const hasOwn = process.listenerCount('disconnect') > 0
    if (!hasOwn) process.kill(process.pid, signal)
  })
  process.channel.unref()
}
