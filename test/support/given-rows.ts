// Rows of what only staff list, for the suite that holds of every list: of one instant, told apart by a number.
import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { newId } from '#libs/orm';
import { AgentVersion } from '../../src/agents/registry/agent-configuration.entity.js';
import { IntentModel } from '../../src/agents/training/intent-model.entity.js';
import { TrainingExample } from '../../src/agents/training/training-example.entity.js';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { DeskProfile, DutyException } from '../../src/complaints/assignment/desk-profile.entity.js';
import { Message } from '../../src/conversations/conversation.entity.js';
import { MisunderstoodMessage } from '../../src/conversations/misunderstood-message.entity.js';
import { KnowledgeGap } from '../../src/knowledge/gaps/knowledge-gap.entity.js';
import { LedgerEntry, LedgerLine } from '../../src/payments/ledger-entry.entity.js';
import { ModelCall } from '../../src/models/model-call.entity.js';
import { PriceRule, PriceRuleVersion } from '../../src/pricing/rules/price-rule.entity.js';
import { Staff } from '../../src/staff/staff.entity.js';
import { standardRules } from '../../src/pricing/rules/standard-rules.js';

/** The agent whose versions are there. */
export const versionedAgent = 'booking';

/** The rule whose versions are there. */
export const versionedRule = standardRules[0]!.ruleId;

export interface ListedAs {
  at: Date;
  number: number;
  conversation: string;
  staff: string;
  /** Whose complaint there is. */
  customer: string;
}

/** All of them are created; nothing is flushed. */
export function createStaffRows(
  em: EntityManager,
  { at, number, conversation, staff, customer }: ListedAs,
): void {
  createDeskRows(em, { at, number, staff, customer });
  const hash = createHash('sha256').update(`row ${number}`).digest('hex');
  const said = em.create(Message, { conversation, role: 'customer', text: `blub ${number}`, createdAt: at });
  em.create(MisunderstoodMessage, {
    message: said,
    textKey: hash.slice(0, 43),
    certainty: number / 10,
    lastSaidAt: at,
    createdAt: at,
  });
  em.create(Message, {
    conversation,
    role: 'assistant',
    replyTo: said,
    text: 'Pardon?',
    agent: 'fallback',
    rating: 'down',
    ratedAt: at,
    createdAt: at,
  });
  em.create(TrainingExample, {
    text: `blub ${number}`,
    textKey: hash.slice(0, 43),
    createdBy: staff,
    createdAt: at,
  });
  em.create(KnowledgeGap, {
    question: `Do you blub ${number}?`,
    questionKey: hash,
    times: number,
    lastAskedAt: at,
    grounding: 0.1,
    createdAt: at,
  });
  em.create(AgentVersion, { agent: versionedAgent, number, settings: {}, note: 'Of a test.', createdAt: at });
  em.create(PriceRule, { code: `rule-${number}`, kind: 'place', createdAt: at });
  em.create(PriceRuleVersion, {
    rule: versionedRule,
    number: number + 10,
    status: 'retired',
    label: 'Of a test',
    scope: standardRules[0]!.scope,
    conditions: {},
    validFrom: at,
    priority: 1,
    basisPoints: 1,
    publishedAt: at,
    retiredAt: at,
  });
  em.create(ModelCall, {
    at,
    task: 'intents',
    promptVersion: 1,
    tier: 'fast',
    inputTokens: 1,
    outputTokens: 1,
    isEstimate: false,
    costMicros: 1,
    durationMs: 1,
    outcome: 'answered',
  });
  const entry = em.create(LedgerEntry, {
    id: newId(),
    kind: 'payout',
    subjectType: 'provider',
    subjectId: newId(),
    customer: null,
    effectKey: `payout:${hash}`,
    actorKind: 'system',
    actorId: 'test',
    at,
    createdAt: at,
  });
  for (const [position, amountPaise] of [number + 1, -number - 1].entries())
    em.create(LedgerLine, { id: newId(), entry, position, account: 'cash', amountPaise });
  em.create(IntentModel, {
    number,
    fingerprint: hash,
    engine: hash,
    corpusHash: hash,
    examplesCount: number,
    bytes: Buffer.from('x'),
    validated: [],
    comparison: {
      against: { id: null, number: null },
      heldOut: { lines: 1, accuracy: 1, before: 1 },
      noneRejected: { lines: 1, rate: 1, before: 1 },
      examples: null,
      intents: [],
      changed: [],
      changedCount: 0,
    },
    createdAt: at,
  });
}

function createDeskRows(
  em: EntityManager,
  { at, number, staff, customer }: Omit<ListedAs, 'conversation'>,
): void {
  em.create(Complaint, {
    reference: `CP-LIST${number}`,
    customer,
    category: 'other',
    severity: 'low',
    subject: 'Hm',
    description: 'Hm.',
    rankAt: at,
    createdAt: at,
  });
  const colleague = newId();
  const email = `listed${number}@desk.example`;
  // Listed by their ids, which stand for the time at which they were made.
  em.create(Staff, { id: colleague, name: `Listed ${number}`, email, role: 'ops_agent' });
  for (const each of number === 1 ? [colleague, staff] : [colleague])
    em.create(DeskProfile, {
      staff: each,
      skills: [],
      languages: ['en'],
      capacity: 1,
      week: [],
      createdAt: at,
    });
  const endsAt = new Date(at.getTime() + number);
  em.create(DutyException, { staff, kind: 'leave', startsAt: at, endsAt, createdAt: at });
}
