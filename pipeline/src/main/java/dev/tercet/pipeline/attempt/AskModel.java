package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.LoopSignal;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineSettings.Working;
import dev.tercet.pipeline.WriteRetry;
import dev.tercet.pipeline.attempt.JudgedReply.Sent;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.ProviderHealth.Pass;
import dev.tercet.pipeline.schema.FactSchema;
import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Claim;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.EarlierAnswer;
import dev.tercet.saga.money.TokenEstimate;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.AnswerStore.Start;
import dev.tercet.saga.port.AnswerStore.Start.NotBegun;
import dev.tercet.saga.port.AnswerStore.Use;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.ClosingStore.FreeAnswer;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.port.Extractor.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the model. A call that costs is never paid twice (S6): the ledger has it before it is sent,
 * its answer is saved with the verdict before anything is done with it, and only what is stored is
 * used.
 */
final class AskModel {
  private static final Logger LOG = LoggerFactory.getLogger(AskModel.class);
  private static final int LOOKS = 12;

  /** So many waits for a message are an answer of another process waited for. */
  private static final int PATIENCE = 3;

  private final Extractor extractor;
  private final ProviderGate gate;
  private final AnswerStore answers;
  private final WriteRetry writeRetry = WriteRetry.forSeconds();
  private final PipelineMetrics metrics;
  private final Duration longest;
  private final Duration patience;

  /**
   * @param settings a question is this process' own as long as an attempt may last
   */
  AskModel(
      Extractor extractor,
      ProviderGate gate,
      AnswerStore answers,
      PipelineMetrics metrics,
      Working settings) {
    longest = settings.attemptTimeout();
    patience = settings.takeWait().multipliedBy(PATIENCE);
    this.extractor = extractor;
    this.gate = gate;
    this.answers = answers;
    this.metrics = metrics;
  }

  /**
   * Asks, or waits a little while another process asks the same: then that one's answer is there.
   * After a first invalid answer the same is asked once more, now with what was wrong.
   */
  AskOutcome ask(AttemptWork work, FactSchema schema, Question question) {
    AskOutcome reached = askPatiently(work, schema, question);
    return reached instanceof AskOutcome.Invalid && !extractor.isLocal()
        ? askPatiently(work, schema, question)
        : reached;
  }

  private AskOutcome askPatiently(AttemptWork work, FactSchema schema, Question question) {
    var rest = new LoopSignal();
    AskOutcome reached = askOnce(work, schema, question);
    for (int look = 1; look < LOOKS && isAskedElsewhere(reached); look++) {
      rest.rest(patience.dividedBy(LOOKS));
      reached = askOnce(work, schema, question);
    }
    return reached;
  }

  /** Whether asking costs nothing, not even a turn of a rate, and always gets the same answer. */
  boolean isFree() {
    return extractor.isRepeatable() && gate.hasNoRate();
  }

  /**
   * Asks a provider that is free, and writes nothing; empty unless the answer is valid as it came.
   */
  Optional<FreeAnswer> askForFree(Attempt attempt, Question question) {
    return switch (gate.enter()) {
      case ProviderGate.Entry.Closed _ -> Optional.empty();
      case ProviderGate.Entry.Entered(var pass) -> {
        ModelCall call = call(attempt.claim(), question);
        Sent sent = send(attempt.work(), call, pass, question, null);
        JudgedReply judged = JudgedReply.of(sent, question.passage(), attempt.schema().facts());
        yield judged.verdict() instanceof Verdict.Valid valid && valid.isAsItCame()
            ? Optional.of(new FreeAnswer(call, judged.usage(), valid.facts()))
            : Optional.empty();
      }
    };
  }

  private static boolean isAskedElsewhere(AskOutcome reached) {
    return reached instanceof AskOutcome.Missed(AttemptFailure.Crowded _)
        && !Thread.currentThread().isInterrupted();
  }

  /** Whoever waits for another one's answer keeps no place at the provider, and uses no rate. */
  private AskOutcome askOnce(AttemptWork work, FactSchema schema, Question question) {
    return switch (gate.enter()) {
      case ProviderGate.Entry.Closed(var failure, var _) -> new AskOutcome.Missed(failure);
      case ProviderGate.Entry.Entered(var pass) -> {
        ModelCall call = call(work.claim(), question);
        yield switch (start(work, pass, call, question)) {
          case Start.Begun(var earlier) ->
              save(
                  call,
                  JudgedReply.of(
                      send(work, call, pass, question, earlier), question.passage(), schema),
                  earlier == null);
          case Start.Spent(var newest) ->
              new AskOutcome.Unasked(JudgedReply.invalid(newest.reason()));
          case Start.Refused refused -> new AskOutcome.Unasked(JudgedReply.refused(refused));
          case Start.OverBudget(var scope, var rest) ->
              new AskOutcome.Missed(NotAsked.overBudget(scope, rest));
          case NotBegun.CUT -> new AskOutcome.Cut(JudgedReply.cut());
          case NotBegun.GONE -> new AskOutcome.Missed(NotAsked.gone());
          case NotBegun.ELSEWHERE -> new AskOutcome.Missed(NotAsked.elsewhere());
          case NotBegun.ANSWERED -> answered(call);
        };
      }
    };
  }

  /** Local calls cost nothing, so that several processes may make the same. */
  private Start start(AttemptWork work, Pass pass, ModelCall call, Question question) {
    if (extractor.isLocal()) {
      return Start.BEGUN;
    }
    Start start = null;
    try {
      Usage expected = TokenEstimate.of(work.project().schema(), question.passage());
      start = answers.started(call, new Asker(work.claim().session(), longest, expected));
      return start;
    } finally {
      if (!(start instanceof Start.Begun)) {
        gate.leaveUncalled(pass);
      }
    }
  }

  /** It may be gone again, with the last document that used it. */
  private AskOutcome answered(ModelCall call) {
    SavedAnswer answer =
        answers
            .find(call.project(), call.extraction(), Set.of(call.fingerprint()), Use.AWAITED)
            .get(call.fingerprint());
    return answer == null
        ? new AskOutcome.Missed(NotAsked.elsewhere())
        : new AskOutcome.Found(answer);
  }

  private Sent send(
      AttemptWork work,
      ModelCall call,
      Pass pass,
      Question question,
      @Nullable EarlierAnswer earlier) {
    Reply reply = null;
    long begin = System.nanoTime();
    try {
      reply =
          extractor.ask(
              new Extractor.Request(
                  call.extraction(),
                  call.ordinal(),
                  call.epoch(),
                  work.project().schema(),
                  question.passage(),
                  earlier,
                  question.origin(work)));
    } finally {
      if (reply == null) {
        gate.leave(pass);
        abandon(call);
      }
    }
    var took = Duration.ofNanos(System.nanoTime() - begin);
    return new Sent(reply, gate.leave(pass, reply, took, call.extraction()));
  }

  /**
   * Others need not wait until the question's lease runs out, which it does if this fails. An
   * attempt that was interrupted has the time for it, too.
   */
  private void abandon(ModelCall call) {
    if (extractor.isLocal()) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      answers.abandoned(call);
    } catch (RuntimeException e) {
      LOG.debug("The question was not freed; its lease runs out", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Keeps what the halves of a passage were answered as the answer about the passage; the row that
   * the ledger gets for it is of no call.
   */
  AskOutcome join(Claim claim, Question question, Verdict.Valid joined) {
    ModelCall call = call(claim, question);
    metrics.read(joined);
    return writeRetry
        .call(() -> answers.ended(call, joined, Usage.NONE))
        .<AskOutcome>map(AskOutcome.Found::new)
        .orElseGet(() -> new AskOutcome.Discarded(NotAsked.discarded()));
  }

  /** Saves what came, and says what that is worth; first is who has seen no invalid answer. */
  private AskOutcome save(ModelCall call, JudgedReply judged, boolean isFirst) {
    metrics.called(judged.outcome(), judged.usage());
    if (judged.verdict() instanceof Verdict.Valid valid) {
      metrics.read(valid);
    }
    var stored = writeRetry.call(() -> answers.ended(call, judged.verdict(), judged.usage()));
    if (stored.isPresent()) {
      return new AskOutcome.Found(stored.get());
    }
    AttemptFailure failure = judged.failure();
    if (failure == null) {
      return new AskOutcome.Discarded(NotAsked.discarded());
    }
    return switch (judged.verdict()) {
      case Verdict.Cut _ -> new AskOutcome.Cut(failure);
      case Verdict.Invalid _ when isFirst -> new AskOutcome.Invalid(failure);
      case Verdict.Invalid _, Verdict.Broken _, Verdict.Refused _, Verdict.Valid _ ->
          new AskOutcome.Missed(failure);
    };
  }

  private ModelCall call(Claim claim, Question question) {
    return new ModelCall(
        UUID.randomUUID(),
        claim.project(),
        claim.extraction(),
        question.ordinal(),
        claim.epoch(),
        extractor.provider(),
        extractor.model(),
        question.fingerprint());
  }
}
