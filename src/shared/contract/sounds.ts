import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from '../kit'
import type { ImportedSound } from './library'
import { projectRefSchema } from './project'

/** What a sound is good for, by its length and whether it repeats. */
export const trackTypeSchema = z.enum(['one-shot', 'loop', 'track', 'sound'])
export type TrackType = z.infer<typeof trackTypeSchema>

export type SoundFormatName = 'wav' | 'flac' | 'mp3' | 'vorbis' | 'opus'

/** A sound of the library, by its content: several files may hold it. */
export interface TrackRow {
  readonly id: number
  readonly name: string
  readonly artist?: string
  readonly album?: string
  readonly genre?: string
  readonly comment?: string
  /** One of its files, one that is there if there is one. */
  readonly path: string
  /** None of its files is there. */
  readonly isMissing: boolean
  /** How many files hold it. */
  readonly files: number
  readonly format: SoundFormatName
  readonly type: TrackType
  readonly sampleRate: number
  readonly channels: number
  readonly seconds: number
  /** Integrated, in LUFS; of silence and of clicks it is not known. */
  readonly loudness?: number
  /** Of the loudest sample, in dBFS. */
  readonly peak?: number
  /** In BPM. */
  readonly tempo?: number
  /** 0 C major … 11 B major, 12 C minor … 23 B minor. */
  readonly key?: number
  /** Base64 of int8 pairs (min, max): the shape at the width of a thumbnail. */
  readonly shape: string
}

export interface SimilarTrack extends TrackRow {
  /** Cosine of the angle between the two: 1 is the same. */
  readonly likeness: number
}

export interface SoundFolderInfo {
  readonly id: number
  readonly path: string
  readonly files: number
  readonly missing: number
  readonly failed: number
  /** The job that looks through it, while there is one. */
  readonly job?: string
}

export interface FailedFile {
  readonly path: string
  readonly failure: Failure
}

export interface PlaylistInfo {
  readonly id: number
  readonly name: string
  readonly tracks: number
  readonly seconds: number
}

export interface SoundPreview {
  readonly sampleRate: number
  readonly channels: number
  /** Base64 of interleaved little-endian 16-bit samples. */
  readonly data: string
  /** Of the whole sound. */
  readonly seconds: number
}

/** A model that turns sounds into vectors, as it is here and now. */
export interface EmbeddingModel {
  readonly modelVersion: string
  readonly label: string
  /** Whether it finds sounds by words. */
  readonly hasWords: boolean
  /** Why it cannot be used now. */
  readonly failure?: Failure
  /** Sounds that have a vector of it. */
  readonly tracks: number
}

export interface SoundsStatus {
  readonly tracks: number
  /** The one that is asked first. */
  readonly models: readonly EmbeddingModel[]
  /** Whether distances are computed by sqlite-vec, or by our own code. */
  readonly vectors: 'sqlite-vec' | 'javascript'
}

const range = z.strictObject({ from: z.number().optional(), to: z.number().optional() })

export const soundFiltersSchema = z.strictObject({
  folder: z.int().optional(),
  playlist: z.int().optional(),
  /** BPM */
  tempo: range.optional(),
  keys: z.array(z.int().min(0).max(23)).max(24).optional(),
  seconds: range.optional(),
  /** LUFS */
  loudness: range.optional(),
  types: z.array(trackTypeSchema).max(4).optional(),
  missing: z.boolean().optional(),
})
export type SoundFilters = z.infer<typeof soundFiltersSchema>

export const soundSorts = ['name', 'added', 'tempo', 'key', 'loudness', 'seconds'] as const
export type SoundSort = (typeof soundSorts)[number]

const path = z.string().min(1).max(4096)
const trackRef = z.strictObject({ track: z.int() })
const folderRef = z.strictObject({ folder: z.int() })
const playlistRef = z.strictObject({ playlist: z.int() })
const tracks = z.array(z.int()).max(10_000)
const playlistName = z.string().trim().min(1).max(200)
const job = type<{ readonly id: string }>()

/** What others are to sound like. */
export const likeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('track'), track: z.int() }),
  projectRefSchema.extend({ kind: z.literal('asset'), asset: z.string().length(64) }),
  /** What comes out of a node, as an export would have it. */
  projectRefSchema.extend({
    kind: z.literal('node'),
    node: z.string().min(1).max(200),
    from: z.number().min(0).max(1e6).default(0),
  }),
  /** Where a model for words is there. */
  z.strictObject({ kind: z.literal('words'), text: z.string().trim().min(1).max(1000) }),
])
export type Like = z.input<typeof likeSchema>

/** The user’s library: folders of sounds, looked through once and watched, found by words and by ear. */
export const soundsContract = {
  status: oc.output(type<SoundsStatus>()),
  folders: oc.output(type<readonly SoundFolderInfo[]>()),
  /** Takes a folder in and looks through it as a job; one that is known is looked through again. */
  addFolder: oc.input(z.strictObject({ path })).output(job),
  /** Forgets a folder and its sounds; the files stay. */
  removeFolder: oc.input(folderRef).output(type<void>()),
  /** Where a folder has gone: the sounds in it keep all that is known of them. */
  moveFolder: oc.input(folderRef.extend({ path })).output(job),
  /** Where the file of a sound has gone; it must hold the same. */
  relink: oc.input(trackRef.extend({ path })).output(type<TrackRow>()),
  /** Files that could not be read, with the reason. */
  failures: oc
    .input(z.strictObject({ folder: z.int().optional() }))
    .output(type<readonly FailedFile[]>()),
  search: oc
    .input(
      z.strictObject({
        /** Beginnings of words, all of which must be there; empty for everything. */
        text: z.string().max(300).default(''),
        filters: soundFiltersSchema.default({}),
        sort: z.enum(soundSorts).default('name'),
        descending: z.boolean().default(false),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(type<{ readonly total: number; readonly rows: readonly TrackRow[] }>()),
  show: oc.input(trackRef).output(type<TrackRow & { readonly paths: readonly string[] }>()),
  /** The nearest first, without the very same sound. */
  similar: oc
    .input(
      z.strictObject({
        like: likeSchema,
        filters: soundFiltersSchema.default({}),
        limit: z.int().min(1).max(500).default(50),
      }),
    )
    .output(type<{ readonly model: string; readonly rows: readonly SimilarTrack[] }>()),
  /** Groups of sounds that are the same, or nearly so; a group of one has several files. */
  duplicates: oc
    .input(z.strictObject({ likeness: z.number().min(0.9).max(1).default(0.995) }))
    .output(type<readonly (readonly TrackRow[])[]>()),
  /** Vectors of the model that is asked first, for all sounds that lack them. */
  embed: oc.output(job),
  preview: oc
    .input(trackRef.extend({ from: z.number().min(0).default(0) }))
    .output(type<SoundPreview>()),
  /** Into a project; the asset is not in the document yet. */
  bring: oc.input(projectRefSchema.extend(trackRef.shape)).output(type<ImportedSound>()),
  playlists: oc.output(type<readonly PlaylistInfo[]>()),
  addPlaylist: oc
    .input(z.strictObject({ name: playlistName, tracks: tracks.default([]) }))
    .output(type<PlaylistInfo>()),
  renamePlaylist: oc.input(playlistRef.extend({ name: playlistName })).output(type<void>()),
  removePlaylist: oc.input(playlistRef).output(type<void>()),
  /** What is in it, in order, in place of what was. */
  setPlaylist: oc.input(playlistRef.extend({ tracks })).output(type<void>()),
  playlistTracks: oc.input(playlistRef).output(type<readonly TrackRow[]>()),
  /** Something is other than it was: look again. The first comes at once. */
  watch: oc.output(eventIterator(type<{ readonly kind: 'changed' }>())),
}
