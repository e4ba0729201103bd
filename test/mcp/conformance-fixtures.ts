// What the protocol's own test suite wants to find on a server. None of it is part of the product: a test adds this module to it.
import { Injectable, Module } from '@nestjs/common';
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  inputRequired,
  ProtocolError,
  ProtocolErrorCode,
  type CallToolResult,
  type ClientCapabilities,
  type GetPromptResult,
  type InputRequests,
  type InputRequiredResult,
  type ReadResourceResult,
} from '@modelcontextprotocol/server';
import type { Actor } from '../../src/access/actor.js';
import { ConfirmationStates } from '../../src/mcp/confirmation-states.js';
import { McpChanges } from '../../src/mcp/mcp-changes.js';
import {
  FeedsMcpResource,
  McpPrompt,
  McpResource,
  McpTool,
  type McpArguments,
  type McpCall,
} from '../../src/mcp/mcp.declarations.js';
import { McpModule } from '../../src/mcp/mcp.module.js';

/** One red dot, and a sound of no length. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
const sound = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=';

const text = (said: string): CallToolResult => ({ content: [{ type: 'text', text: said }] });
const form = (properties: Record<string, unknown>, required: string[] = []) => ({
  type: 'object' as const,
  properties: properties as never,
  required,
});
const nameForm = form({ name: { type: 'string' } }, ['name']);
const askName = (message = 'What is your name?') =>
  inputRequired.elicit({ message, requestedSchema: nameForm });
const askYes = inputRequired.elicit({
  message: 'Please confirm',
  requestedSchema: form({ ok: { type: 'boolean' } }, ['ok']),
});
const askModel = (question: string) =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text: question } }],
    maxTokens: 100,
  });
const message = (properties: Record<string, unknown>, required: string[] = []) => ({
  inputSchema: { type: 'object' as const, properties, required } as never,
});
type Answer = Promise<CallToolResult | InputRequiredResult>;

@Injectable()
class PlainTools {
  @McpTool({ name: 'test_simple_text', description: 'Answers text.' })
  async text() {
    return text('This is a simple text response for testing.');
  }

  @McpTool({ name: 'test_image_content', description: 'Answers a picture.' })
  async image(): Promise<CallToolResult> {
    return { content: [{ type: 'image', data: picture, mimeType: 'image/png' }] };
  }

  @McpTool({ name: 'test_audio_content', description: 'Answers a sound.' })
  async audio(): Promise<CallToolResult> {
    return { content: [{ type: 'audio', data: sound, mimeType: 'audio/wav' }] };
  }

  @McpTool({ name: 'test_embedded_resource', description: 'Answers a resource.' })
  async resource(): Promise<CallToolResult> {
    const resource = {
      uri: 'test://embedded-resource',
      mimeType: 'text/plain',
      text: 'This is an embedded resource content.',
    };
    return { content: [{ type: 'resource', resource }] };
  }

  @McpTool({ name: 'test_multiple_content_types', description: 'Answers all kinds.' })
  async mixed(): Promise<CallToolResult> {
    const resource = {
      uri: 'test://mixed-content-resource',
      mimeType: 'application/json',
      text: JSON.stringify({ test: 'data', value: 123 }),
    };
    return {
      content: [
        { type: 'text', text: 'Multiple content types test:' },
        { type: 'image', data: picture, mimeType: 'image/png' },
        { type: 'resource', resource },
      ],
    };
  }

  @McpTool({ name: 'test_tool_with_logging', description: 'Logs.' })
  async logging(_: McpArguments, { context }: McpCall) {
    for (const said of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await context.mcpReq.notify({ method: 'notifications/message', params: { level: 'info', data: said } });
      await moment();
    }
    return text('Tool with logging executed successfully');
  }

  @McpTool({ name: 'test_logging_tool', description: 'Logs where the client wants to know.' })
  async quietLogging(_: McpArguments, { context }: McpCall) {
    await context.mcpReq.log('info', 'said only when a level was asked for');
    return text('done');
  }

  @McpTool({ name: 'test_tool_with_progress', description: 'Tells how far it is.' })
  async progress(_: McpArguments, { context }: McpCall) {
    const progressToken = context.mcpReq._meta?.progressToken;
    for (const progress of progressToken === undefined ? [] : [0, 50, 100]) {
      const params = { progressToken: progressToken!, progress, total: 100, message: `Step ${progress}` };
      await context.mcpReq.notify({ method: 'notifications/progress', params });
      await moment();
    }
    return text(String(progressToken ?? 'nobody asked'));
  }

  @McpTool({ name: 'test_error_handling', description: 'Fails.' })
  async error(): Promise<CallToolResult> {
    return { ...text('This tool intentionally returns an error for testing'), isError: true };
  }

  @McpTool({
    name: 'test_reconnection',
    description: 'Loses its connection and answers when the client is back.',
  })
  async reconnection(_: McpArguments, { context }: McpCall) {
    context.http?.closeSSE?.();
    await moment(100);
    return text('Reconnection test completed successfully.');
  }

  @McpTool({ name: 'test_streaming_elicitation', description: 'Answers without asking anything.' })
  async streaming() {
    return text('nothing but the result');
  }

  @McpTool({
    name: 'json_schema_2020_12_tool',
    description: 'Has a schema with everything in it.',
    inputSchema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      $defs: {
        address: {
          $anchor: 'addressDef',
          type: 'object',
          properties: { street: { type: 'string' }, city: { type: 'string' } },
        },
      },
      properties: {
        name: { type: 'string' },
        address: { $ref: '#/$defs/address' },
        contactMethod: { type: 'string', enum: ['phone', 'email'] },
        phone: { type: 'string' },
        email: { type: 'string' },
      },
      allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
      if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
      then: { required: ['phone'] }, // oxlint-disable-line unicorn/no-thenable
      else: { required: ['email'] },
      additionalProperties: false,
    } as never,
  })
  async schema(args: McpArguments) {
    return text(`called with ${JSON.stringify(args)}`);
  }
}

@Injectable()
class AskingTools {
  @McpTool({
    name: 'test_sampling',
    description: 'Asks the model of the client.',
    ...message({ prompt: { type: 'string' } }, ['prompt']),
  })
  async sampling({ prompt }: McpArguments, { context }: McpCall) {
    const result = await context.mcpReq.send({
      method: 'sampling/createMessage',
      params: {
        messages: [{ role: 'user', content: { type: 'text', text: String(prompt) } }],
        maxTokens: 100,
      },
    });
    return text(`LLM response: ${(result.content as { text?: string }).text ?? ''}`);
  }

  @McpTool({
    name: 'test_elicitation',
    description: 'Asks the person.',
    ...message({ message: { type: 'string' } }, ['message']),
  })
  async elicitation({ message: asked }: McpArguments, call: McpCall) {
    return told(
      call,
      String(asked),
      form({ response: { type: 'string', description: 'Said' } }, ['response']),
    );
  }

  @McpTool({ name: 'test_elicitation_sep1034_defaults', description: 'Asks with defaults.' })
  async defaults(_: McpArguments, call: McpCall) {
    return told(
      call,
      'Please review the form',
      form({
        name: { type: 'string', description: 'User name', default: 'John Doe' },
        age: { type: 'integer', description: 'User age', default: 30 },
        score: { type: 'number', description: 'User score', default: 95.5 },
        status: {
          type: 'string',
          description: 'User status',
          enum: ['active', 'inactive', 'pending'],
          default: 'active',
        },
        verified: { type: 'boolean', description: 'Verification status', default: true },
      }),
    );
  }

  @McpTool({ name: 'test_elicitation_sep1330_enums', description: 'Asks for a choice.' })
  async enums(_: McpArguments, call: McpCall) {
    const options = ['option1', 'option2', 'option3'];
    const titled = (words: string[]) => words.map((title, index) => ({ const: `value${index + 1}`, title }));
    const several = { type: 'array', minItems: 1, maxItems: 3 };
    return told(
      call,
      'Please choose',
      form({
        untitledSingle: { type: 'string', enum: options },
        titledSingle: { type: 'string', oneOf: titled(['First Option', 'Second Option', 'Third Option']) },
        legacyEnum: {
          type: 'string',
          enum: ['opt1', 'opt2', 'opt3'],
          enumNames: ['Option One', 'Option Two', 'Option Three'],
        },
        untitledMulti: { ...several, items: { type: 'string', enum: options } },
        titledMulti: {
          ...several,
          items: { anyOf: titled(['First Choice', 'Second Choice', 'Third Choice']) },
        },
      }),
    );
  }
}

async function told({ context }: McpCall, asked: string, requestedSchema: ReturnType<typeof form>) {
  const params = { message: asked, requestedSchema };
  const { action, content } = await context.mcpReq.send({ method: 'elicitation/create', params });
  return text(`Elicitation completed: action=${action}, content=${JSON.stringify(content ?? {})}`);
}

@Injectable()
class RoundTripTools {
  constructor(
    private readonly states: ConfirmationStates,
    private readonly changes: McpChanges,
  ) {}

  @McpTool({ name: 'test_missing_capability', description: 'Asks what the client cannot do.' })
  async missing(_: McpArguments, { context }: McpCall): Answer {
    if (context.mcpReq.inputResponses?.answer !== undefined) return text('answered');
    return inputRequired({ inputRequests: { answer: askModel('pong?') } });
  }

  @McpTool({ name: 'test_input_required_result_elicitation', description: 'Asks for a name.' })
  async elicitation(_: McpArguments, { context }: McpCall): Answer {
    const name = acceptedContent<{ name: string }>(context.mcpReq.inputResponses, 'user_name')?.name;
    if (typeof name !== 'string') return inputRequired({ inputRequests: { user_name: askName() } });
    return text(`Hello, ${name}!`);
  }

  @McpTool({ name: 'test_input_required_result_sampling', description: 'Asks the model.' })
  async sampling(_: McpArguments, { context }: McpCall): Answer {
    const said = context.mcpReq.inputResponses?.capital as { content?: { text?: string } } | undefined;
    if (!said)
      return inputRequired({ inputRequests: { capital: askModel('What is the capital of France?') } });
    return text(`Sampling response: ${said.content?.text ?? ''}`);
  }

  @McpTool({ name: 'test_input_required_result_list_roots', description: 'Asks for the roots.' })
  async roots(_: McpArguments, { context }: McpCall): Answer {
    const said = context.mcpReq.inputResponses?.roots as { roots?: { uri?: string }[] } | undefined;
    if (!said?.roots) return inputRequired({ inputRequests: { roots: inputRequired.listRoots() } });
    return text(`Roots: ${said.roots.map(({ uri }) => uri).join(', ')}`);
  }

  @McpTool({ name: 'test_input_required_result_request_state', description: 'Keeps a state meanwhile.' })
  async state(_: McpArguments, { actor, context }: McpCall): Answer {
    const isYes = acceptedContent(context.mcpReq.inputResponses, 'confirm') !== undefined;
    if (!isYes)
      return inputRequired({
        inputRequests: { confirm: askYes },
        requestState: this.states.seal(actor, { round: 1 }),
      });
    if (context.mcpReq.requestState() === undefined)
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'The state is missing.');
    return text('state-ok: requestState verified and confirmation received');
  }

  @McpTool({ name: 'test_input_required_result_tampered_state', description: 'Takes no state but ours.' })
  async tampered(_: McpArguments, call: McpCall): Answer {
    return this.state(_, call);
  }

  @McpTool({ name: 'test_input_required_result_multiple_inputs', description: 'Asks several things.' })
  async several(_: McpArguments, { actor, context }: McpCall): Answer {
    const said = context.mcpReq.inputResponses;
    const name = acceptedContent<{ name: string }>(said, 'user_name')?.name;
    const greeting = (said?.greeting as { content?: { text?: string } } | undefined)?.content?.text;
    const roots = (said?.client_roots as { roots?: unknown[] } | undefined)?.roots;
    if (name !== undefined && greeting !== undefined && roots)
      return text(`${greeting} ${name}, ${roots.length}`);
    return inputRequired({
      inputRequests: {
        user_name: askName(),
        greeting: askModel('Generate a greeting'),
        client_roots: inputRequired.listRoots(),
      },
      requestState: this.states.seal(actor, { tool: 'several' }),
    });
  }

  @McpTool({ name: 'test_input_required_result_multi_round', description: 'Asks twice.' })
  async rounds(_: McpArguments, { actor, context }: McpCall): Answer {
    const state = context.mcpReq.requestState<{ round: number; name?: string }>();
    if (!state)
      return inputRequired({
        inputRequests: { step1: askName('Step 1: What is your name?') },
        requestState: this.states.seal(actor, { round: 1 }),
      });
    if (state.round === 1) {
      const name = acceptedContent<{ name: string }>(context.mcpReq.inputResponses, 'step1')?.name;
      const colour = inputRequired.elicit({
        message: 'Step 2: What is your favorite color?',
        requestedSchema: form({ color: { type: 'string' } }, ['color']),
      });
      return inputRequired({
        inputRequests: { step2: colour },
        requestState: this.states.seal(actor, { round: 2, name }),
      });
    }
    const color = acceptedContent<{ color: string }>(context.mcpReq.inputResponses, 'step2')?.color;
    return text(`Multi-round complete: ${state.name} likes ${color}`);
  }

  @McpTool({ name: 'test_input_required_result_capabilities', description: 'Asks what the client can do.' })
  async capabilities(_: McpArguments, { context }: McpCall): Answer {
    if (context.mcpReq.inputResponses !== undefined) return text('answered');
    const envelope = context.mcpReq.envelope as Record<string, unknown> | undefined;
    const can = envelope?.[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined;
    const inputRequests: InputRequests = {
      ...(can?.elicitation && { user_name: askName() }),
      ...(can?.sampling && { greeting: askModel('Generate a greeting') }),
      ...(can?.roots && { client_roots: inputRequired.listRoots() }),
    };
    return Object.keys(inputRequests).length > 0
      ? inputRequired({ inputRequests })
      : text('nothing to ask by');
  }

  @McpTool({ name: 'test_trigger_tool_change', description: 'Says that the tools have changed.' })
  async toolChange() {
    this.changes.publish({ kind: 'tools_list_changed' });
    return text('told');
  }

  @McpTool({ name: 'test_trigger_prompt_change', description: 'Says that the prompts have changed.' })
  async promptChange() {
    this.changes.publish({ kind: 'prompts_list_changed' });
    return text('told');
  }

  @McpTool({ name: 'test_trigger_resource_change', description: 'Says that the resources have changed.' })
  async resourceChange() {
    this.changes.publish({ kind: 'resources_list_changed' });
    return text('told');
  }
}

const watched = 'test://watched-resource';

@Injectable()
class Readings {
  @McpResource({ uri: 'test://static-text', name: 'static-text', mimeType: 'text/plain' })
  async text(uri: string): Promise<ReadResourceResult> {
    const said = 'This is the content of the static text resource.';
    return { contents: [{ uri, mimeType: 'text/plain', text: said }] };
  }

  @McpResource({ uri: 'test://static-binary', name: 'static-binary', mimeType: 'image/png' })
  async binary(uri: string): Promise<ReadResourceResult> {
    return { contents: [{ uri, mimeType: 'image/png', blob: picture }] };
  }

  @McpResource({ uri: 'test://template/{id}/data', name: 'template', mimeType: 'application/json' })
  async template(uri: string, { id }: Readonly<Record<string, string>>): Promise<ReadResourceResult> {
    const said = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` });
    return { contents: [{ uri, mimeType: 'application/json', text: said }] };
  }

  @McpResource({ uri: watched, name: 'watched', mimeType: 'text/plain' })
  async watched(uri: string): Promise<ReadResourceResult> {
    return { contents: [{ uri, mimeType: 'text/plain', text: 'Watched resource content' }] };
  }

  @FeedsMcpResource(watched)
  async feed(_actor: Actor): Promise<boolean> {
    return true;
  }

  @McpPrompt({ name: 'test_simple_prompt', description: 'Without arguments.' })
  async simple() {
    return said({ type: 'text', text: 'This is a simple prompt for testing.' });
  }

  @McpPrompt({
    name: 'test_prompt_with_arguments',
    description: 'With arguments.',
    arguments: [
      { name: 'arg1', required: true },
      { name: 'arg2', required: true },
    ],
  })
  async withArguments({ arg1, arg2 }: Readonly<Record<string, string>>) {
    return said({ type: 'text', text: `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'` });
  }

  @McpPrompt({
    name: 'test_prompt_with_embedded_resource',
    description: 'With a resource.',
    arguments: [{ name: 'resourceUri', required: true }],
  })
  async withResource({ resourceUri: uri }: Readonly<Record<string, string>>) {
    const resource = { uri: uri!, mimeType: 'text/plain', text: 'Embedded resource content for testing.' };
    return said({ type: 'resource', resource });
  }

  @McpPrompt({ name: 'test_prompt_with_image', description: 'With a picture.' })
  async withImage() {
    return said({ type: 'image', data: picture, mimeType: 'image/png' });
  }

  @McpPrompt({ name: 'test_input_required_result_prompt', description: 'Asks before it says anything.' })
  async asking(_: object, { context }: McpCall): Promise<GetPromptResult | InputRequiredResult> {
    const given = acceptedContent<{ context: string }>(context.mcpReq.inputResponses, 'user_context');
    if (given) return said({ type: 'text', text: `Use the following context: ${given.context}` });
    const user_context = inputRequired.elicit({
      message: 'What context should the prompt use?',
      requestedSchema: form({ context: { type: 'string' } }, ['context']),
    });
    return inputRequired({ inputRequests: { user_context } });
  }
}

function said(content: GetPromptResult['messages'][number]['content']): GetPromptResult {
  return {
    messages: [
      { role: 'user', content },
      { role: 'user', content: { type: 'text', text: 'Please process this.' } },
    ],
  };
}

/** What the suite wants to see take a while. */
function moment(milliseconds = 50): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

@Module({ imports: [McpModule], providers: [PlainTools, AskingTools, RoundTripTools, Readings] })
export class ConformanceFixtures {}
