/** Runs tasks one after another, in the order in which they came; one that fails does not stop the next. */
export function serially(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return task => {
    const mine = last.then(task, task)
    last = mine.catch(() => undefined)
    return mine
  }
}
