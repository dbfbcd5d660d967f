export { loadProjectFile, PROJECT_EXTENSION, type ProjectFile } from './project-file'
export { assetFailure, assetProblems } from './asset-problems'
export {
  createProjectService,
  type OpenedProject,
  type ProjectService,
  type ProjectServiceParts,
} from './project-service'
export { listTemplates, loadTemplate, type Template } from './templates'
export { createProjectFile, type NewProjectFile } from './create-project-file'
export { importMidiFile, type MidiFileReport } from './import-midi-file'
export { exportMidiFile } from './export-midi-file'
export { shareFile } from './share-file'
