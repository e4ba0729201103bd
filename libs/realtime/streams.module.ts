import { Global, Module } from '@nestjs/common';
import { Streams } from './streams.js';
import { StreamSignals } from './stream-signals.js';

@Global()
@Module({ providers: [Streams, StreamSignals], exports: [Streams] })
export class StreamsModule {}
