import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { CallbackRequest } from './callback-request.entity.js';
import { callbackView } from './callbacks.schemas.js';

/** That a call was asked for, and whether it was made, stays for the figures; what it was about goes. */
@HoldsPersonalData('callbacks')
@Injectable()
export class CallbacksPersonalData implements PersonalDataSource {
  async export(em: EntityManager, customer: string) {
    const callbacks = await em.find(
      CallbackRequest,
      { customer },
      { orderBy: { createdAt: 'asc', id: 'asc' } },
    );
    return callbacks.map((callback) => callbackView.parse(callback));
  }

  subjects(em: EntityManager, customer: string) {
    return subjectsOf(em, 'callback', CallbackRequest, { customer });
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    await em.nativeUpdate(CallbackRequest, { customer }, { about: '', requestKey: null });
  }
}
