import type { LinkReason } from '../api/link.js';

interface Explanation {
  title: string;
  /** What happened, in words for somebody who keeps books. */
  what: string;
  /** What to do next. */
  next: string;
}

const explanations: Readonly<Record<LinkReason, Explanation>> = {
  refused: {
    title: 'You did not give access',
    what: 'The request was cancelled, so nothing was linked and nothing was read.',
    next: 'If that was not your wish, try again and allow access.',
  },
  limitReached: {
    title: 'No more organisations can be linked right now',
    what: 'The service that asked you has used up the number of organisations that it may connect.',
    next: 'Please tell them. They can make room, and then the same link works.',
  },
  busy: {
    title: 'All free places are being used at this moment',
    what: 'Other people are linking their books right now and hold the last free places.',
    next: 'Wait a few minutes and try again.',
  },
  alreadyLinked: {
    title: 'This organisation is already linked',
    what: 'The organisation that you chose is linked to another company of the same service. One organisation can belong to one company only.',
    next: 'Try again with another organisation, or ask the service that sent you here which company it is linked to.',
  },
  companyLinked: {
    title: 'Books are linked already',
    what: 'This company got its connection in the meantime, perhaps from a colleague or in another window.',
    next: 'You do not need to do anything.',
  },
  otherOrganisation: {
    title: 'That is another organisation than before',
    what: 'This connection belongs to the organisation that was linked first. Access was given for a different one, so nothing was changed.',
    next: 'Try again and pick the organisation that was linked before. To link a different one, ask the service that sent you here.',
  },
  noOrganisation: {
    title: 'No organisation was chosen',
    what: 'Access was given, but it covers no organisation that we could link.',
    next: 'Try again and pick the organisation whose books you want to link. You need a role there that may connect apps.',
  },
  integrationDisabled: {
    title: 'This accounting software cannot be linked at present',
    what: 'The service that asked you has switched it off.',
    next: 'Please tell them that you wanted to link, and come back when they have switched it on.',
  },
  expired: {
    title: 'This took too long',
    what: 'For your safety a link attempt ends after a while. It also ends here if your accounting software stopped with a message about a connection limit.',
    next: 'Try again. If you saw a message about a limit, please tell the service that sent you here.',
  },
  keysChanged: {
    title: 'Please start once more',
    what: 'The service that asked you set up its access to your accounting software anew while you were linking. Nothing was linked.',
    next: 'Try again: now it works with the new set-up.',
  },
  replayed: {
    title: 'This step was already done',
    what: 'The page was opened a second time, for example with the back button. Nothing was done twice.',
    next: 'If you have already seen that your books are linked, you can close this page. Otherwise open the link that you were sent again.',
  },
  wrongBrowser: {
    title: 'Please go on in the browser where you started',
    what: 'A link attempt belongs to the browser in which it was started, so that nobody else can finish it for you.',
    next: 'Go back to that browser, or start again here with the link that you were sent.',
  },
  providerError: {
    title: 'Your accounting software did not answer as expected',
    what: 'It reported a fault, so nothing was linked.',
    next: 'Wait a few minutes and try again. If it happens again, tell the service that sent you here.',
  },
  unknown: {
    title: 'We do not know this link',
    what: 'It may be incomplete, or the company was removed.',
    next: 'Open the link that you were sent once more, or ask for a new one.',
  },
};

const other: Explanation = {
  title: 'Your books were not linked',
  what: 'Something went wrong on the way. Nothing was read.',
  next: 'Try again. If it happens again, tell the service that sent you here.',
};

/** The reason may come from the address, so it may be anything. */
const isKnown = (reason: string): reason is LinkReason => Object.hasOwn(explanations, reason);

/** `message` is the server's own sentence, for a reason that these pages do not know yet. */
export function explainReason(reason: string | null | undefined, message?: string | null): Explanation {
  if (reason && isKnown(reason)) return explanations[reason];
  return message ? { ...other, what: message } : other;
}
