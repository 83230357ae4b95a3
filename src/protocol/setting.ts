/**
 * How the tables of settings are written: one table for each node, one entry for each property that the node stores. The
 * runtime decodes by it, the editor checks by it, and the build makes the defaults and the rows of the dialog from it.
 */
export type Setting = NumberSetting | NumberOrWordSetting | ChoiceSetting | FlagSetting | ListSetting | TextSetting;

/** The settings of a node by name; rows of the dialog stand in this order. */
export type SettingsTable = Readonly<Record<string, Setting>>;

/** The other settings under which one matters, and their values; all of them have to fit. */
export type When = Readonly<Record<string, readonly string[]>>;

interface Common {
  /** `message`: `msg.options` may change it. `node`: it is about the node as a whole. Absent: it is none of the node's work. */
  readonly scope?: 'message' | 'node';
  /** Elsewhere it is without effect, and its row is not shown. */
  readonly when?: When;
  /** It matters under these as well. */
  readonly orWhen?: When;
  /** What stands behind the field: the text `unit.<unit>`. */
  readonly unit?: string;
  /** Absent: the html holds the field, or there is none. */
  readonly row?: Row;
}

/** A row of the dialog, labelled by the text `label.<name>`. */
export interface Row {
  /** Where it stands: at `<!-- rows <place> -->` in the html of the node. */
  readonly place: string;
  /** Of Font Awesome 4, without `fa-`. */
  readonly icon: string;
  /** The text `placeholder.<placeholder>` of an empty field. */
  readonly placeholder?: string;
  /** A number of minutes is shown as hours and minutes. */
  readonly as?: 'duration';
  /** Has its line `hint.<name>` also where nothing is folded. */
  readonly hint?: true;
  /** The field offers a list, which code of the editor fills. */
  readonly list?: true;
  /** Another setting, a choice, that stands behind the field in place of a unit. */
  readonly units?: string;
  /** The other settings that, set or not, take its effect away: it is greyed, and a text `idle.<name>.<other>` says why. */
  readonly idle?: { readonly with?: readonly string[]; readonly without?: readonly string[] };
  /** A second time that stands in the same row, `label.window`. */
  readonly until?: string;
}

/** What a number may be: both bounds are included, but for `above`. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
  /** `min`, which is 0, is too little itself. */
  readonly above?: true;
  readonly whole?: true;
  /** 0 is allowed besides, and means none. */
  readonly orZero?: true;
}

interface NumberSetting extends Common, Bounds {
  readonly kind: 'number';
  readonly default?: number;
  /** What a new node stores, where that is another value: a node that stores none was made before there was a better one. */
  readonly fresh?: number;
}

/** One of some words, called by the texts `choice.<name>.<word>`, or a number. */
interface NumberOrWordSetting extends Common, Bounds {
  readonly kind: 'number-or-word';
  readonly words: readonly string[];
  readonly default: string;
}

/** One of some words or numbers, called by the texts `choice.<name>.<choice>` but for units; `absent` stands for none. */
interface ChoiceSetting extends Common {
  readonly kind: 'choice';
  readonly choices: readonly (string | number)[];
  readonly default?: string | number;
  /** See {@link NumberSetting}. */
  readonly fresh?: string | number;
}

interface FlagSetting extends Common {
  readonly kind: 'flag';
  readonly default: boolean;
}

/** ISO weekdays (Monday 1), phases of a load in order, or stretches of every local day. */
interface ListSetting extends Common {
  readonly kind: 'weekdays' | 'profile' | 'stretches';
  readonly default: readonly unknown[];
}

/** `word` and `invoice` are ids; `typed` and `typed-type` are what a typed input stores. */
interface TextSetting extends Common {
  readonly kind:
    | 'account'
    | 'base-url'
    | 'day'
    | 'deadline'
    | 'home'
    | 'invoice'
    | 'redirect-uri'
    | 'subscription'
    | 'text'
    | 'time'
    | 'time-zone'
    | 'typed'
    | 'typed-type'
    | 'word';
  readonly default?: string;
  /** For another node: it has to be chosen, whatever the other settings are, or never has to. */
  readonly required?: boolean;
}

/** One phase of a load that does not draw the same power all the time. */
export interface ProfilePhase {
  readonly minutes: number;
  /** kW, zero allowed (soaking). */
  readonly powerKw: number;
}

/** A stretch of every local day between two wall times `HH:MM`, over midnight where `to` is before `from`. */
export interface DailyStretch {
  readonly from: string;
  readonly to: string;
}

type ValueOf<One> = One extends { kind: 'number' }
  ? number
  : One extends { kind: 'flag' }
    ? boolean
    : One extends { kind: 'choice'; choices: readonly (infer Choice)[] }
      ? Choice
      : One extends { kind: 'number-or-word'; words: readonly (infer Word)[] }
        ? Word | number
        : One extends { kind: 'weekdays' }
          ? readonly number[]
          : One extends { kind: 'profile' }
            ? readonly ProfilePhase[]
            : One extends { kind: 'stretches' }
              ? readonly DailyStretch[]
              : string;

/** What is not decoded as a setting: only the editor uses it, or it is decoded as the pair that it is. */
type Raw = { readonly kind: 'redirect-uri' | 'typed' | 'typed-type' };

/** The decoded settings of a table: those without a default may be absent. */
export type SettingsOf<Table> = {
  readonly [Name in keyof Table as Table[Name] extends Raw
    ? never
    : Table[Name] extends { default: unknown }
      ? Name
      : never]: ValueOf<Table[Name]>;
} & {
  readonly [Name in keyof Table as Table[Name] extends Raw | { default: unknown } ? never : Name]?:
    | ValueOf<Table[Name]>
    | undefined;
};

/** The part of a table that is of a scope. */
export type Scoped<Table, Scope> = {
  readonly [Name in keyof Table as Table[Name] extends { scope: Scope } ? Name : never]: Table[Name];
};

/** The settings of these scopes. */
export function scoped<Table extends SettingsTable, const Scope extends 'message' | 'node'>(
  table: Table,
  ...scopes: readonly Scope[]
): Scoped<Table, Scope> {
  const kept = Object.entries(table).filter(([, { scope }]) => scopes.some((wanted) => wanted === scope));
  return Object.fromEntries(kept) as unknown as Scoped<Table, Scope>;
}

/** True for what {@link SettingsOf} leaves out. */
export function isRaw({ kind }: Setting): boolean {
  return kind === 'redirect-uri' || kind === 'typed' || kind === 'typed-type';
}

/** The settings of a node that stores none; those without a default are not there. */
export function defaultsOf<Table extends SettingsTable>(table: Table): SettingsOf<Table> {
  const own = Object.entries(table).filter(([, setting]) => !isRaw(setting) && setting.default !== undefined);
  return Object.fromEntries(own.map(([name, setting]) => [name, setting.default])) as SettingsOf<Table>;
}
