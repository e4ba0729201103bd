import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { AddressesController } from './addresses.controller.js';
import { AddressesPersonalData } from './addresses.personal-data.js';
import { AddressesService } from './addresses.service.js';
import { AddressesTools } from './addresses.tools.js';

@Module({
  imports: [CustomersModule],
  controllers: [AddressesController],
  providers: [AddressesService, AddressesTools, AddressesPersonalData],
  exports: [AddressesService],
})
export class AddressesModule {}
