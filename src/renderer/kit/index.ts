export { attempt, connectionLost, isConnectionLost, toFailure } from './attempt'
export { backoff, sleep } from './backoff'
export type { Client } from './client'
export { connect } from './connect'
export type { AudioSource, Connection, Drop, Link } from './connection'
export { fileNameOf, folderOf, joinPath, nameOf } from './file-name'
export { focusSoon } from './focus-soon'
export { formatLevel, onScale, peakOnScale } from './format-level'
export {
  formatBarLength,
  formatBars,
  formatLength,
  parseBarLength,
  parseBars,
  parsePlace,
} from './format-bars'
export { formatShortTime, formatSpan, formatTime, parseTime, timeProblem } from './format-time'
export { onFrame, onOtherFrame, paintSparingly } from './frame-loop'
export { fuzzyFilter, fuzzyScore } from './fuzzy'
export { isMac, isTyping, matches, normalizeKeys, showKeys, type Combination } from './hotkeys'
export { newId } from '#shared/kit'
export { parseValue } from './parse-value'
export { Spectrum } from './spectrum'
export { usePolled } from './use-polled'
