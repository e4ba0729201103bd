import { Injectable, Module, Global } from '@nestjs/common';

/** The only source of "now" in the product; tests put a {@link FixedClock} in its place. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}

/** A clock that stands still until a test moves it. */
export class FixedClock extends Clock {
  constructor(private instant: Date) {
    super();
  }

  override now(): Date {
    return new Date(this.instant);
  }

  set(instant: Date): void {
    this.instant = instant;
  }

  advance(milliseconds: number): void {
    this.instant = new Date(this.instant.getTime() + milliseconds);
  }
}

@Global()
@Module({ providers: [Clock], exports: [Clock] })
export class TimeModule {}
