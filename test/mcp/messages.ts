// One request of MCP over plain HTTP, for what no client would send: of 2026-07-28, which needs nothing before it.
import type { Http } from '../support/app.js';

export interface McpMessage {
  method: string;
  params?: Record<string, unknown>;
  /** Default: a client that can do nothing but call. */
  capabilities?: object;
  headers?: Record<string, string>;
  /** Of the address. */
  query?: string;
}

/** What is sent for it, with whatever a request of the revision must have. */
export function mcpRequest({ method, params = {}, capabilities = {}, headers = {}, query = '' }: McpMessage) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': capabilities,
    ...(params._meta as object | undefined),
  };
  const name = params.name ?? params.uri;
  return {
    method: 'POST' as const,
    url: `/mcp${query}`,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(typeof name === 'string' && { 'mcp-name': name }),
      ...headers,
    },
    payload: { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } },
  };
}

/** @returns sends as whoever the headers say, and answers the result, the error, or what was refused before the protocol began */
export function mcpOver(http: Http) {
  return async (headers: Record<string, string>, message: McpMessage) => {
    const answer = await http(mcpRequest({ ...message, headers: { ...headers, ...message.headers } }));
    const body = answer.json();
    const { result, error } = body;
    return { status: answer.statusCode, result, error, problem: body };
  };
}
