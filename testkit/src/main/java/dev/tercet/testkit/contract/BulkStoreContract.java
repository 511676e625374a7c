package dev.tercet.testkit.contract;

/** What every store of bulk runs must keep (docs/protocol.md §11). */
public abstract class BulkStoreContract extends OnLedger
    implements BulkRules, BulkFilterRules, StaleRules, AgainRules {}
