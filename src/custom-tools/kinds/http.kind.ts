import { Injectable } from '@nestjs/common';
import { isWithinJsonLimits } from '#libs/json';
import { OutboundError, OutboundRequests, type OutboundAnswer } from '#libs/outbound';
import type { Actor } from '../../access/actor.js';
import { keyOf } from '../confirmations/custom-tool-confirmations.service.js';
import {
  ToolAnswerTooLong,
  ToolAnswerUnreadable,
  ToolHostNotAllowed,
  ToolServerFailed,
  ToolServerRefused,
} from '../custom-tools.errors.js';
import { ToolHosts } from '../outside/tool-hosts.service.js';
import { ToolSecrets } from '../outside/tool-secrets.service.js';
import type { Arguments } from '../template.js';
import type { ToolInput } from '../tool-input.js';
import { selected, type ToolAnswer } from './answer.js';
import type { HttpAction } from './http-action.js';
import { hostOf, httpFaults, renderRequest, secretsIn } from './http-request.js';
import { maskedJson, maskerOf } from './masking.js';
import type { CustomCall, ToolKind } from './tool-kind.js';

const userAgent = 'Home-Services-Desk-Tools/1.0';
const excerptCharacters = 300;

type Masker = (text: string) => string;

/** Asks another server. */
@Injectable()
export class HttpKind implements ToolKind<HttpAction> {
  constructor(
    private readonly outbound: OutboundRequests,
    private readonly hosts: ToolHosts,
    private readonly secrets: ToolSecrets,
  ) {}

  faultsIn(action: HttpAction, input: ToolInput) {
    return httpFaults(action, input);
  }

  /**
   * One request, never followed anywhere else, and never sent again by us.
   * @throws ToolHostNotAllowed, ToolSecretUnusable, ToolValueRefused, ToolServerRefused, ToolServerFailed, ToolAnswerTooLong, ToolAnswerUnreadable
   */
  async run(_actor: Actor, action: HttpAction, args: Arguments, call: CustomCall): Promise<ToolAnswer> {
    const host = hostOf(action);
    if (!(await this.hosts.allows(host))) throw new ToolHostNotAllowed(host);
    // In the open everybody on the way reads along.
    if (!action.url.startsWith('https:') && !this.outbound.allowsPrivate) throw new ToolHostNotAllowed(host);
    const secrets = await this.secrets.reveal(secretsIn(action), host);
    const { url, headers, body } = renderRequest(action, args, secrets);
    const { timeoutMs, mostKilobytes, method } = action;
    const answer = await this.send({
      url,
      method,
      body,
      headers: {
        accept: action.answer.as === 'json' ? 'application/json' : '*/*',
        ...headers,
        'user-agent': userAgent,
        ...(body !== null && { 'content-type': 'application/json' }),
        ...(call.confirmation !== undefined && { 'idempotency-key': keyOf(call.tool, call.confirmation) }),
      },
      timeoutMs,
      mostBytes: mostKilobytes * 1024,
      signal: call.signal,
    });
    return readAnswer(answer, action, maskerOf(Object.values(secrets)));
  }

  private async send(request: Parameters<OutboundRequests['send']>[0]): Promise<OutboundAnswer> {
    try {
      return await this.outbound.send(request);
    } catch (error) {
      // Its message may name addresses, its cause whatever it likes.
      if (error instanceof OutboundError) throw new ToolServerFailed(error.code);
      throw error;
    }
  }
}

function readAnswer(answer: OutboundAnswer, action: HttpAction, masked: Masker): ToolAnswer {
  const { status, body, isTruncated } = answer;
  if (status >= 500 || status === 429) throw new ToolServerFailed(String(status));
  // Masked before it is cut: half a secret is no spelling of it.
  if (status < 200 || status >= 300)
    throw new ToolServerRefused(status, masked(body).slice(0, excerptCharacters));
  if (isTruncated) throw new ToolAnswerTooLong(action.mostKilobytes);
  if (action.answer.as === 'text') return { result: masked(body), isShortened: false };
  try {
    if (!isWithinJsonLimits(body)) throw new ToolAnswerUnreadable();
    const read = body.trim() === '' ? null : (JSON.parse(body) as unknown);
    return selected(maskedJson(read, masked), action.answer);
  } catch {
    throw new ToolAnswerUnreadable();
  }
}
