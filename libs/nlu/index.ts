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
export { OpenSetClassifier, type OpenSetReading } from './intents/open-set-classifier.js';
export { EmbedderFitting, HashedEmbedder } from './intents/hashed-embedder.js';
export { extractEntities, readEntities, type EntityOptions } from './entities/entities.js';
export type { EntityDoubt, Entity, EntityReading, UnreadTime } from './entities/entity.js';
export { CompiledGazetteer, compileGazetteer, type Gazetteer } from './entities/gazetteer.js';
export { logit, sigmoid } from './intents/calibration.js';
export { inLatin } from './text/loanwords.js';
export { foldDigits, normaliseText, tokeniseText, type Token } from './text/text.js';
export { meaningOf } from './text/lexicon.js';
export { editDistance, foldSound, singularOf } from './text/spelling.js';
export { synonymsOf } from './text/synonyms.js';
export { fitSentiment, sentimentKernelFile, SentimentReader } from './intents/sentiment-reader.js';
export { sentimentOf, type Sentiment } from './intents/sentiment.js';
export { engineFingerprint } from './engine-fingerprint.js';
export { EncoderUnavailable, SentenceEncoder } from './encoder/sentence-encoder.js';
export { EncoderModule, openEncoder } from './encoder/encoder.module.js';
export { NearestLabels } from './encoder/nearest-labels.js';
export { VectorTable } from './encoder/vector-table.js';
export { learnClassifierApart, learnIntentsApart, learnOpenSetApart } from './intents/learning-apart.js';
export { LanguageStatus, type IntentModelStatus } from './language-status.js';
export { DangerSense, HearsDanger } from './danger-sense.js';
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
