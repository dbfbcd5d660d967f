export {
  isEngineReply,
  isEngineRequest,
  isLastWords,
  type EngineReply,
  type EngineRequest,
  type LastWords,
  type PlayedEvent,
  type EncodeJob,
  type KeptTap,
  type Rendered,
  type RenderJob,
  type RenderTarget,
} from './messages'
