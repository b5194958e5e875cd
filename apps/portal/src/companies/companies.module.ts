import { Module } from '@nestjs/common';
import { CompaniesController } from './companies.controller.js';
import { Companies } from './companies.service.js';
import { ProductsController } from './products.controller.js';
import { CompanyProducts } from './products.service.js';

@Module({ controllers: [CompaniesController, ProductsController], providers: [Companies, CompanyProducts] })
export class CompaniesModule {}
