/** A table on standard output, the keys of the first row as its head. */
export function printRows(rows: readonly object[], after?: string): void {
  const [first] = rows
  if (first === undefined) return
  const keys = Object.keys(first)
  const cells = rows.map(row =>
    Object.values(row).map(value => (typeof value === 'number' ? shown(value) : String(value))),
  )
  const widths = keys.map((key, column) =>
    Math.max(key.length, ...cells.map(row => row[column]?.length ?? 0)),
  )
  for (const row of [keys, ...cells]) {
    console.log(row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '))
  }
  if (after !== undefined) console.log(after)
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2)
}
