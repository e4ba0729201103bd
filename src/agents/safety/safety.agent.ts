// The safety agent: when danger is heard it alone answers, with the words of the handbook, and a colleague is told. What was being arranged waits,
// and nothing that was proposed before can be agreed to any more. Afterwards it files a complaint, if the customer wants one.
import { Injectable, Logger } from '@nestjs/common';
import { z } from 'zod';
import { Settings } from '../../config/settings.js';
import { dangerKinds } from '../../conversations/conversation.entity.js';
import { DangerReportsService, type DangerReport } from '../../conversations/danger-reports.service.js';
import { ProposalsService } from '../../conversations/proposals.service.js';
import {
  Agent,
  type AgentAnswer,
  type AgentTurn,
  type DialogueAgent,
  type HeardDanger,
} from '../dialogue/agent.js';
import { ProposalExecutor } from '../dialogue/proposal-executor.js';
import type { TurnUnderstanding } from '../language/language-understander.js';
import type { ResponseReader } from '../language/responses.js';
import { readAgreementTo } from '../reading/agreement.js';
import { filingWords } from '../reading/deed-words.js';
import { isMendedByVisit, safetyAdvice, safetyReminder } from './safety-advice.js';
import { dangerNames, safetyResponses as words } from './safety-responses.js';

/** What staff may set of the safety agent. */
const safetySettings = z.strictObject({
  remindedMinutes: z
    .int()
    .min(5)
    .max(240)
    .default(30)
    .describe(
      'Whoever was told what to do is only reminded for so long; after that it is said in full again.',
    ),
});
/** Of the customer's words in a complaint. */
const saidAtMost = 1000;

const danger = z.enum(dangerKinds);
const safetyMemory = z.object({
  /** What was advised on, and when. */
  advised: z.array(z.object({ kind: danger, at: z.iso.datetime() })).default([]),
  /** The complaint that may be filed, and the proposal of it once it was asked for. */
  complaint: z
    .object({ kind: danger, said: z.string(), proposalId: z.uuid().nullable(), summary: z.string() })
    .nullable()
    .default(null),
});
type Memory = z.output<typeof safetyMemory>;
type Turn = AgentTurn<Memory, z.output<typeof safetySettings>>;
type Answer = AgentAnswer<Memory>;

@Agent({
  name: 'safety',
  description: 'Says what to do in danger, has a colleague told, and files a complaint afterwards.',
  order: 1,
  intents: [],
  kind: 'frame',
  isForDanger: true,
  settings: safetySettings,
})
@Injectable()
export class SafetyAgent implements DialogueAgent<Memory> {
  private readonly logger = new Logger(SafetyAgent.name);

  constructor(
    private readonly reports: DangerReportsService,
    private readonly proposals: ProposalsService,
    private readonly executor: ProposalExecutor,
    private readonly settings: Settings,
  ) {}

  restoreMemory(kept: unknown): Memory {
    return safetyMemory.parse(kept ?? {});
  }

  /** A plain answer, or that a complaint is wanted. */
  takesAnswer({ text, asks }: TurnUnderstanding, { complaint }: Memory): boolean {
    if (!complaint) return false;
    return ['yes', 'no', 'stop'].includes(readAgreementTo(text, filingWords)) || asks.some(wantsComplaint);
  }

  answer(turn: Turn): Promise<Answer> | Answer {
    const { danger: heard, memory, isFront } = turn;
    if (heard) return this.advise(turn, heard);
    const agreement = readAgreementTo(turn.heard.text, filingWords);
    if (!memory.complaint || !isFront) return this.close(turn, '');
    if (agreement === 'no' || agreement === 'stop') return this.dropComplaint(turn);
    return memory.complaint.proposalId ? this.file(turn) : this.propose(turn);
  }

  /** What to do comes first. That a colleague is told is said only when it is so. */
  private async advise(turn: Turn, { kind, interrupts }: HeardDanger): Promise<Answer> {
    const reader = this.reader(turn);
    const told = await this.tell(turn, kind);
    // A stray yes must do nothing.
    await this.proposals.withdraw(turn.conversationId);
    const { now, memory, settings } = turn;
    const remindedMs = settings.remindedMinutes * 60_000;
    const recent = memory.advised.filter(({ at }) => now.getTime() - Date.parse(at) < remindedMs);
    const isKnown = recent.some((each) => each.kind === kind);
    const complaint = {
      ...{ kind, proposalId: null, summary: '' },
      said: turn.heard.text.replace(/\s+/g, ' ').trim().slice(0, saidAtMost),
    };
    const advised = [...recent.filter((each) => each.kind !== kind), { kind, at: now.toISOString() }];
    const text = isKnown
      ? [safetyReminder(kind, reader), words.write(told, reader)]
      : [
          safetyAdvice(kind, reader),
          words.write(told, reader),
          interrupts && words.write('waits', reader),
          isMendedByVisit(kind) && words.write('visitAfter', reader),
          words.write('offer', reader),
        ];
    return { text: text.filter((each) => each).join(' '), memory: { advised, complaint }, isOpen: true };
  }

  /** Whatever fails here, the advice must not. */
  private async tell(
    { actor, messageId, conversationId }: Turn,
    kind: HeardDanger['kind'],
  ): Promise<DangerReport | 'not_told'> {
    try {
      return await this.reports.report(actor, messageId, kind);
    } catch (error) {
      this.logger.error({ err: error, conversationId, kind }, 'danger could not be reported');
      return 'not_told';
    }
  }

  private async propose(turn: Turn): Promise<Answer> {
    const { memory, conversationId } = turn;
    const { kind, said } = memory.complaint!;
    const reader = this.reader(turn);
    const summary = words.write('propose', reader, { what: dangerNames.write(kind, reader) });
    const subject = dangerNames.write(kind, { ...reader, language: 'en' });
    const { id: proposalId } = await this.proposals.propose(conversationId, {
      tool: 'complaints.create',
      arguments: { category: 'safety', severity: 'critical', subject, description: said },
      summary,
      pricePaise: null,
    });
    const complaint = { kind, said, proposalId, summary };
    return { text: summary, memory: { ...memory, complaint }, isOpen: true };
  }

  private async file(turn: Turn): Promise<Answer> {
    const { conversationId, tools, memory } = turn;
    const reader = this.reader(turn);
    const { proposalId } = memory.complaint!;
    const result = await this.executor.execute(conversationId, proposalId, 'complaints.create', tools);
    if (result.kind === 'undecided') return { text: words.write('undecided', reader), isOpen: true };
    if (result.kind === 'gone') return this.propose(turn);
    if (result.kind === 'refused')
      return this.close(turn, words.write('refused', reader, { detail: result.refusal.detail }));
    const { id, reference, dueAt } = result.output;
    const text = words.write('filed', reader, { reference, dueAt: dueAt ?? '' });
    return { ...this.close(turn, text), outcomes: [{ type: 'complaint', id, reference }] };
  }

  private async dropComplaint(turn: Turn): Promise<Answer> {
    await this.proposals.withdraw(turn.conversationId);
    return this.close(turn, words.write('notFiled', this.reader(turn)));
  }

  private close({ memory }: Turn, text: string): Answer {
    return { text, memory: { ...memory, complaint: null }, isOpen: false };
  }

  private reader({ language }: Turn): ResponseReader {
    return { language, timeZone: this.settings.BUSINESS_TIME_ZONE };
  }
}

function wantsComplaint({ intents }: TurnUnderstanding['asks'][number]): boolean {
  return intents[0]?.name === 'report_complaint';
}
