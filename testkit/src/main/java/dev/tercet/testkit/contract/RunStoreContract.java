package dev.tercet.testkit.contract;

/** What every store of recovery's runs must keep (docs/protocol.md §8). */
public abstract class RunStoreContract extends OnLedger implements RunRules, RunNumberRules {}
