import { Module } from '@nestjs/common';
import { BrowserSecret } from './browser-secret.js';
import { LinkPages } from './link-pages.service.js';
import { LinkRedirectsController } from './link-redirects.controller.js';
import { LinkController } from './link.controller.js';
import { PullProgress } from './pull-progress.service.js';

/** Needs the global modules of the database and of connections. */
@Module({ controllers: [LinkController, LinkRedirectsController], providers: [BrowserSecret, LinkPages, PullProgress] })
export class LinkModule {}
