/** The JSON of our admin routes, shared with the browser side (types only). Instants are ISO 8601 texts. */

/**
 * A failure. The editor words `code` and `params` in its own language; `text` is in the language of the runtime, for whoever
 * has no catalog.
 */
export interface ErrorAnswer {
  readonly error: {
    readonly code: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly text: string;
    readonly requestId?: string;
  };
}

/** `GET nomos/pass`: what the editor sends as `X-Nomos-Request` where the browser says nothing better of the page. */
export interface PassAnswer {
  readonly pass: string;
}

/** `POST nomos/oauth/start`: opens an attempt; absent fields are taken from the deployed node. */
export interface StartRequest {
  readonly accountId: string;
  readonly redirectUri: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly baseUrl?: string;
}

export interface StartAnswer {
  readonly authorizeUrl: string;
  /** Public name of the attempt, to ask for and to confirm; not the OAuth state. */
  readonly attemptId: string;
  /** How long the sign-in may take from now on; a length, for the clock of the browser may be another one. */
  readonly lifeMs: number;
}

/** `POST nomos/oauth/paste`: the address (or just its query) the browser was sent to. */
export interface PasteRequest {
  readonly accountId: string;
  readonly url: string;
}

/** `POST nomos/oauth/confirm`: accepts a callback that came from another browser or host name. */
export interface ConfirmRequest {
  readonly accountId: string;
  readonly attemptId: string;
}

export interface AttemptAnswer {
  readonly attemptId: string;
  /** `pending`: waiting for the callback. `held`: came back without our cookie, wants confirming. */
  readonly state: 'pending' | 'held' | 'exchanging' | 'done' | 'failed';
  readonly error?: ErrorAnswer['error'];
}

/** `GET nomos/accounts/:id`, and the answer of paste, confirm and disconnect. */
export interface AccountAnswer {
  readonly accountId: string;
  readonly deployed: boolean;
  /** In which statuses and logs are written, e.g. `de`; absent while nobody knows. */
  readonly language?: string;
  /** True where the connection is one that takes effect with the next deploy. */
  readonly waitsForDeploy: boolean;
  readonly connection: {
    readonly phase: 'new' | 'connected' | 'waiting' | 'signin' | 'config';
    readonly since: string;
    readonly scope?: string;
    readonly nextRenewalAt?: string;
    readonly saved: boolean;
    /** True where another installation had this sign-in before. */
    readonly copied?: boolean;
    readonly error?: ErrorAnswer['error'] & { readonly at: string };
  };
  /** The newest attempt to sign in of this account, while it is remembered. */
  readonly attempt?: AttemptAnswer;
}

/** `POST nomos/accounts/:id/test`: tests the account, or where a way of signing in is given the settings of a dialog. */
export interface TestAnswer {
  readonly ok: true;
  readonly subscriptions: number;
  /** The contracts, where the settings are not deployed and no other route could list them. */
  readonly listed?: SubscriptionsAnswer;
}

/** `GET nomos/accounts/:id/subscriptions`. */
export interface SubscriptionsAnswer {
  readonly subscriptions: readonly SubscriptionAnswer[];
  /** How many contracts for consumption are active. */
  readonly activeCount: number;
  /** The contract that is used where nobody chooses one; absent where somebody has to. */
  readonly proposedId?: string;
}

export interface SubscriptionAnswer {
  readonly id: string;
  readonly number?: string;
  readonly status: string;
  readonly type: string;
  readonly startAt?: string;
  readonly endAt?: string;
}

/** `GET nomos/accounts/:id/prices?subscription=`: what the feed knows now; asks Nomos for nothing. */
export interface PricesAnswer extends PlansAnswer {
  readonly intervals: readonly {
    readonly start: string;
    readonly end: string;
    readonly amount: number | null;
    readonly level?: string;
    readonly components: Readonly<Record<string, number>>;
  }[];
  /** What power usually costs where nothing is published, until the end of tomorrow or of the last planned run; absent where none is. */
  readonly expected?: readonly { readonly start: string; readonly end: string; readonly amount: number | null }[];
  readonly fetchedAt?: string;
  /** True where nothing is known yet because the first answer of Nomos is on its way. */
  readonly loading?: true;
  readonly error?: ErrorAnswer['error'];
}

/** `GET nomos/plans`: what the nodes plan whose prices come by message; in `PricesAnswer`, what those plan that use the prices. */
export interface PlansAnswer {
  readonly now: string;
  readonly timeZone: string;
  /** Planned runs of `cheapest-window` nodes, and the modes of `home-battery` nodes. */
  readonly plans: readonly {
    readonly nodeId: string;
    readonly type: string;
    readonly name: string;
    /** The flow that the node stands in, or the instance of a subflow. */
    readonly z?: string;
    /** In which its times are read, where that is not the one of the answer. */
    readonly timeZone?: string;
    readonly runs: readonly { readonly start: string; readonly end: string; readonly mode?: BatteryModeName }[];
    /** Why there are none, or what it waits for: a key of the shared catalog. */
    readonly idle?: string;
  }[];
}

/** `GET nomos/homes/:id`: the house, or all of its instances where it stands in a subflow. */
export interface HomesAnswer {
  readonly homes: readonly HomeAnswer[];
}

/** What the devices of a house take together, by quarter-hours from now on. */
export interface HomeAnswer {
  readonly now: string;
  readonly timeZone: string;
  readonly nodeId: string;
  readonly name: string;
  /** The flow that the node stands in, or the instance of a subflow. */
  readonly z?: string;
  /** Absent = no limit now. */
  readonly limitKw?: number;
  readonly members: readonly {
    readonly nodeId: string;
    readonly name: string;
    /** The flow that the node stands in, or the instance of a subflow. */
    readonly z?: string;
    readonly priority: number;
    /** True where it has no plan because of the others. */
    readonly isStuck: boolean;
    /** Why it has no planned run, or what it waits for: a key of the shared catalog. */
    readonly idle?: string;
    readonly runs: readonly { readonly start: string; readonly end: string; readonly kw: number }[];
  }[];
  readonly steps: readonly {
    readonly start: string;
    readonly end: string;
    readonly kw: number;
    readonly limitKw?: number;
    readonly sunKw: number;
  }[];
}

/** What a battery does. */
export type BatteryModeName = 'auto' | 'hold' | 'charge' | 'keep' | 'discharge';

/** `POST nomos/battery`: what a `home-battery` node with these settings would do now; changes nothing. */
export interface BatteryRequest extends PlanRequest {
  readonly feedInSubscription: string;
  /** Of the open dialog: where it is deployed, what it has learned counts. */
  readonly nodeId: string;
  /** For as long as nobody has told it. */
  readonly socPercent: number;
}

/** Why a battery does what it does now; whoever shows it words it in the language of its reader. */
export interface BatteryWhy {
  /** Which sentence says it: a key of `battery-why` in the catalogs. */
  readonly code: BatteryWhyCode;
  readonly mode: BatteryModeName;
  /** Of this moment, and what another stored kWh is worth, ct; null where that is not known. */
  readonly priceCt: number | null;
  readonly storedValueCt: number | null;
  readonly minimumPercent: number;
}

/** Every sentence there is. */
export type BatteryWhyCode =
  | 'cheap'
  | 'dear'
  | 'worth-more-later'
  | 'sun-later'
  | 'room-for-sun'
  | 'grid-limit'
  | 'sell'
  | 'full'
  | 'empty'
  | 'override'
  | 'learning'
  | 'no-prices'
  | 'no-soc'
  | 'guard';

/** The answer to that. */
export interface BatteryAnswer {
  readonly timeZone: string;
  readonly now: string;
  readonly why: BatteryWhy;
  readonly socPercent: number;
  /** True where nothing is known of the house yet, and a usual one stands in for it. */
  readonly isExample: boolean;
  /** The part of the payload of output 2 that the editor shows. */
  readonly plan: {
    readonly feasible: boolean;
    readonly saved: { readonly againstSelfUseCt: number | null };
    readonly cycles: number | null;
    readonly pricesUntil: string | null;
    readonly intervals: readonly {
      readonly start: string;
      readonly end: string;
      readonly mode: BatteryModeName;
      readonly buyCt: number | null;
      readonly socPercent: number;
      readonly expected: boolean;
    }[];
  };
}

/** `POST nomos/plan`: what a `cheapest-window` node with these settings would plan now; changes nothing. */
export interface PlanRequest {
  readonly accountId: string;
  /** Absent or empty: the account's own choice. */
  readonly subscription?: string;
  /** Stored properties of the node by name, as yet undeployed. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The id of the node. */
  readonly nodeId?: string;
  /** The house that it shares, by the id of its node; absent or empty: none. */
  readonly home?: string;
  /** 1 is planned first. */
  readonly priority?: number;
}

/** `plan` is null when the settings never open a window. */
export interface PlanAnswer {
  readonly plan: PlanPreview | null;
  /** The others of the house that it was planned beside; absent where it was planned alone. */
  readonly besides?: readonly BesidePreview[];
}

/** Another device of the house in a preview, with its runs from now on. */
export interface BesidePreview {
  readonly name: string;
  readonly runs: readonly ShownRun[];
  /** As they are planned now; absent where that changes nothing for it. */
  readonly before?: readonly ShownRun[];
}

/** From when to when, ISO 8601. */
export interface ShownRun {
  readonly start: string;
  readonly end: string;
}

/** `POST nomos/plan/rules`, with the body of a {@link PlanRequest}: what each rule of these settings makes the plan dearer by. */
export interface RulesAnswer {
  readonly costs: readonly {
    /** The name of the setting. */
    readonly rule: string;
    readonly costCt: number;
  }[];
}

/** The part of the payload of output 2 that the editor shows. */
export interface PlanPreview {
  readonly feasible: boolean;
  readonly reason?: string;
  readonly provisional: boolean;
  readonly runs: readonly {
    readonly start: string;
    readonly end: string;
    /** True where only the limit on time off makes it. */
    readonly forced?: boolean;
  }[];
  readonly averageCt: number | null;
  readonly costCt: number | null;
  /** With usual prices where none are published; absent where the cost is known, or nothing is expected. */
  readonly expectedCostCt?: number | null;
  readonly costUnit: string;
  readonly energyKwh: number | null;
  readonly minutesPlanned: number;
  /** Of what is wanted; 0 for a threshold, which wants no run time. */
  readonly minutesMissing: number;
  /** With a limit on time off: more than is wanted. */
  readonly minutesExtra?: number;
  readonly window: { readonly start: string; readonly end: string };
  /** All prices in the window, null where one is not known. */
  readonly intervals: readonly {
    readonly start: string;
    readonly end: string;
    readonly amount: number | null;
    /** True where that is what power usually costs then, because nothing is published. */
    readonly expected?: boolean;
  }[];
  /** What is left of the window open now, minutes, where that is too short and the plan is that of the next one. */
  readonly passedMinutes?: number;
  /** The times of the window that are left out of it, in order; absent where there are none. */
  readonly excluded?: readonly ShownRun[];
  /** How much earlier it is done than at the best time (for the tie `latest`: how much later it begins), and for how much. */
  readonly earlier?: { readonly minutes: number; readonly costCt: number | null };
  readonly saved: { readonly againstNowCt: number | null; readonly againstAverageCt: number | null };
}
