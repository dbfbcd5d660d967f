export { testCatalog } from './catalog'
export { fullProject } from './full-project'
export { randomAutomationClip, randomNoteClip, randomTimeline } from './random-timeline'
export { firstEdits, randomEdit, randomTransactions } from './random-transactions'
