import type { Seconds } from '#shared/kit'

/** “1:02.345” */
export function formatTime(time: Seconds): string {
  const milliseconds = Math.max(0, Math.round(time * 1000))
  const minutes = Math.floor(milliseconds / 60_000)
  const seconds = Math.floor(milliseconds / 1000) % 60
  return `${minutes}:${pad(seconds, 2)}.${pad(milliseconds % 1000, 3)}`
}

/** “120 ms”, “2.00 s” */
export function formatShortTime(time: Seconds): string {
  return time < 0.9995 ? `${Math.round(time * 1000)} ms` : `${time.toFixed(2)} s`
}

/** Seconds of “1:02.5”, “62.5” or “62.5 s”; undefined where it is no time. */
export function parseTime(text: string): Seconds | undefined {
  const match = /^(?:(\d+):)?(\d+(?:[.,]\d*)?|[.,]\d+)\s*s?$/.exec(text.trim())
  if (match === null) return undefined
  return Number(match[1] ?? 0) * 60 + Number((match[2] ?? '').replace(',', '.'))
}

/** What is wrong with a time that was typed. */
export function timeProblem(text: string): string | undefined {
  return parseTime(text) === undefined ? 'Type a time, like 1:02.5 or 62 s.' : undefined
}

/** “12 s”, “3 min 20 s” */
export function formatSpan(time: Seconds): string {
  const seconds = Math.max(0, Math.round(time))
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
