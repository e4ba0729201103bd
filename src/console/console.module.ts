import { Module, type DynamicModule } from '@nestjs/common';
import { HomeController } from './home.controller.js';
import { HOME_PAGE, homePage, type HomePageOptions } from './home.page.js';

/** What people see in a browser at the program's own address. */
@Module({})
export class ConsoleModule {
  static forRoot(options: HomePageOptions): DynamicModule {
    return {
      module: ConsoleModule,
      controllers: [HomeController],
      providers: [{ provide: HOME_PAGE, useValue: homePage(options) }],
    };
  }
}
