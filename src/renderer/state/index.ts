export { soundParam } from './sound-param'
export { placeSound, soundJoins, type SoundPlace } from './place-sound'
export { bringStems, hasStems, separateStems } from './stems'
export { setArmed, useArmed } from './armed'
export {
  cancelClips,
  followClips,
  isWorking,
  receiveClips,
  runClips,
  staleNodes,
  useClipNode,
  useClips,
} from './clips'
export {
  followJobs,
  forgetEnded,
  isUnderWay,
  receiveJobEvent,
  steerJob,
  useJobs,
  type JobWish,
} from './jobs'
export { addNode, GRID, idFor, onGrid, type AddOptions } from './add-node'
export { canvasView, setCanvas, type CanvasView, type Viewport } from './canvas'
export { catalog, useAbsence, useCatalog, useDefinition, wordsOf } from './catalog'
export { channelsOf, levelParam, numberSpec, type Channel } from './channels'
export { client, connection, setConnection, useLink } from './connection'
export { costsOf, useCosts, type NodeCost } from './costs'
export { closeDialog, openDialog, useDialogs, type DialogName } from './dialogs'
export { showNodeDocs, useNodeDocs } from './docs'
export {
  dragNode,
  dragPreset,
  DRAGGED_NODE,
  DRAGGED_PRESET,
  DRAGGED_SOUND,
  draggedNode,
  draggedPreset,
} from './drag-types'
export { receiveEngineEvent, retryNode, useEngine, useTrouble } from './engine'
export {
  closeTab,
  newProject,
  openEmbedded,
  openFileBeside,
  reopenTab,
  revertToFile,
  settleRecovery,
  useRecovery,
  showTab,
  showNeighbour,
  openProject,
  save,
  saveAs,
  tryOpening,
  useSystem,
} from './files'
export { inScope, openGroup, openPath, scopeIn, useOpenGroup } from './open-group'
export { engineLoad, receiveLoad, type EngineLoad } from './engine-load'
export { levelOf, levelsSound, liveValueOf, receiveLevels, setLevelLayout } from './levels'
export { followLooks, lookAt, receiveLooks, type Looking, type Seen } from './looks'
export {
  bend,
  controllerAt,
  controllerName,
  followLive,
  holdLive,
  keyName,
  knobAt,
  liveTarget,
  midiLog,
  midiWords,
  modulateNotes,
  pedal,
  pressKey,
  rangeOf,
  releaseKey,
  removeMapping,
  resumeMidi,
  setComputerKeys,
  setMappingRange,
  setMidiPrefs,
  shiftOctave,
  silenceNotes,
  startLearning,
  startMidi,
  stopLearning,
  stopMidi,
  toggleComputerKeys,
  useComputerKeys,
  useHeldKeys,
  useMidi,
  useMidiLearn,
  useMidiPrefs,
  useAwaited,
} from './live'
export {
  armedAudioTrack,
  closeInput,
  inputLatency,
  keepHeard,
  keepNotes,
  leftTakes,
  openInput,
  recoverTake,
  setInput,
  setMonitoring,
  takeInputPeaks,
  useAudioTake,
  useInput,
  useInputPrefs,
  type InputChannels,
} from './recorder'
export type { Mirror } from './mirror'
export {
  beginDepth,
  endName,
  modulate,
  modulatedParams,
  removeModulation,
  useModulations,
} from './modulations'
export {
  isExposed,
  moveControl,
  removeControl,
  renameControl,
  setPerforming,
  toggleExposed,
  usePerforming,
} from './performer'
export {
  applyPreset,
  applyPresetText,
  importPreset,
  isModified,
  loadPresets,
  markPreset,
  presetFileText,
  presetText,
  removePreset,
  renamePreset,
  savePreset,
  stepPreset,
  usePresets,
} from './presets'
export {
  beginMorph,
  compare,
  morphOf,
  recallSnapshot,
  removeSnapshot,
  renameSnapshot,
  setMorph,
  snapshotsOf,
  takeSnapshot,
  updateSnapshot,
  useCompared,
  useMorphs,
} from './snapshots'
export { pacedGesture, type Gesture } from './paced-gesture'
export {
  beginCurve,
  beginGesture,
  beginGestureOfMany,
  setParam,
  setParamOfMany,
  type ParamGesture,
} from './param-gesture'
export { peaksOf } from './peaks'
export {
  addAiService,
  chooseAiService,
  followAiServices,
  removeAiService,
  startAiService,
  stopAiService,
  switchAi,
  useAiServices,
} from './ai-services'
export { switchNotify } from './notify'
export { recoveryOf, type Recovery } from './recovery'
export { bringTranscript, hasTranscript, transcribeSpeech, wordsToTimeline } from './transcripts'
export { askAboutMusic, hasKnowledge, showAboutMusic, toldBy, useAboutMusic } from './about-music'
export { copySaid, linesOf, saidBy, saidWith, subtitlesOf, type Said } from './said'
export { changeModel, downloadModel, followModels, licenseNotices, useModels } from './models'
export {
  answerAsk,
  receivePermissionEvent,
  revokeGrant,
  setPluginsOffline,
  usePermissions,
} from './permissions'
export {
  playback,
  setPlayback,
  type InputFacts,
  type InputOptions,
  type InputPart,
  type Playback,
  type PlaybackCounters,
} from './playback'
export {
  refreshCatalog,
  configurePlugin,
  promotePlugin,
  saveFaust,
  reloadPlugin,
  repairPlugin,
  setPluginEnabled,
  showPlugin,
  usePlugins,
} from './plugins'
export { useCertificate, type KnownCertificate } from './use-certificate'
export {
  keepPanelSize,
  loadPrefs,
  lookAhead,
  panelSize,
  setPrefs,
  toggleFavourite,
  toggleTheme,
  usePrefs,
  withFirst,
  type Prefs,
  type Theme,
  type Tool,
} from './prefs'
export {
  dispatch,
  graphNow,
  mirrorNow,
  projectHandle,
  projectNow,
  redo,
  settled,
  stepHistory,
  undo,
  useDocument,
  useMirror,
  useNode,
  useProjectStore,
} from './project'
export { refreshRecent, useRecent } from './recent'
export { clearSelection, select, selectedCables, selectedNodes, useSelection } from './selection'
export { moveTab, useTabs, viewportOf, type Tab } from './tabs'
export { endTour, goToTourStep, startTour, startTourOnce, useTour } from './tour'
export { saveDiagnostics } from './diagnostics'
export { installOffered, takeDropped, useInstall } from './drops'
export { stillShown } from './still-shown'
export { beginExport, cancelExport, forgetExport, useExport, type ExportState } from './exporting'
export { startState } from './start'
export { dismiss, toast, toastFailure, useToasts, type Toast } from './toasts'
export {
  changeDraft,
  describeDraft,
  installDraft,
  makePlugin,
  nameDraft,
  useMakePlugin,
} from './make-plugin'
export { knownName, knownPlugin } from './known-name'
export {
  checkTypes,
  detailsOfOffer,
  meaningAt,
  newScript,
  offersAt,
  openCode,
  saveCode,
  useCode,
} from './code'
export { existingFolder, useFolder } from './use-folder'
export { watch } from './watch'
export { loadViews, useNodeViews, usePanelViews, useViews } from './views'
export { play, playheadNow, seek, stop, togglePlay, useTransport } from './transport'
export {
  insertRecordedNotes,
  insertSound,
  laneKey,
  openClip,
  selectClips,
  setTimeline,
  showLane,
  useTimeline,
  type TimelineTool,
} from './timeline'
export { record, useRecording } from './record'
export { sharpPeaks } from './peaks'
export {
  addFromMarket,
  agreeToInstall,
  backFromMarket,
  cancelMarketTask,
  clearMarketQuery,
  closeMarket,
  declineInstall,
  fetchMarketPage,
  followMarket,
  installAll,
  installFromMarket,
  isRunning,
  moveNodesBeside,
  MARKET_PAGE,
  openMarket,
  openPublish,
  pinPlugin,
  publishPlugin,
  refreshMarket,
  rollBackPlugin,
  searchMarket,
  setMarketQuery,
  settle,
  showInMarket,
  uninstallPlugin,
  useMarket,
  useMarketResults,
  useMarketTasks,
  useMarketView,
  usePublish,
  type MarketPlace,
  type MarketQuery,
  type MarketWish,
} from './market'
export {
  addSoundFolder,
  addToPlaylist,
  askWhereFolder,
  askWhereSound,
  bringClip,
  bringTrack,
  dropOnSounds,
  filterSounds,
  findDuplicates,
  findSimilar,
  likeNode,
  lookThrough,
  markedTrack,
  markTrack,
  moveSoundFolder,
  needRow,
  openSounds,
  playSimilar,
  previewTrack,
  relinkSound,
  removePlaylist,
  removeSoundFolder,
  renamePlaylist,
  revealJob,
  searchSounds,
  showAllSounds,
  showLibrary,
  showPlaylist,
  sortSounds,
  soundsOfJob,
  stopPreview,
  takeFromPlaylist,
  togglePreview,
  useLostSound,
  usePreview,
  useSounds,
  type ShownTrack,
  type SoundsView,
} from './sounds'
