import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { addProduct, refreshProductData, removeProduct } from './products.operations.js';
import { CompanyProducts } from './products.service.js';

@Controller('api')
export class ProductsController {
  constructor(private readonly products: CompanyProducts) {}

  @Route(addProduct)
  add(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof addProduct>) {
    return this.products.add(operatorId, params.companyId, params.productIdentifier);
  }

  @Route(removeProduct)
  remove(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof removeProduct>) {
    return this.products.remove(operatorId, params.companyId, params.productIdentifier);
  }

  @Route(refreshProductData)
  refresh(@Operator() { operatorId }: OperatorContext, @Checked() { params, body }: Input<typeof refreshProductData>) {
    return this.products.refresh(operatorId, params.companyId, params.productIdentifier, body?.dataTypes);
  }
}
