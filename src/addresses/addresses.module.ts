import { Module } from '@nestjs/common';
import { AddressesController } from './addresses.controller.js';
import { AddressesPersonalData } from './addresses.personal-data.js';
import { AddressesService } from './addresses.service.js';
import { AddressesTools } from './addresses.tools.js';

@Module({
  controllers: [AddressesController],
  providers: [AddressesService, AddressesTools, AddressesPersonalData],
  exports: [AddressesService],
})
export class AddressesModule {}
