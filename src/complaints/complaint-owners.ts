import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { customerOwning, FindsOwner } from '../access/resource-owners.js';
import { Complaint } from './complaint.entity.js';

@Injectable()
export class ComplaintOwners {
  constructor(private readonly em: EntityManager) {}

  @FindsOwner('complaint')
  async ownerOf(id: string) {
    return customerOwning(await this.em.findOne(Complaint, { id }));
  }
}
