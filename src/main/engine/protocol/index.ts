export { isLastWords, type LastWords } from '../../sandbox/last-words'
export { isPageGreeting, type PageGreeting, type PageLimits } from './page-greeting'
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
