/** What the pages of samverkan are given, and which fields their forms send back (see views.ts). */
import type { CooperationThresholds } from "../cooperation/release.ts";
import type { Fact, Link, Option } from "./views.ts";

/** GET /samverkan */
export type CooperationListView = {
  readonly mayPlan: boolean;
  readonly rows: readonly {
    readonly href: string;
    readonly name: string;
    readonly periodText: string;
    readonly stateLabel: string;
    readonly wholeText: string;
    readonly madeUp: boolean;
  }[];
};

export type UnitLines = { readonly field: string; readonly label: string; readonly value: string };

/** GET /samverkan/ny. Form: POST /samverkan with namn, fran, till, lan, enheter-<party> (one on each line). */
export type CooperationNewView = {
  readonly name: string;
  readonly opensOn: string;
  readonly closesOn: string;
  readonly counties: readonly Option[];
  readonly units: readonly UnitLines[];
};

/**
 * GET /samverkan/:id/hantera. Forms, all with `version`: POST …/lankar (vilka = saknas | alla | a unit's id),
 * POST …/enheter (enheter-<party>), POST …/avsluta, POST …/kasta, POST …/publicera (andrat), POST …/forslag (forslag, and skal when something is published).
 */
export type CooperationManageView = {
  readonly sheet: string;
  readonly base: string;
  readonly name: string;
  readonly madeUp: boolean;
  readonly version: string;
  readonly running: boolean;
  readonly facts: readonly Fact[];
  /** Links that are missing: how many, as words; "" when none is. */
  readonly missingText: string;
  readonly anyLinks: boolean;
  readonly parties: readonly {
    readonly label: string;
    /** Fewer units than a result needs; "" when they are enough. */
    readonly caution: string;
    readonly units: readonly {
      readonly id: string;
      readonly name: string;
      readonly weeks: readonly { readonly text: string; readonly stateText: string }[];
      readonly mayRenew: boolean;
    }[];
  }[];
  readonly more: readonly UnitLines[];
  readonly mayDrop: boolean;
  /** The last answers have been counted: it may be published, once more as a correction. */
  readonly mayPublish: boolean;
  readonly changed: string;
  readonly publications: readonly { readonly href: string; readonly text: string; readonly changed: string }[];
  readonly suggestions: readonly { readonly id: string; readonly partyLabel: string; readonly text: string }[];
  /** To choose among when one is taken out of what is published. */
  readonly reasons: readonly Option[];
};

/** Answer to POST /samverkan/:id/lankar: the only time the links are seen. */
export type CooperationLinksView = {
  readonly sheet: string;
  readonly base: string;
  readonly name: string;
  readonly units: readonly {
    readonly name: string;
    readonly partyLabel: string;
    readonly links: readonly { readonly weekText: string; readonly href: string }[];
  }[];
  /** One line per link, with tabs between: for a spreadsheet. */
  readonly asText: string;
};

export type RadioGroup = {
  readonly field: string;
  readonly legend: string;
  readonly hint: string;
  readonly options: readonly (Option & { readonly id: string })[];
};

/**
 * GET /samverkan/svara/:token. Form: POST there with sida, om-<party> twice, datum, ganger, sip, forslag and, when the
 * suggestion was warned about, anda = ja.
 */
export type CooperationFormView = {
  readonly action: string;
  readonly sheet: string;
  readonly script: string;
  readonly unitName: string;
  readonly partyLabel: string;
  readonly weekText: string;
  readonly page: string;
  readonly groups: readonly RadioGroup[];
  readonly suggestion: string;
  /** The box that sends a suggestion all the same. */
  readonly askAnyway: boolean;
  /** It was ticked. */
  readonly anyway: boolean;
};

/** `again`: null when the link takes no more answers. */
export type CooperationThanksView = { readonly again: string | null; readonly repeated: boolean };
/** A link that cannot be answered: why, and what to do. */
export type CooperationClosedView = { readonly why: string; readonly advice: string };

export type FigureView = {
  /** "95 %", or "" when hidden. */
  readonly share: string;
  /** "38 av 40", or why it is not shown. */
  readonly detail: string;
  /** "intervall 83–99 %". */
  readonly interval: string;
  readonly hidden: boolean;
  readonly caution: boolean;
};

/** GET /samverkan/:id */
export type CooperationView = {
  readonly sheet: string;
  readonly base: string;
  readonly name: string;
  readonly madeUp: boolean;
  readonly manageHref: string | null;
  readonly facts: readonly Fact[];
  readonly headline: string;
  readonly standing: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly label: string;
    readonly sheetsText: string;
    /** Null: nobody is asked about themselves. */
    readonly cells: readonly (null | (FigureView & { readonly column: string }))[];
    readonly total: FigureView & { readonly column: string };
  }[];
  readonly totals: readonly (FigureView & { readonly column: string })[];
  readonly dates: readonly {
    readonly label: string;
    readonly changed: FigureView;
    readonly split: string;
    readonly times: FigureView;
    readonly sip: FigureView;
  }[];
  readonly spreads: readonly { readonly label: string; readonly counts: readonly string[] }[];
  /** How few answers and units may be shown in it. */
  readonly limits: CooperationThresholds;
  readonly steps: readonly string[];
  readonly suggestions: readonly {
    readonly label: string;
    readonly texts: readonly string[];
    /** Taken out after it was published: when and why. */
    readonly removed: readonly string[];
    readonly emptyText: string;
  }[];
  readonly files: readonly Link[];
  /** Published reports of this result. */
  readonly publications: readonly Link[];
  /** Set on a page that is such a report. */
  readonly publication: null | {
    readonly text: string;
    readonly changed: string;
    readonly newerHref: string | null;
  };
  /** Beside the measurement before; null when there is none. */
  readonly change: null | {
    readonly href: string;
    readonly name: string;
    readonly periodText: string;
    readonly rows: readonly {
      readonly label: string;
      readonly before: { readonly share: string; readonly count: string };
      readonly now: { readonly share: string; readonly count: string };
      readonly difference: string;
    }[];
  };
};
