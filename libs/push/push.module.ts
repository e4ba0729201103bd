import { Global, Module } from '@nestjs/common';
import { WebPush } from './web-push.js';

/** Needs #libs/outbound. */
@Global()
@Module({ providers: [WebPush], exports: [WebPush] })
export class PushModule {}
