// Where a job stands in its line. Its place is an instant: the one at which it may run, moved by how urgent it is and by how much its owner
// has in the line already. Later arrivals get later instants, so whatever waits comes up some day, however urgent the others are.

export const defaultPriority = 5;

/** Each step of priority counts as having come so much earlier (or later). Seconds. */
const secondsPerPriority = 60;

/** Each job of an owner counts as having come so much later than the one before: others come in between. Seconds. */
export const secondsBehindOwn = 1;

/** By how much an instant is moved, in seconds; negative is earlier. @param priority 0 (whenever) … 9 (at once) */
export function secondsFor(priority: number): number {
  return (defaultPriority - priority) * secondsPerPriority;
}
