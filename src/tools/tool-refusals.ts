import { DomainError, type ErrorKind } from '#libs/errors';
import { statusOfKind } from '#libs/http';
import { categoryOf, type ToolRefusal } from '#libs/tools';

/** A refusal of whatever tool was called, as a problem: with the code of the tool, and what the refusal is about. */
export class ToolCallRefused extends DomainError {
  constructor(
    readonly refusal: ToolRefusal,
    tool: string,
  ) {
    super(refusal.code, kindOf(refusal), refusal.detail, {
      ...refusal.data,
      category: categoryOf(refusal),
      tool: tool.slice(0, 128),
    });
  }
}

/** What tools from elsewhere say may be no kind of ours. */
function kindOf({ kind }: ToolRefusal): ErrorKind {
  return kind in statusOfKind ? (kind as ErrorKind) : 'unprocessable';
}
