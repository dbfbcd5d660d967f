export { isLastWords, type LastWords } from '../../sandbox/last-words'
export {
  isEngineReply,
  isEngineRequest,
  MOST_MEMORY,
  type EngineFigures,
  type EngineReply,
  type EngineRequest,
  type PlacedLook,
  type PlayedEvent,
  type ProfileJob,
  type EncodeJob,
  type KeptTap,
  type StemTarget,
  type Rendered,
  type RenderJob,
  type RenderTarget,
} from './messages'
