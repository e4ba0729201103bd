import { Module, type DynamicModule } from '@nestjs/common';
import { LIST_TIME_ZONE, PageReader } from './page-reader.js';

@Module({})
export class ListsModule {
  /** @param timeZone in which the days of a period begin */
  static forRoot(timeZone: string): DynamicModule {
    return {
      module: ListsModule,
      global: true,
      providers: [{ provide: LIST_TIME_ZONE, useValue: timeZone }, PageReader],
      exports: [PageReader],
    };
  }
}
