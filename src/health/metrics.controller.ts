import { Controller, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PrometheusController } from '@willsoto/nestjs-prometheus';
import { RateClass } from '#libs/http';
import { Public } from '../access/access.decorators.js';

/** `/metrics` in the text format of Prometheus. Keep it from the outside at the proxy. */
@Controller({ version: VERSION_NEUTRAL })
@Public()
@RateClass('none')
@ApiExcludeController()
export class MetricsController extends PrometheusController {}
