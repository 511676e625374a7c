package dev.tercet.acceptance.proof.mutant;

import dev.tercet.acceptance.proof.scenario.Endings;
import dev.tercet.acceptance.proof.scenario.LateNotes;
import dev.tercet.acceptance.proof.scenario.OddAnswers;
import dev.tercet.acceptance.proof.scenario.Questions;
import dev.tercet.acceptance.proof.scenario.Relays;
import dev.tercet.acceptance.proof.scenario.Scenario;
import dev.tercet.acceptance.proof.scenario.Scenarios;
import dev.tercet.acceptance.proof.scenario.Waking;
import dev.tercet.acceptance.proof.world.Mutant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Every rule that is broken on purpose, and what notices it. */
final class Trials {
  private Trials() {}

  /**
   * One mutant.
   *
   * @param section of docs/protocol.md whose rule it breaks
   * @param name how it breaks it
   * @param mutant a fresh one
   * @param catcher what must notice it
   */
  record Trial(int section, String name, Supplier<Mutant> mutant, Catcher catcher) {}

  /** What notices a broken rule. */
  sealed interface Catcher {}

  /** The interleavings. */
  record Interleaved() implements Catcher {}

  /** The sweep of the scenario of that name. */
  record Swept(String scenario) implements Catcher {}

  /** A scenario that no fault strikes. */
  record Played(Scenario scenario) implements Catcher {}

  static List<Trial> all() {
    List<Trial> all = new ArrayList<>(namesAndClaims());
    all.addAll(work());
    all.addAll(removalAndDrift());
    return List.copyOf(all);
  }

  private static List<Trial> namesAndClaims() {
    return List.of(
        swept(1, "the epoch does not grow", LedgerMutants::epochDoesNotGrow, "an invalid answer"),
        swept(
            2,
            "deduplicates against any version",
            LedgerMutants::deduplicatesAgainstAnyVersion,
            "a document that changes and changes back"),
        swept(
            2,
            "an older version goes on",
            LedgerMutants::olderVersionGoesOn,
            "a change while the model is asked"),
        swept(
            3,
            "a claim ignores the message's epoch",
            LedgerMutants::claimIgnoresEpoch,
            "a message that comes late"),
        swept(
            3,
            "an attempt's guard ignores the epoch",
            LedgerMutants::attemptIgnoresEpoch,
            "a hung attempt beside its successor"),
        swept(
            3,
            "a message is settled before its claim",
            ProcessMutants::settlesBeforeClaim,
            "a new document"),
        swept(
            3,
            "a row is queued before its message is published",
            ProcessMutants::queuedBeforePublished,
            "a new document"),
        swept(3, "two relays take the same rows", Relays::takeTheSameRows, "two relays at once"),
        swept(3, "a relay's mark never runs out", Relays::holdForEver, "two relays at once"),
        swept(
            3,
            "a claim hides that it was queued",
            LateNotes::hidesThatItWasQueued,
            "a message that is claimed before it is noted"),
        swept(
            3,
            "a late note names no epoch",
            LateNotes::namesNoEpoch,
            "a note that comes after its claim was given back"),
        swept(
            3,
            "a late note replaces a later message",
            LateNotes::replacesALaterMessage,
            "a note that comes after a later message"),
        swept(
            3, "a group begins at the end", StreamMutants::groupBeginsAtTheEnd, "a new document"));
  }

  private static List<Trial> work() {
    return List.of(
        swept(
            4,
            "a passage is recorded before its point",
            ProcessMutants::recordsBeforePoint,
            "a new document"),
        swept(4, "done before the points", ProcessMutants::completesBeforePoints, "a new document"),
        swept(4, "closed before the points", ProcessMutants::closesBeforePoints, "a free answer"),
        swept(
            4,
            "an answer is used before it is saved",
            ProcessMutants::usesAnswerBeforeSaved,
            "a new document"),
        swept(
            4, "an invalid answer is used", ProcessMutants::usesInvalidAnswer, "an invalid answer"),
        swept(
            4,
            "what is answered in vain is asked for ever",
            OddAnswers::askedForEver,
            "an answer that stays invalid"),
        swept(
            4,
            "what a document is done without is forgotten",
            LedgerMutants::forgetsFailedPassages,
            "a passage that is refused"),
        swept(
            4,
            "nobody looks for an answer",
            ProcessMutants::asksWithoutLooking,
            "a changed document"),
        new Trial(
            4,
            "a use of an answer is not noted",
            StoreMutants::notesNoUse,
            new Played(Endings.sharedAnswer())),
        swept(
            4,
            "every process asks",
            Questions::everyProcessAsks,
            "the same question in two processes"),
        swept(
            4,
            "a question is never taken over",
            Questions::neverTakenOver,
            "the same question in two processes"),
        swept(
            4,
            "a question that nobody freed never ends",
            Questions::nobodyEndsQuestions,
            "a question whose document is cancelled"),
        swept(
            4,
            "passages of another cut stay",
            StoreMutants::forgetsNoPassageOfAnotherCut,
            "an attempt that cuts in another way"),
        swept(
            4,
            "a lower epoch overwrites a point",
            StoreMutants::upsertIgnoresEpoch,
            "a hung attempt after its successor"),
        swept(
            4,
            "a writer never reads again",
            ProcessMutants::neverReadsAgain,
            "points written after their removal was over"),
        swept(
            4,
            "the repair never reads again",
            ControlMutants::repairNeverReadsAgain,
            "a deletion while a point is restored"),
        swept(
            4,
            "an older version wins",
            LedgerMutants::olderVersionWins,
            "a retry of an older version"),
        swept(4, "a predecessor stays", LedgerMutants::predecessorStays, "a changed document"),
        swept(
            4,
            "a predecessor goes first",
            LedgerMutants::predecessorGoesFirst,
            "a changed document"),
        swept(
            4,
            "a completion beats a deletion",
            LedgerMutants::completionBeatsDeletion,
            "a deletion before it is complete"),
        swept(
            4,
            "superseded without a removal row",
            LedgerMutants::supersedesWithoutRemoval,
            "a changed document"),
        interleaved(5, "a search believes the points", ProcessMutants::searchBelievesPoints));
  }

  private static List<Trial> removalAndDrift() {
    return List.of(
        swept(6, "rows go before their points", StoreMutants::dropsRowsBeforePoints, "a deletion"),
        swept(
            6,
            "a removal looks only once",
            StoreMutants::looksOnlyOnce,
            "points written after their removal was confirmed"),
        swept(
            6,
            "a removal forgets points without rows",
            StoreMutants::removesOnlyWhatRowsName,
            "a deletion before the points are written"),
        swept(7, "the living are ended", StoreMutants::endsTheLiving, "a new document"),
        swept(
            7,
            "a stale heartbeat counts as a crash",
            LedgerMutants::staleHeartbeatCountsAsCrash,
            "a worker that freezes again and again"),
        swept(
            7,
            "a closed session claims",
            Waking::claimsInAClosedSession,
            "a worker that wakes up in a closed session"),
        swept(
            7,
            "a process measures by the wall clock",
            Waking::measuresByTheWall,
            "a clock that is put back while a worker rests"),
        swept(
            7,
            "what a closed session could not claim is settled",
            Waking::settlesWhatWasNotDecided,
            "a worker that wakes up in a closed session"),
        swept(
            6,
            "nobody follows a tombstone",
            StoreMutants::nobodyFollowsATombstone,
            "a project's deletion"),
        new Trial(
            7,
            "poison blames neighbours",
            ProcessMutants::runsSuspectsInCompany,
            new Played(Scenarios.poison())),
        swept(
            8,
            "what is in flight is an orphan",
            StoreMutants::orphansInFlight,
            "recovery in the middle of an attempt"),
        swept(
            8,
            "a point that no row names is left",
            ControlMutants::everyPointHasARow,
            "points of a former cut that come late"),
        swept(
            8,
            "what a group has passed counts as claimed",
            StreamMutants::believesThatWhatIsPassedIsClaimed,
            "a queue that suffers: acknowledged"),
        swept(
            8,
            "hands are looked into before the group",
            StreamMutants::readsHandsBeforeTheGroup,
            "messages that are taken while recovery looks"),
        swept(
            8,
            "what waits ahead of its group counts as lost",
            StreamMutants::believesThatWhatWaitsIsPassed,
            "a queue that nobody works on"),
        swept(
            8,
            "a ledger that was put back is believed",
            ControlMutants::believesARestoredLedger,
            "a ledger that was put back"),
        swept(
            8,
            "a part that was compared verifies everything",
            ControlMutants::verifiesWhatItHasNotCompared,
            "a sweep that has compared a part"),
        swept(
            8,
            "nobody makes an index that is away",
            StoreMutants::leavesMissingIndexes,
            "an index that is away while points are counted"),
        swept(
            8,
            "no row of the living is a control",
            ControlMutants::hasNoControls,
            "a ledger that finds no row of a point"),
        interleaved(8, "rows are read before the streams", StreamMutants::readsRowsBeforeStreams));
  }

  private static Trial swept(int section, String name, Supplier<Mutant> mutant, String scenario) {
    return new Trial(section, name, mutant, new Swept(scenario));
  }

  private static Trial interleaved(int section, String name, Supplier<Mutant> mutant) {
    return new Trial(section, name, mutant, new Interleaved());
  }
}
