export * from './language-model.js';
export * from './scripted-model.js';
export { isNegation } from './facts/commitments.js';
export { foreignClaims } from './facts/foreign-claims.js';
export { PersonalMask } from './privacy/personal-mask.js';
export { structuredAnswer } from './calls/structured-answer.js';
export type { ChatCall } from './endpoints/chat-client.js';
export { EndpointFailure, failureKinds, failureOf, type FailureKind } from './endpoints/endpoint-failure.js';
export {
  EndpointPool,
  type EndpointState,
  type OpenTry,
  type TryMeter,
  type TryResult,
} from './endpoints/endpoint-pool.js';
export {
  costMicros,
  estimatedTokens,
  modelEndpointForm,
  modelProviders,
  type ModelEndpoint,
} from './endpoints/model-endpoint.js';
export { modelTiers, type FilledPrompt, type ModelTier } from './prompts/prompt.js';
export { Prompt } from './prompts/prompt-file.js';
