import type { PickerState } from './connections.js';
import type { App, Organisation, Person } from './model.js';

/** One organisation as the picker offers it. */
export interface Choice {
  organisation: Organisation;
  state: PickerState;
}

export interface Picker {
  app: App;
  person: Person;
  consentId: string;
  choices: Choice[];
  scopes: string[];
  /** Whether several organisations may be ticked. */
  several: boolean;
  /** Where the same request starts again, for another log-in. */
  returnUrl: string;
  fault?: string;
}

const notes: Record<PickerState, string> = {
  available: '',
  connected: ' (already connected)',
  barred: ' (two uncertified apps are connected already)',
};

/** The log-in form. `returnUrl` leads back to the authorisation request. */
export function loginPage(returnUrl: string, email = '', fault?: string): string {
  return page(
    'Log in',
    `<h1>Log in to the Xero simulator</h1>${alert(fault)}
<form method="post" action="/identity/account/login">
<input type="hidden" name="returnUrl" value="${escape(returnUrl)}">
<p><label for="email">Email address</label><input id="email" name="email" type="email" autocomplete="username" required value="${escape(email)}"></p>
<p><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required></p>
<p><button type="submit">Log in</button></p>
</form>`,
  );
}

/** The organisation picker with its Allow and Cancel. */
export function pickerPage(picker: Picker): string {
  const open = picker.choices.filter((choice) => choice.state !== 'barred');
  const rows = picker.choices.map((choice) => row(choice, picker.several, choice === open[0] && (!picker.several || open.length === 1)));
  const empty = '<p>You have no organisation that you may connect to an app.</p>';
  return page(
    'Allow access',
    `<h1>${escape(picker.app.name)} wants access to:</h1>${alert(picker.fault)}
<ul>${picker.scopes.map((scope) => `<li>${escape(scope)}</li>`).join('')}</ul>
<form method="post" action="/identity/connect/consent">
<input type="hidden" name="consentId" value="${picker.consentId}">
<fieldset><legend>Select an organisation</legend>${rows.join('') || empty}</fieldset>
<p><button type="submit" name="decision" value="allow">Allow access</button>
<button type="submit" name="decision" value="cancel">Cancel</button></p>
</form>
<form method="post" action="/identity/account/logout">
<input type="hidden" name="returnUrl" value="${escape(picker.returnUrl)}">
<p>Logged in as ${escape(picker.person.email)}. <button type="submit">Use a different login</button></p>
</form>`,
  );
}

/** The end of a request that Xero refuses to send back to the app. */
export function errorPage(code: string, message: string): string {
  return page('Error', `<h1>Sorry, something went wrong</h1><p>Error: ${escape(code)}</p><p>${escape(message)}</p>`);
}

/** The end of the road for an app at its cap: nobody is called back from here. */
export function connectionLimitPage(appName: string): string {
  return page(
    'Connection limit',
    `<h1>Connection limit reached</h1><p>${escape(appName)} cannot connect to any more Xero organisations. Please tell its makers.</p>`,
  );
}

function row({ organisation, state }: Choice, several: boolean, checked: boolean): string {
  const id = `organisation-${organisation.tenantId}`;
  const attributes = `${checked ? ' checked' : ''}${state === 'barred' ? ' disabled' : ''}`;
  return `<p><input type="${several ? 'checkbox' : 'radio'}" id="${id}" name="organisation" value="${organisation.tenantId}"${attributes}><label class="beside" for="${id}">${escape(organisation.name)}${notes[state]}</label></p>`;
}

function alert(fault?: string): string {
  return fault === undefined ? '' : `<p role="alert">${escape(fault)}</p>`;
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} | Xero simulator</title><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#1b2733}
label{display:block;font-weight:600}label.beside{display:inline;font-weight:400;margin-left:.5rem}
input[type=email],input[type=password]{font:inherit;width:100%;padding:.4rem;box-sizing:border-box}
button{font:inherit;padding:.4rem 1rem}input:disabled+label{color:#5b6670}[role=alert]{border-left:4px solid #b3261e;padding-left:.75rem}
</style></head><body><main>${body}</main></body></html>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
