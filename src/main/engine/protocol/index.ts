export {
  isEngineReply,
  isEngineRequest,
  isLastWords,
  MOST_MEMORY,
  type EngineReply,
  type EngineRequest,
  type LastWords,
  type EncodeJob,
  type KeptTap,
  type Rendered,
  type RenderJob,
  type RenderTarget,
} from './messages'
