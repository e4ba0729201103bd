// Conversations that stood in the middle of something when the program was renewed go on: what an earlier version kept is read as what
// this one keeps.

/** Before agents were declared there was one dialogue, the booking's, and what was talked about was the service agent's. */
interface EarlierValues {
  dialogue: { task: object | null };
  focus?: object | null;
}

/** @param values the channels of a checkpoint, of this version or of an earlier one */
export function upgradedValues(values: Record<string, unknown>): Record<string, unknown> {
  if (!isEarlier(values)) return values;
  const { dialogue, focus, ...rest } = values;
  return {
    ...rest,
    memory: { booking: dialogue },
    stack: dialogue.task ? ['booking'] : [],
    focus: focus ? { ...focus, by: 'service', startsAt: null, isArranged: false } : null,
  };
}

function isEarlier(values: Record<string, unknown>): values is Record<string, unknown> & EarlierValues {
  return typeof values.dialogue === 'object' && values.dialogue !== null && 'task' in values.dialogue;
}
