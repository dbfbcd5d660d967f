/**
 * What a plugin may ask for, in plugin.json (`permissions`) and again in its code (`rights`). Each right adds
 * one member to the context; what was not granted is not there to call.
 */
export type Right =
  | 'files.read'
  | 'files.write'
  | 'network'
  | 'midi'
  | 'serial'
  | 'gpio'
  | 'model'
  | 'project.read'
  | 'project.write'
  | 'tools.call'
  | 'system'

/** Reads files below the folders of the permission's scope. Paths are absolute; links that lead out are refused. */
export interface ReadFiles {
  /** The whole file as text (UTF-8). Rejects where it is missing, too large or out of scope. */
  readText(path: string): Promise<string>
  /** The whole file. */
  readBytes(path: string): Promise<Uint8Array>
  /** Names in a folder, by name. */
  list(path: string): Promise<readonly string[]>
}

/** Writes files below the folders of the permission's scope: whole or not at all. */
export interface WriteFiles {
  /** Makes or replaces a file with text (UTF-8). */
  writeText(path: string, text: string): Promise<void>
  /** Makes or replaces a file. */
  writeBytes(path: string, bytes: Uint8Array): Promise<void>
}

/** A request to one of the hosts of the permission's scope. */
export interface FetchRequest {
  /** `GET` if left out. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** An answer, read to its end. */
export interface FetchReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The body as text (UTF-8). */
  readonly body: string
}

/** Speaks HTTP with the hosts of the scope. Rejects for other hosts, private addresses, and offline. */
export type Fetch = (url: string, request?: FetchRequest) => Promise<FetchReply>

/** Sends OSC messages by UDP. */
export interface OscPorts {
  /**
   * Sends one message to `host:port`: an address such as `/mixer/1/gain`, and its arguments. Rejects where no scope of the
   * permission, such as `osc://127.0.0.1:9000/mixer/*`, covers it. Nobody answers: UDP tells nothing of what arrived.
   */
  send(to: string, address: string, args?: readonly (number | string | boolean)[]): Promise<void>
}

/** Reads the open project. */
export interface ReadProject {
  /** The document as it is now: plain JSON, as `wireharp schema project` describes it. */
  read(): Promise<unknown>
}

/** Edits the open project. */
export interface WriteProject {
  /** Applies edits in one transaction, which one undo takes back. Rejects as a whole where one does not fit. */
  edit(edits: readonly unknown[], label: string): Promise<void>
}

/** Calls tools, those of other plugins too. */
export interface CallTools {
  /** `call('notes/transpose', { by: 2 })`: plugin and tool. */
  call(tool: string, input: unknown): Promise<unknown>
}

/** Sends MIDI to devices of this machine (Linux). The scope of the permission names outputs. */
export interface MidiPorts {
  /** Names of the outputs. */
  outputs(): Promise<readonly string[]>
  /** Sends one message: a status byte and its data. Rejects where there is no such output. */
  send(output: string, message: readonly number[]): Promise<void>
}

/** Serial devices of this machine (Linux, macOS). The scope of the permission names them: `/dev/ttyUSB0`. */
export interface SerialPorts {
  /**
   * Writes a line and reads the one that answers it, without its end; 9600 baud if left out. Rejects where the device
   * is none of the scope, or gives no line within two seconds.
   */
  ask(device: string, line: string, baud?: number): Promise<string>
}

/** General-purpose pins of the machine. */
export interface GpioPins {
  /** Level of a pin: 0 or 1. */
  read(pin: number): Promise<number>
  /** Sets a pin that is an output. */
  write(pin: number, level: 0 | 1): Promise<void>
}

/** What a piece of music is to be like. */
export interface MusicWish {
  /** 1 to 120; 30 if left out. */
  readonly seconds?: number
  /** The same seed gives the same sound; drawn at random if left out. */
  readonly seed?: number
}

/** A piece that is being made, or was. */
export interface MusicJob {
  readonly job: string
  /** As of a job: `pending`, `processing`, `paused`, `interrupted`, `completed`, `failed` or `cancelled`. */
  readonly state: string
  /** 0 to 1. */
  readonly progress: number
  /** Where the WAV file lies, once it is completed. */
  readonly path?: string
  /** Why it failed. */
  readonly failure?: string
}

/** Of the elements of a tensor. A `bool` is a byte of 0 or 1. */
export type TensorType = 'float32' | 'int64' | 'int32' | 'uint8' | 'bool'

/** Numbers of each type of tensor. */
export interface TensorData {
  readonly float32: Float32Array
  readonly int64: BigInt64Array
  readonly int32: Int32Array
  readonly uint8: Uint8Array
  readonly bool: Uint8Array
}

/** Numbers in a shape, row by row. */
export interface Tensor<Type extends TensorType = TensorType> {
  readonly type: Type
  readonly dims: readonly number[]
  readonly data: TensorData[Type]
}

/** A tensor to be put in; a list is turned into numbers of the type. */
export interface TensorInput {
  /** `float32` if left out. */
  readonly type?: TensorType
  /** One dimension, as long as the data, if left out. */
  readonly dims?: readonly number[]
  readonly data: TensorData[TensorType] | readonly number[]
}

/** A model of plugin.json, and whether it is here. */
export interface ModelState {
  readonly model: string
  /** `ready`, or `absent`, `partial`, `downloading`, `damaged`: see *Tools → Models…*. */
  readonly state: string
  readonly bytes: number
  readonly licence: string
}

/** Runs the plugin's own models, and has the app's models make music. The scope of the permission names models, or `music`. */
export interface Models {
  /**
   * Runs a model that plugin.json declares under `models`, in a process apart: inputs by name, outputs by name. Resolves when it
   * has run; runs of a plugin come one after the other. Rejects with the `code` of the failure: `tensor-invalid` where an input is not what
   * plugin.json says, `model-refused` where the file or its answer is not (numbers that are none, too), `model-timeout`,
   * `model-memory`, `queue-full` beyond 32 that wait, `download-consent-required` or `model-missing` where it is not here,
   * `model-unknown`, `permission-denied`. Tensors of a run have 4 MB at most, each way.
   */
  run(
    model: string,
    inputs: Readonly<Record<string, TensorInput>>,
  ): Promise<Readonly<Record<string, Tensor>>>
  /** Whether a model of plugin.json is here. */
  info(model: string): Promise<ModelState>
  /**
   * Begins a piece and answers at once. `prompt` has 1 to 1000 characters. Rejects with the `code` of the failure: `ai-off`,
   * `download-consent-required`, `prompt-invalid`, `duration-invalid`, `queue-full`, and `plugin-busy` beyond two pieces at a time.
   */
  generate(
    prompt: string,
    wish?: MusicWish,
  ): Promise<{ readonly job: string; readonly track: string; readonly seed: number }>
  /** How a piece that this plugin has begun stands. */
  status(job: string): Promise<MusicJob>
  /** Whether a piece of this plugin waits or is being made. */
  isGenerating(): Promise<boolean>
}

/** How this machine does. Parts go from 0 to 1; what cannot be known here is left out. */
export interface SystemStats {
  readonly cpu: number
  readonly memory: number
  readonly disk?: number
  /** °C, of the warmest sensor. */
  readonly temperature?: number
  /** How often the sound ran out since the app started. */
  readonly xruns: number
}

/** Looks at this machine. */
export interface MachineStats {
  stats(): Promise<SystemStats>
}

/** What each right adds to the context. */
export interface RightMembers {
  readonly 'files.read': { readonly files?: ReadFiles }
  readonly 'files.write': { readonly files?: WriteFiles }
  readonly network: { readonly fetch?: Fetch; readonly osc?: OscPorts }
  readonly midi: { readonly midi?: MidiPorts }
  readonly serial: { readonly serial?: SerialPorts }
  readonly gpio: { readonly gpio?: GpioPins }
  readonly model: { readonly models?: Models }
  readonly 'project.read': { readonly project?: ReadProject }
  readonly 'project.write': { readonly project?: WriteProject }
  readonly 'tools.call': { readonly tools?: CallTools }
  readonly system: { readonly system?: MachineStats }
}
