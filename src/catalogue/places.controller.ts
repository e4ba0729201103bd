import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KeptPublicly, Operation, pincodeText, ReturnsView } from '#libs/http';
import { CurrentActor, Public } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { citiesView, pincodeView } from './catalogue.schemas.js';
import { PlacesService } from './places.service.js';

@ApiTags('Places')
@Public()
@Controller('places')
export class PlacesController {
  constructor(private readonly places: PlacesService) {}

  @Get('cities')
  @Operation({
    id: 'listCities',
    summary: 'List the cities and their pincodes.',
    description: 'All that are known, with the names that people use for them.',
  })
  @KeptPublicly(60)
  @ReturnsView(citiesView)
  async cities(@CurrentActor() actor: Actor | undefined) {
    return { items: await this.places.cities(actor) };
  }

  @Get('pincodes/:code')
  @Operation({
    id: 'getPincode',
    summary: 'Get what is known of a pincode.',
    description: 'Where it is, and how many services are offered there.',
    codes: ['PINCODE_NOT_FOUND'],
  })
  @KeptPublicly(60)
  @ReturnsView(pincodeView)
  pincode(@CurrentActor() actor: Actor | undefined, @Param('code', { schema: pincodeText }) code: string) {
    return this.places.pincode(actor, code);
  }
}
