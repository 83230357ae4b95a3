/** The version of Nomos' API that we were written for; sent with every request, also for tokens, so kept below both. */
export const apiVersion = '2026-05-27.curie';
