export { createPresetsService, type PresetsParts } from './presets-service'
