import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { pincodeText, Returns } from '#libs/http';
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
  @ApiOperation({ summary: 'Cities and their pincodes' })
  @Returns(citiesView)
  async cities(@CurrentActor() actor: Actor | undefined) {
    return { items: await this.places.cities(actor) };
  }

  @Get('pincodes/:code')
  @ApiOperation({ summary: 'What is known of a pincode' })
  @Returns(pincodeView)
  pincode(@CurrentActor() actor: Actor | undefined, @Param('code', { schema: pincodeText }) code: string) {
    return this.places.pincode(actor, code);
  }
}
