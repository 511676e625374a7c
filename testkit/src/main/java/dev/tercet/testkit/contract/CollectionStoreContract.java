package dev.tercet.testkit.contract;

/** What every record of collections must keep (docs/protocol.md §8). */
public abstract class CollectionStoreContract extends OnLedger
    implements CollectionRecordRules, VerifiedRules {}
