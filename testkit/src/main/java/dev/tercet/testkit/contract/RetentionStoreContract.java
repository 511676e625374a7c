package dev.tercet.testkit.contract;

/** What every retention must keep (docs/protocol.md §6). */
public abstract class RetentionStoreContract extends OnLedger implements RetentionRules {}
