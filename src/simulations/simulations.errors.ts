import { DomainError } from '#libs/errors';

export class SimulationTooLarge extends DomainError {
  constructor(bookings: number, limit: number) {
    super(
      'SIMULATION_TOO_LARGE',
      'unprocessable',
      `There are ${bookings} bookings in this time, and at most ${limit} are looked at. Choose a shorter one.`,
      { bookings, limit },
    );
  }
}
