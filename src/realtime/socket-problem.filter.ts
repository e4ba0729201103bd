// What an error looks like to a socket: the problem document that HTTP answers, as the answer to the message, or as a message of its own.
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { problemDocument, problemOf } from '#libs/http';

const logger = new Logger('SocketProblem');

export function problemFor(socket: Socket, error: unknown) {
  const problem = problemOf(error);
  if (problem.failure) logger.error({ err: error, code: problem.code }, 'message failed');
  return { ok: false, ...problemDocument(problem, socket.id) };
}

/** @param answer what the client gave to be answered by, if it did */
export function tellProblem(socket: Socket, answer: unknown, error: unknown): void {
  const problem = problemFor(socket, error);
  if (typeof answer === 'function') answer(problem);
  else socket.emit('problem', problem);
}

@Catch()
export class SocketProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const [socket, , answer] = host.getArgs<[Socket, unknown, unknown]>();
    tellProblem(socket, answer, error);
  }
}
