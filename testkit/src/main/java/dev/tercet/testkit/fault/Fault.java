package dev.tercet.testkit.fault;

/** What can go wrong with one call to a store or a provider. */
public enum Fault {
  /** It is refused at once; nothing happened. */
  REFUSED,
  /** It never arrives, and the caller learns so only by its deadline. */
  TIMED_OUT_WITHOUT_EFFECT,
  /** It takes effect, and the caller hears nothing of it. */
  TIMED_OUT_WITH_EFFECT,
  /** The process dies before it calls. */
  CRASH_BEFORE,
  /** The process dies after the call took effect, before it hears of it. */
  CRASH_AFTER,
  /** It takes effect twice; the caller hears of the first. */
  DOUBLED
}
