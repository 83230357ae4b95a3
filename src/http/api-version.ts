/** The version of Nomos' API that we were written for, and the header that asks for it with every request. */
export const defaultApiVersion = '2026-05-27.curie';
export const apiVersionHeader = 'x-api-version';
