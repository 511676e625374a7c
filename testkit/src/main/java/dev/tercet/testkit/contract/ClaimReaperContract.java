package dev.tercet.testkit.contract;

/** What every reaper of claims must keep (docs/protocol.md §7). */
public abstract class ClaimReaperContract extends OnLedger
    implements SessionEndRules, ReconnectRules, PoisonRules, ReleaseRules {}
