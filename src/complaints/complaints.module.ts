import { Module } from '@nestjs/common';
import { owners, theCustomer } from '../access/ownership.service.js';
import { Complaint } from './complaint.entity.js';
import { ComplaintsPersonalData } from './complaints.personal-data.js';

@Module({ providers: [ComplaintsPersonalData, owners('complaint', Complaint, theCustomer)] })
export class ComplaintsModule {}
