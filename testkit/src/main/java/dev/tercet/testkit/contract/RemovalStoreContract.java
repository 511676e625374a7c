package dev.tercet.testkit.contract;

/** What every store of removals must keep (docs/protocol.md §6). */
public abstract class RemovalStoreContract extends OnLedger
    implements RemovalRules, RemovalEndRules, ProjectDeletionRules, SpendRules {}
