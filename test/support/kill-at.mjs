// Loaded into the program before it starts (`NODE_OPTIONS=--import`): kills it, as kill -9 does, at the point that the file named by
// KILL_AT holds at that moment. A point is `before|after <part of a statement>`, or `answer`: all is done, but nothing is sent.
import { readFileSync } from 'node:fs';
import { ServerResponse } from 'node:http';
import { PGlite } from '@electric-sql/pglite';

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

/** `query`, which also looks whether a point is reached. */
function watched(query) {
  return async (sql, ...rest) => {
    const [when, ...words] = pointNow().split(' ');
    const isThere = words.length > 0 && sql.includes(words.join(' '));
    if (isThere && when === 'before') process.kill(process.pid, 'SIGKILL');
    const result = await query(sql, ...rest);
    if (isThere && when === 'after') process.kill(process.pid, 'SIGKILL');
    return result;
  };
}

const { transaction } = PGlite.prototype;
PGlite.prototype.transaction = function (work, ...rest) {
  return transaction.call(
    this,
    (tx) => {
      tx.query = watched(tx.query.bind(tx));
      return work(tx);
    },
    ...rest,
  );
};

const { end } = ServerResponse.prototype;
ServerResponse.prototype.end = function (...input) {
  if (this.statusCode === 201) reached('answer');
  return end.apply(this, input);
};
