package dev.tercet.pipeline.attempt;

import static dev.tercet.saga.time.Durations.longer;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.model.AskedModel;
import dev.tercet.pipeline.model.AskedModels;
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

/** The steps of an attempt with the model that its project asks, if the provider has a place. */
final class ModelSteps {
  /** How long documents wait at least whose model is not configured any more. */
  private static final Duration NOT_CONFIGURED = Duration.ofMinutes(10);

  private final AskedModels models;
  private final Function<AskedModel, ProcessExtraction> make;
  private final Map<AskedModel, ProcessExtraction> made = new ConcurrentHashMap<>();

  /**
   * @param make puts the steps with a model together
   */
  ModelSteps(AskedModels models, Function<AskedModel, ProcessExtraction> make) {
    this.models = models;
    this.make = make;
  }

  /** Whether an attempt may begin. */
  sealed interface Entry {
    /** It may, with these steps; the model's share is to be left once. */
    record Entered(ProcessExtraction steps, AskedModel model) implements Entry {}

    /** It may not, for this reason. */
    record Closed(AttemptFailure failure) implements Entry {}
  }

  /** Takes a place for an attempt on a document of that project. */
  Entry enter(Project project) {
    Optional<AskedModel> model = models.of(project);
    if (model.isEmpty()) {
      return new Entry.Closed(notConfigured(models.nameOf(project.options())));
    }
    ProviderShare share = model.get().share();
    return share.enter()
        ? new Entry.Entered(made.computeIfAbsent(model.get(), make), model.get())
        : new Entry.Closed(noPlace(model.get(), share.nextTurn()));
  }

  /** The same setback; beside other providers one without a turn comes back in a line. */
  AttemptFailure inLine(AttemptFailure failure, ProviderShare share) {
    return failure instanceof AttemptFailure.NoTurn(var told, var notBefore)
            && !models.isOneProvider()
        ? new AttemptFailure.NoTurn(told, longer(notBefore, share.nextTurn()))
        : failure;
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
