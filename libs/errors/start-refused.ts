/**
 * A program cannot start, or a command cannot be done, for a reason that a person can remedy. The message is for that person: a sentence
 * that names the setting or the argument, shown without a stack, and the process ends with code 1.
 */
export class StartRefused extends Error {}
