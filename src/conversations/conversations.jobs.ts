import { Injectable } from '@nestjs/common';
import { JobType, type JobRun } from '#libs/jobs';
import type { Actor } from '../access/actor.js';
import { ConversationExport } from './conversation-export.js';
import { exportedFile, exportInput, type ExportInput } from './conversations.schemas.js';

@Injectable()
export class ConversationsJobs {
  constructor(private readonly exports: ConversationExport) {}

  @JobType({
    type: 'conversation.export',
    description: 'A conversation as one file.',
    input: exportInput,
    output: exportedFile,
    permission: 'conversations.read',
    cost: 'standard',
    timeoutSeconds: 120,
    retry: { attempts: 3 },
    subject: ({ conversationId }) => ({ type: 'conversation', id: conversationId }),
    announced: true,
  })
  export(actor: Actor, input: ExportInput, run: JobRun) {
    return this.exports.make(actor, input, run.signal, (done, of) =>
      run.progress(Math.round((100 * done) / Math.max(of, 1)), 'reading', `${done} of ${of} messages`),
    );
  }
}
