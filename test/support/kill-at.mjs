// Loaded into the program before it starts (`NODE_OPTIONS=--import`): kills it, as kill -9 does, at the point that the file named by
// KILL_AT holds at that moment. A point is `before|after <part of a statement>`, or `answer`: all is done, but nothing is sent.
import { readFileSync } from 'node:fs';
import { ServerResponse } from 'node:http';
import { Client } from 'pg';

function pointNow() {
  try {
    return readFileSync(process.env.KILL_AT, 'utf8');
  } catch {
    return '';
  }
}

function reached(point) {
  if (pointNow() === point) process.kill(process.pid, 'SIGKILL');
}

const { query } = Client.prototype;
Client.prototype.query = function (sql, ...rest) {
  const [when, ...words] = pointNow().split(' ');
  const isThere = words.length > 0 && typeof sql === 'string' && sql.includes(words.join(' '));
  if (isThere && when === 'before') process.kill(process.pid, 'SIGKILL');
  const result = query.call(this, sql, ...rest);
  if (!isThere || when !== 'after') return result;
  return result.finally(() => process.kill(process.pid, 'SIGKILL'));
};

const { end } = ServerResponse.prototype;
ServerResponse.prototype.end = function (...input) {
  if (this.statusCode === 201) reached('answer');
  return end.apply(this, input);
};
