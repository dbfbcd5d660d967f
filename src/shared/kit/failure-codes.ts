/**
 * Every expected failure of Wireharp, in one table: the code, and the sentence for the user that says what
 * to do next. `fail(code, detail)` puts what happened in this case before that sentence.
 */
export const failureCodes = {
  // files and folders
  'file-not-found': 'Check the path, or choose another file.',
  'face-cannot': 'Copy the path, or start the desktop app.',
  'file-unreadable': 'Check that the file is whole and that you may read it.',
  'file-too-large': 'Choose a smaller file.',
  'folder-read-only': 'Choose another folder to save to; nothing was changed.',
  'disk-full': 'Free some space and try again; nothing was lost.',
  'write-failed': 'Try again or choose another folder; the old file is untouched.',
  'file-exists': 'Choose another name, or confirm that the file may be replaced.',
  'path-refused': 'Choose a path inside your own folders.',
  // projects
  'project-not-json': 'The file is not a Wireharp project, or it is damaged; open a backup of it.',
  'project-too-large': 'Split it into smaller ones: a project has at most 64 MB and 50,000 nodes.',
  'project-invalid': 'Correct the named field or open a backup; the file was not changed.',
  'project-version-newer': 'Update Wireharp to open this project; the file was not changed.',
  'project-version-unknown':
    'The format version is not one that Wireharp ever wrote; open a backup.',
  'project-locked': 'Close it in the other window first, or open a copy.',
  'project-not-open': 'Open the project again.',
  'project-changed-on-disk': 'Save under another name, or reopen to take the file from disk.',
  'history-damaged':
    'The unsaved history could not be read; it was put aside and the file is as it was.',
  'data-version-newer': 'Update Wireharp: a newer one has already used this data folder.',
  'template-unknown': 'Choose one of the templates that `wireharp new --help` lists.',
  'embedded-missing': 'Drop it as a sound; only exports of Wireharp carry their project.',
  'embedded-damaged':
    'The project in the sound cannot be read; the sound itself can still be added.',
  'bundle-damaged':
    'The bundle is damaged or not what its name says; ask for it to be shared again.',
  'bundle-refused':
    'Nothing of it was unpacked; ask its sender to share the project from Wireharp again.',
  'drop-unsupported':
    'Drop sounds, MIDI files, projects, bundles, presets or plugin packages; nothing was changed.',
  // edits
  'edit-conflict': 'The project changed in the meantime; try the edit again.',
  'edit-invalid': 'The edit does not fit the project; nothing was changed.',
  'nothing-to-undo': 'There is nothing to undo.',
  'nothing-to-redo': 'There is nothing to redo.',
  'node-unknown': 'The node is not in the project (any more).',
  'group-unknown': 'The group is not in the project (any more).',
  'group-refused': 'Put into a group, and show on it, only what can lie in it.',
  'group-not-saved': 'Put into the group what the node is made of, and try again.',
  'comment-unknown': 'The comment is not in the project (any more).',
  'snapshot-unknown': 'The snapshot is not in the project (any more).',
  'clipboard-empty': 'Copy some nodes first.',
  'clipboard-invalid': 'What was copied is damaged; copy it again.',
  'clipboard-newer': 'It was copied in a newer Wireharp; update this one.',
  'clipboard-too-large': 'Copy less at once, or save it as a project.',
  'cable-refused': 'Wire an output to an input of the same kind.',
  'parameter-unknown': 'Choose one of the parameters that the node has.',
  'parameter-out-of-range': 'Choose a value within the range.',
  'clip-unknown': 'The clip is not in the project (any more).',
  'clip-refused': 'Put clips of notes on a node that sends notes.',
  'clip-too-dense': 'Make the loop longer or the clip shorter, or remove notes.',
  // presets
  'preset-damaged': 'Choose a preset file that Wireharp wrote; nothing was changed.',
  'preset-version-newer': 'Update Wireharp to use this preset; nothing was changed.',
  'preset-exists': 'Choose another name, or replace the one that is there.',
  'preset-unknown': 'It may have been deleted; choose another.',
  'preset-other-node': 'Put it onto a node of the kind that it was made for.',
  // MIDI files
  'midi-unsupported': 'Use a standard MIDI file of format 0 or 1.',
  'midi-damaged': 'The file is damaged or not what its name says; export it again from its source.',
  'midi-empty': 'The file holds no notes; choose another.',
  'midi-too-large': 'Split the file into shorter ones and import them one by one.',
  // audio
  'audio-unsupported': 'Use a WAV, FLAC, MP3 or OGG file.',
  'audio-damaged':
    'The file is damaged or not what its name says; export it again from its source.',
  'audio-empty': 'The file holds no sound; choose another.',
  'asset-missing':
    'Put the file back into the project’s audio folder, or drop it on the node again.',
  'asset-changed': 'The file is not the one that was imported; drop it on the node again.',
  // plugins
  'plugin-not-found': 'Install the plugin, or remove its nodes.',
  'plugin-manifest-invalid':
    'Correct plugin.json; `wireharp check` on its folder names every problem.',
  'plugin-code-failed': 'The plugin’s code could not be loaded; ask its author or reinstall it.',
  'plugin-duplicate': 'Remove one of the two plugins with this id.',
  'plugin-conflict': 'Remove or disable one of the two plugins.',
  'plugin-skipped': 'The plugin works where the machine has what it needs.',
  'plugin-dependency': 'Install or enable the plugin that it needs, or ask its author.',
  'plugin-quarantined': 'Enable it again to give it another try, or ask its author.',
  'plugin-config-invalid': 'Correct its settings in the plugin’s panel or in config.yaml.',
  'plugin-not-enabled': 'Enable the plugin first; its page says why it is not.',
  'plugin-has-no-instances': 'Only plugins with tools can be run by themselves.',
  'instance-unknown': 'Create an instance first; it may have ended with its plugin.',
  'config-invalid': 'Correct config.yaml; what cannot be read counts as not there.',
  'node-type-unknown': 'Install the plugin that brings this node; it is kept as it is.',
  'script-timeout':
    'The plugin took too long and is bypassed; restart it from the node or replace it.',
  'script-threw': 'The plugin failed and is bypassed; restart it from the node or replace it.',
  'script-memory':
    'The plugin used more memory than it may and is bypassed; restart it or replace it.',
  'script-hung':
    'The plugin hung the engine and is bypassed; restart it from the node or replace it.',
  'script-died':
    'The plugin is bypassed and starts again by itself; if it keeps failing, replace it.',
  'script-replace-failed':
    'The plugin goes on with its old code; correct the new one and save it again.',
  'wasm-refused': 'The plugin’s module is not let in; its author has to correct it.',
  'script-output-invalid':
    'The plugin made sound that is no sound (NaN or infinite); it was silenced there.',
  // tools, sensors and rights of plugins
  'plugin-timeout': 'Try again; if it stays so, ask the plugin’s author or take another plugin.',
  'plugin-threw': 'Check what it was called with; its log says more: `wireharp plugin logs`.',
  'plugin-died': 'It starts anew when it is used again; if it stays so, remove it.',
  'plugin-busy': 'Wait until it is done with what it does.',
  'tool-unknown': 'Choose one of the tools that `wireharp plugin call --help` lists.',
  'tool-input-invalid': 'Correct the named field; the plugin’s page shows what the tool takes.',
  'tool-output-invalid':
    'The plugin answered with something else than it promised; tell its author.',
  'instances-too-many': 'Destroy instances that are not used any more.',
  'permission-denied': 'Allow it in the plugin’s permissions, if you trust the plugin with it.',
  'permission-undeclared': 'The plugin’s manifest must ask for it; tell its author.',
  'quota-exceeded': 'Remove some of what the plugin has stored.',
  'network-refused': 'The plugin may talk only to the hosts that it was granted.',
  'network-failed': 'Check the address and the network, and try again.',
  'network-offline': 'Turn the offline switch for plugins off, if they may use the network.',
  'device-unavailable': 'Check that the device is there and that you may use it.',
  // engine and export
  'live-too-many': 'Close a window or an instrument, and try again.',
  'recording-unknown': 'Begin a new recording.',
  'recording-empty': 'Play or record something first.',
  'engine-unavailable': 'The sound engine could not start; restart Wireharp.',
  'render-cancelled': 'The export was cancelled; no file was left.',
  'export-unsupported': 'Choose another format or other settings.',
  'stem-unknown': 'Choose outputs of nodes that are in the project.',
  'render-empty': 'The range holds no sound; choose a later end.',
  'graph-too-large': 'Remove nodes; the engine’s memory is full.',
  // packages of plugins
  'package-refused': 'Nothing was installed; tell its author, or take another version.',
  'package-damaged': 'Nothing was installed; download it again, or tell its author.',
  'package-too-large': 'Nothing was installed; its author has to make it smaller.',
  'package-not-found': 'Check the name, the version and the registry.',
  'package-unreachable': 'Check the address and the network; nothing was installed.',
  'package-source-unknown': 'Give a folder, a .tgz file, a git address, or a name of the registry.',
  'plugin-not-installed': 'See `wireharp plugin list` for what is installed.',
  'plugin-kind-unknown': 'See `wireharp plugin new --help` for the kinds.',
  'plugin-name-invalid': 'Use letters, digits and “-”, beginning with a letter.',
  'plugin-bundle-failed':
    'Correct the named line; a plugin may import its own files and ‘@wireharp/sdk’ only.',
  'plugin-test-failed': 'Correct the plugin or its test, and run `wireharp plugin test` again.',
  'plugin-not-conforming': 'Correct what is named, and run `wireharp plugin validate` again.',
  // jobs
  'job-unknown': 'See `wireharp jobs list` for the jobs there are.',
  'job-kind-unknown': 'Enable the plugin that does this work, or update Wireharp.',
  'job-input-invalid': 'Correct the named field and start it again.',
  'job-state': 'See `wireharp jobs show` for what can be done with it now.',
  'job-stopped': 'The work was stopped; start it again when you need it.',
  'job-crashed': 'Try it again; if it stays so, its log says more: `wireharp jobs show`.',
  'model-refused': 'Take the model from where its manifest says; this one was not loaded.',
  'model-missing': 'Download the model, or put it into the folder of models.',
  'inference-absent': 'This machine has no runtime for models; everything else works without it.',
  'inference-died': 'Try it again; the process that runs models was started anew.',
  'queue-full': 'Wait until one of the waiting jobs is done, or cancel one.',
  // sessions and requests
  'token-wrong': 'Open Wireharp again from its start command; links work once.',
  'host-refused': 'Open Wireharp by the address that it printed.',
  'origin-refused': 'Open Wireharp by the address that it printed.',
  'request-invalid': 'The request does not have the form that is documented.',
  'upload-too-large': 'Choose a smaller file, or put it into the project’s audio folder.',
  usage: 'See `wireharp --help`.',
  internal: 'This is a bug in Wireharp: please report it with the log.',
} as const satisfies Record<string, string>

export type FailureCode = keyof typeof failureCodes
