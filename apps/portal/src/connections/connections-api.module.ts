import { Module } from '@nestjs/common';
import { CompanyConnections } from './company-connections.service.js';
import { ConnectionsController } from './connections.controller.js';

@Module({ controllers: [ConnectionsController], providers: [CompanyConnections] })
export class ConnectionsApiModule {}
