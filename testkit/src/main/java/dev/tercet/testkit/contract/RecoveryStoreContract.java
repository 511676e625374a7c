package dev.tercet.testkit.contract;

/** What every memory of recovery must keep (docs/protocol.md §6 and §8). */
public abstract class RecoveryStoreContract extends OnLedger
    implements RunRules, RunNumberRules, VerifiedRules, CollectionRecordRules, RetentionRules {}
