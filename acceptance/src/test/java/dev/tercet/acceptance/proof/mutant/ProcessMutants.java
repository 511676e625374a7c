package dev.tercet.acceptance.proof.mutant;

import static dev.tercet.testkit.fault.PortArguments.deliveries;
import static dev.tercet.testkit.fault.PortArguments.dues;
import static dev.tercet.testkit.fault.PortArguments.hints;
import static dev.tercet.testkit.fault.PortArguments.ids;
import static dev.tercet.testkit.fault.PortArguments.publications;
import static dev.tercet.testkit.fault.PortArguments.record;
import static dev.tercet.testkit.fault.PortArguments.unmarked;

import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.saga.Claim;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.ClosingStore;
import dev.tercet.saga.port.ClosingStore.Closed;
import dev.tercet.saga.port.ClosingStore.Closing;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.ExtractionStore.Standing;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.testkit.fault.Replaced;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Workers, relays and readers that each break one rule. */
public final class ProcessMutants {
  private ProcessMutants() {}

  /** A message is settled when it is taken. */
  static Mutant settlesBeforeClaim() {
    return Mutant.ofProcess(
        JobQueue.class,
        "take",
        (queue, arguments) -> {
          List<Delivery> taken =
              queue.take((UUID) arguments[0], (int) arguments[1], (Duration) arguments[2]);
          queue.settle(taken);
          return taken;
        });
  }

  /** The row says queued before the message stands in its stream. */
  static Mutant queuedBeforePublished() {
    return new Postponing() {
      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        T first =
            Replaced.in(
                port,
                outside,
                JobQueue.class,
                "publish",
                (queue, arguments) ->
                    arguments[0] instanceof Hint hint
                        ? unpublished(queue, new Due(hint, (QueueName) arguments[1]))
                        : dues(arguments[0]).stream().map(due -> unpublished(queue, due)).toList());
        T second =
            Replaced.in(
                port,
                first,
                ExtractionStore.class,
                "publishedBefore",
                (extractions, arguments) -> {
                  int noted = extractions.publishedBefore(unmarked(arguments[0]));
                  runLate();
                  return noted;
                });
        return Replaced.in(
            port,
            second,
            ExtractionStore.class,
            "published",
            (extractions, arguments) -> {
              Object noted =
                  arguments[0] instanceof Publication publication
                      ? extractions.published(publication)
                      : extractions.published(publications(arguments[0]));
              runLate();
              return noted;
            });
      }

      private Publication unpublished(JobQueue queue, Due due) {
        later(() -> queue.publish(due.hint(), due.queue()));
        return new Publication(due.hint(), due.queue(), new Position("9999999999999-0"), "none");
      }
    };
  }

  /** The row names a point that is not confirmed yet. */
  public static Mutant recordsBeforePoint() {
    return new Postponing() {
      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        T first = upsertedLate(port, outside);
        return lateWithRecording(port, first);
      }
    };
  }

  /** Done is written before the points and the passages are. */
  static Mutant completesBeforePoints() {
    return new Postponing() {
      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        T first = upsertedLate(port, outside);
        T second =
            Replaced.in(
                port,
                first,
                PassageStore.class,
                "record",
                (passages, arguments) -> {
                  later(() -> record(passages, arguments));
                  return true;
                });
        return Replaced.in(
            port,
            second,
            ExtractionStore.class,
            "complete",
            (extractions, arguments) -> {
              Object completion = extractions.complete((Claim) arguments[0]);
              runLate();
              return completion;
            });
      }
    };
  }

  /** What a document holds and its end are written before its points. */
  static Mutant closesBeforePoints() {
    return new Postponing() {
      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        T first = upsertedLate(port, outside);
        return Replaced.in(
            port,
            first,
            ClosingStore.class,
            "close",
            (closings, arguments) -> {
              Closed closed = closings.close((Closing) arguments[0]);
              runLate();
              return closed;
            });
      }
    };
  }

  /** An answer is used at once and saved with the passage. */
  static Mutant usesAnswerBeforeSaved() {
    return new Postponing() {
      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        T first =
            Replaced.in(
                port,
                outside,
                AnswerStore.class,
                "ended",
                (answers, arguments) -> {
                  ModelCall call = (ModelCall) arguments[0];
                  Verdict verdict = (Verdict) arguments[1];
                  Usage usage = (Usage) arguments[2];
                  if (verdict instanceof Verdict.Valid(var facts, _, _)) {
                    later(() -> answers.ended(call, verdict, usage));
                    return Optional.of(new SavedAnswer(call.fingerprint(), facts));
                  }
                  return answers.ended(call, verdict, usage);
                });
        return lateWithRecording(port, first);
      }
    };
  }

  /** What the model got wrong counts as an answer without facts. */
  static Mutant usesInvalidAnswer() {
    return Mutant.ofProcess(
        AnswerStore.class,
        "ended",
        (answers, arguments) ->
            answers.ended(
                (ModelCall) arguments[0],
                arguments[1] instanceof Verdict.Invalid
                    ? new Verdict.Valid("[]")
                    : (Verdict) arguments[1],
                (Usage) arguments[2]));
  }

  /** Nobody looks for an answer that exists. */
  static Mutant asksWithoutLooking() {
    return Mutant.ofProcess(AnswerStore.class, "find", (_, _) -> Map.of());
  }

  /** Whoever wrote a point never looks at its row again. */
  static Mutant neverReadsAgain() {
    return Mutant.ofProcess(
        ExtractionStore.class,
        "standing",
        (_, arguments) ->
            ids(arguments[0]).stream().map(id -> new Standing(id, Status.QUEUED, 0)).toList());
  }

  /** A document whose workers die is run beside the others. */
  static Mutant runsSuspectsInCompany() {
    return Mutant.bothInProcess(
        Mutant.ofProcess(
            ExtractionStore.class,
            "claimTaken",
            (extractions, arguments) ->
                neverCrashed(
                    extractions.claimTaken(
                        deliveries(arguments[0]), (UUID) arguments[1], (Duration) arguments[2]))),
        Mutant.ofProcess(
            ExtractionStore.class,
            "claim",
            (extractions, arguments) ->
                neverCrashed(
                    extractions.claim(
                        hints(arguments[0]), (UUID) arguments[1], (Duration) arguments[2]))));
  }

  private static List<Claim> neverCrashed(List<Claim> claims) {
    return claims.stream()
        .map(it ->
            new Claim(
                it.extraction(),
                it.project(),
                it.epoch(),
                it.session(),
                it.generation(),
                it.stage(),
                it.queue(),
                it.attempts(),
                it.maxAttempts(),
                0))
        .toList();
  }

  /** A search believes the points. */
  static Mutant searchBelievesPoints() {
    return new Mutant() {
      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        return Replaced.in(
            port,
            outside,
            PassageStore.class,
            "living",
            (_, arguments) ->
                world.stores.audit().passages(ids(arguments[1])).stream()
                    .map(it ->
                        new PassageStore.LivingPassage(
                            world.sourceOf(it.extraction()), "{}", it, List.of()))
                    .toList());
      }
    };
  }
}
