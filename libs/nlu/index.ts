export {
  TextClassifier,
  type LabelledExample,
  type LabelPrediction,
  type TrainOptions,
} from './classifier.js';
export {
  IntentRecogniser,
  type IntentCorpus,
  type IntentOptions,
  type IntentResult,
  type Segment,
} from './intents.js';
export { EmbedderFitting, HashedEmbedder } from './hashed-embedder.js';
export { extractEntities, readEntities, type EntityOptions } from './entities.js';
export type { EntityDoubt, Entity, EntityReading, UnreadTime } from './entity.js';
export { CompiledGazetteer, compileGazetteer, type Gazetteer } from './gazetteer.js';
export { inLatin } from './loanwords.js';
export { normaliseText, tokeniseText, type Token } from './text.js';
export { singularOf } from './spelling.js';
export { synonymsOf } from './synonyms.js';
export { sentimentOf, type Sentiment } from './sentiment.js';
export { engineFingerprint } from './fingerprint.js';
