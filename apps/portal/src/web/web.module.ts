import { type DynamicModule, Module } from '@nestjs/common';
import { readWebPage, WebPage } from './web-page.js';
import { WebController } from './web.controller.js';

@Module({})
export class WebModule {
  static forRoot(folder: string | undefined): DynamicModule {
    return {
      module: WebModule,
      controllers: [WebController],
      providers: [{ provide: WebPage, useFactory: () => readWebPage(folder) }],
    };
  }
}
