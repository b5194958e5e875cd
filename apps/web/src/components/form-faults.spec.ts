import { ApiError } from '../api/http.js';
import { applyFaults } from './form-faults.js';

function faultsOf(error: unknown): Record<string, string> | undefined {
  let shown: Record<string, string> | undefined;
  applyFaults({ setErrors: (errors) => (shown = errors) }, error, ['clientId', 'clientSecret']);
  return shown;
}

const refused = (...faults: { itemId: string; message: string }[]) => new ApiError(400, 'Not valid.', null, faults);

describe("the server's faults", () => {
  test('stand beside the fields they name', () => {
    expect(faultsOf(refused({ itemId: 'body.clientSecret', message: 'No spaces.' }))).toEqual({ clientSecret: 'No spaces.' });
  });

  test('are never lost when they name no field of the form', () => {
    const error = refused({ itemId: 'clientId', message: 'Too long.' }, { itemId: 'elsewhere', message: 'Wrong.' });
    expect(faultsOf(error)).toEqual({ clientId: 'Too long. Wrong.' });
  });

  test('leave the form alone when there are none', () => {
    expect(faultsOf(new ApiError(503, 'Busy.'))).toBeUndefined();
  });
});
