package dev.tercet.testkit.contract;

/** What every ledger of sagas must keep; the rules stand in the interfaces it joins. */
public abstract class ExtractionStoreContract extends OnLedger
    implements AcceptRules,
        FormerVersionRules,
        VersionRules,
        RefusedInputRules,
        PublishRules,
        LateNoteRules,
        ClaimRules,
        WorkRules,
        AttemptRules,
        GuardRules,
        CompletionRules,
        PartialRules,
        RepeatRules,
        AuditRules,
        RequestRules {}
