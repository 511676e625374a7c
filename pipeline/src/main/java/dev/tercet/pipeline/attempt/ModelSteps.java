package dev.tercet.pipeline.attempt;

import static dev.tercet.saga.time.Durations.longer;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.model.AskedModel;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.model.ModelChoice;
import dev.tercet.pipeline.model.ProviderShare;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Project;
import dev.tercet.saga.Stage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The steps of an attempt with the model that its project asks, if the provider has a place. */
final class ModelSteps {
  /** How long documents wait at least whose model is not configured any more. */
  private static final Duration NOT_CONFIGURED = Duration.ofMinutes(10);

  /** How long documents wait at least while both providers that they may ask are in trouble. */
  private static final Duration BOTH_AWAY = Duration.ofMinutes(1);

  private final AskedModels models;
  private final Function<Asked, ProcessExtraction> make;
  private final Map<Asked, ProcessExtraction> made = new ConcurrentHashMap<>();

  /**
   * @param make puts the steps with a model together
   */
  ModelSteps(AskedModels models, Function<Asked, ProcessExtraction> make) {
    this.models = models;
    this.make = make;
  }

  /**
   * Who is asked.
   *
   * @param beside whose stored answers serve as well; null for nobody's
   */
  record Asked(AskedModel model, @Nullable AskedModel beside) {}

  /** Whether an attempt may begin. */
  sealed interface Entry {
    /** It may, with these steps; the model's share is to be left once. */
    record Entered(ProcessExtraction steps, AskedModel model, ModelChoice choice)
        implements Entry {}

    /** It may not, for this reason. */
    record Closed(AttemptFailure failure) implements Entry {}
  }

  /** Takes a place for an attempt on a document of that project. */
  Entry enter(Project project) {
    Optional<ModelChoice> choice = models.choiceOf(project);
    return choice.isEmpty()
        ? new Entry.Closed(notConfigured(models.nameOf(project.options())))
        : enter(choice.get());
  }

  private Entry enter(ModelChoice choice) {
    AskedModel model = choice.now();
    ProviderShare share = model.share();
    return share.enter()
        ? new Entry.Entered(
            made.computeIfAbsent(new Asked(model, choice.beside(model)), make), model, choice)
        : new Entry.Closed(noPlace(model, share.nextTurn()));
  }

  /**
   * The same setback; beside other providers one without a turn comes back in a line, and one that
   * may ask a fallback comes back for that.
   */
  AttemptFailure besideOthers(AttemptFailure failure, Entry.Entered entered) {
    return switch (failure) {
      case AttemptFailure.NoTurn(var told, var notBefore) when !models.isOneProvider() ->
          new AttemptFailure.NoTurn(told, longer(notBefore, entered.model().share().nextTurn()));
      case AttemptFailure.Held held ->
          held.orAfter(entered.choice().untilFallback(held.provider(), BOTH_AWAY));
      default -> failure;
    };
  }

  private static AttemptFailure noPlace(AskedModel model, Duration turn) {
    return new AttemptFailure.NoTurn(
        failure("provider-busy", model.gate().health().name() + " holds its share of the worker"),
        turn);
  }

  private static AttemptFailure notConfigured(String name) {
    return new AttemptFailure.Crowded(
        failure(
            "model-not-configured",
            "the project asks the model " + name + ", which is not configured any more"),
        NOT_CONFIGURED);
  }

  private static Failure failure(String code, String message) {
    return new Failure(code, FailureClass.TRANSIENT, message, Stage.ACCEPTED);
  }
}
