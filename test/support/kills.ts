// How often the tests kill a service.

/** 5, or the variable `KILLS`. The weekly run has 20, which takes minutes. */
export const KILLS = Number(process.env["KILLS"] ?? 5);
