package dev.tercet.testkit.contract;

/** What every audit of the ledger must keep (docs/protocol.md §7 and §8). */
public abstract class LedgerAuditContract extends OnLedger
    implements WaitingRules, DeadClaimRules, PointRowRules, BucketRules, StandingRules {}
