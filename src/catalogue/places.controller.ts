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
    summary: 'List cities',
    description: 'Returns all known cities with their pincodes and the names that people use for them.',
  })
  @KeptPublicly(60)
  @ReturnsView(citiesView)
  async cities(@CurrentActor() actor: Actor | undefined) {
    return { items: await this.places.cities(actor) };
  }

  @Get('pincodes/:code')
  @Operation({
    id: 'getPincode',
    summary: 'Get a pincode',
    description: 'Returns where it is and how many services are offered there.',
    codes: ['PINCODE_NOT_FOUND'],
  })
  @KeptPublicly(60)
  @ReturnsView(pincodeView)
  pincode(@CurrentActor() actor: Actor | undefined, @Param('code', { schema: pincodeText }) code: string) {
    return this.places.pincode(actor, code);
  }
}
