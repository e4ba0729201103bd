// The task that a message goes on with: the open one, or a new one that begins with what was talked about: a service that was asked about, a
// visit that shall be repeated, or the day and time of another visit.
import { Injectable } from '@nestjs/common';
import { localDate } from '#libs/time';
import { LanguageUnderstander } from '../language/language-understander.js';
import { clearService } from '../language/service.recogniser.js';
import { noWish } from '../reading/time-preference.js';
import { echoIn, type VisitEcho } from '../reading/visit-echo.js';
import { clockOf } from '../visits/slot-choice.js';
import { VisitFinder } from '../visits/visit-finder.js';
import type { VisitRead } from '../visits/visit-read.js';
import { carriedOver, newTask, type BookingDialogue, type BookingTask } from './booking-form.js';
import { unsaidPart } from './tracked-options.js';
import type { BookingTurn } from './turn-desk.js';

@Injectable()
export class TaskOpener {
  constructor(
    private readonly understander: LanguageUnderstander,
    private readonly visits: VisitFinder,
  ) {}

  /**
   * The open booking, or a new one. What the customer was last talking about becomes its service when the message names none
   * ("how much is a gas refill?" … "ok, book it").
   * @param said the intents of the message
   * @returns null when a yes or no has nothing to refer to
   */
  async taskFor(
    dialogue: BookingDialogue,
    said: ReadonlySet<string>,
    turn: BookingTurn,
  ): Promise<BookingTask | null> {
    const echo = echoIn(turn.heard.text);
    const task = await this.begun(dialogue, said, turn, echo);
    if (!task) return null;
    const wantsDay = echo.day && task.wish.date === null;
    const wantsTime = echo.time && task.earlierTime === null;
    if (!wantsDay && !wantsTime && echo.as === null) return task;
    const visit = await this.visitMeant(echo, turn);
    if (!visit) return task;
    const when = whenOf(visit, turn.timeZone);
    // "At the same time" is on the same day as well, where none is named and it is still to come.
    const isToCome = when.earlierDate >= localDate(turn.now, turn.timeZone);
    const namesDay = turn.heard.entities.some(({ type }) => type === 'date');
    const takesDay = echo.time && !namesDay && task.wish.date === null && isToCome;
    return { ...task, ...when, ...(takesDay && { wish: { ...task.wish, date: when.earlierDate } }) };
  }

  private async begun(
    { task, last }: BookingDialogue,
    said: ReadonlySet<string>,
    turn: BookingTurn,
    echo: VisitEcho,
  ): Promise<BookingTask | null> {
    if (task?.service) return task;
    const fresh = task ?? newTask(carriedOver(last, localDate(turn.now, turn.timeZone)));
    if (echo.again) return (await this.repeated(fresh, echo, turn)) ?? fresh;
    const { focus, heard } = turn;
    const names = heard.asks.some(({ guess }) => guess.service && guess.confidence >= clearService);
    const service =
      focus && !names && !said.has('deny') ? await this.understander.service(focus.serviceId) : null;
    if (service && focus) {
      const { attributes, quantity, pincode } = focus;
      const { id, slug, name, category } = service;
      const place = pincode && pincode !== fresh.pincode ? { pincode, address: null } : {};
      return {
        ...fresh,
        ...place,
        service: { id, slug, name, category },
        candidates: [],
        ...{ attributes, quantity, unclear: unsaidPart(service, quantity) },
      };
    }
    const onlyYesOrNo =
      said.size > 0 &&
      [...said].every((name) => name === 'affirm' || name === 'deny') &&
      heard.entities.length === 0;
    return task ?? (onlyYesOrNo ? null : fresh);
  }

  /** The same service, size, place and time as of a visit; null where there was none, or it is no longer sold. */
  private async repeated(
    fresh: BookingTask,
    echo: VisitEcho,
    turn: BookingTurn,
  ): Promise<BookingTask | null> {
    const visit = await this.visitMeant(echo, turn);
    const service = visit && (await this.understander.service(visit.service.id));
    if (!visit || !service) return null;
    const { id, slug, name, category } = service;
    const when = whenOf(visit, turn.timeZone);
    return {
      ...fresh,
      ...when,
      service: { id, slug, name, category },
      attributes: visit.items.filter(({ kind }) => kind === 'attribute').map(({ code }) => code),
      quantity: visit.quantity,
      ...{ pincode: visit.pincode, address: visit.addressLine },
      // Of that visit the hour is meant as well, and on another day: which one has to be said.
      wish: { ...noWish, time: when.earlierTime },
    };
  }

  /** The visit that is named, or that was talked about, or else the one booked last. */
  private async visitMeant({ as }: VisitEcho, turn: BookingTurn): Promise<VisitRead | null> {
    const { tools, now, mentioned } = turn;
    const all = await this.visits.visitsOf(tools, false);
    if (as !== null) {
      const { resolution } = await this.visits.findVisits({ text: as, now, moves: false, mentioned }, all);
      if (resolution.kind === 'one') return resolution.visit;
    }
    const talkedAbout = all.find(({ id }) => id === mentioned.last);
    if (talkedAbout) return talkedAbout;
    return all.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0] ?? null;
  }
}

function whenOf({ startsAt, endsAt }: VisitRead, zone: string): { earlierDate: string; earlierTime: string } {
  return {
    earlierDate: localDate(new Date(startsAt), zone),
    earlierTime: clockOf({ startsAt, endsAt, providerId: '', providerName: '' }, zone),
  };
}
