package dev.tercet.testkit.contract;

/** The end of an attempt and all that it found are one act. */
public abstract class ClosingStoreContract extends OnLedger
    implements ClosingRules, ClosingRaceRules {}
