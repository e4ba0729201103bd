export {
  TextClassifier,
  type LabelledExample,
  type LabelPrediction,
  type TrainOptions,
} from './intents/classifier.js';
export {
  IntentRecogniser,
  type IntentCorpus,
  type IntentOptions,
  type IntentResult,
  type Segment,
} from './intents/intents.js';
export { EmbedderFitting, HashedEmbedder } from './intents/hashed-embedder.js';
export { extractEntities, readEntities, type EntityOptions } from './entities/entities.js';
export type { EntityDoubt, Entity, EntityReading, UnreadTime } from './entities/entity.js';
export { CompiledGazetteer, compileGazetteer, type Gazetteer } from './entities/gazetteer.js';
export { inLatin } from './text/loanwords.js';
export { normaliseText, tokeniseText, type Token } from './text/text.js';
export { meaningOf } from './text/lexicon.js';
export { editDistance, foldSound, singularOf } from './text/spelling.js';
export { synonymsOf } from './text/synonyms.js';
export { sentimentOf, type Sentiment } from './intents/sentiment.js';
export { engineFingerprint } from './engine-fingerprint.js';
export { EncoderUnavailable, SentenceEncoder } from './encoder/sentence-encoder.js';
export { EncoderModule, openEncoder } from './encoder/encoder.module.js';
export { VectorTable } from './encoder/vector-table.js';
export { learnIntentsApart } from './intents/intent-learning.js';
export { ByteVectors } from './search/byte-vectors.js';
export { asksForFigure, saysFigure } from './search/figures.js';
export { glossOf } from './search/gloss.js';
export {
  PassageIndex,
  QuestionWords,
  sentenceScore,
  sentenceText,
  type FoundPassage,
  type FoundSentence,
  type SearchQuestion,
} from './search/passage-index.js';
export { sentencesOf, type PassageSentence } from './search/sentences.js';
export { searchTerms } from './search/terms.js';
export { WordIndex } from './search/word-index.js';
