export { createPrefsService, type PrefsServiceParts } from './prefs-service'
