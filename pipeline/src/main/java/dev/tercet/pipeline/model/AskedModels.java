package dev.tercet.pipeline.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.answer.LruCache;
import dev.tercet.pipeline.answer.ProjectSchema;
import dev.tercet.pipeline.answer.QuestionName;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.batch.BatchOffer;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Project;
import dev.tercet.saga.port.Extractor;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every model that may be asked, by the names under which projects choose it. */
public final class AskedModels {
  private static final int KEPT_OPTIONS = 256;
  private static final String FALLBACK_AFTER = "5m";

  private final AskedModel usual;
  private final Map<String, AskedModel> byName;
  private final List<AskedModel> providers;
  private final LruCache<String, Options> options = new LruCache<>(KEPT_OPTIONS, Options::read);

  /** What a project's options say of models; names are empty where nothing is chosen. */
  private record Options(String model, String fallback, Duration after) {
    static Options read(String options) {
      JsonNode json = CanonicalJson.readOwn(options);
      String after = json.path("fallbackAfter").asText(FALLBACK_AFTER);
      return new Options(
          json.path("model").asText(""),
          json.path("fallback").asText(""),
          Duration.parse("PT" + after));
    }
  }

  /**
   * All of them.
   *
   * @param usual that of projects that choose none
   * @param byName the others, and the usual one again, as {@code provider} or {@code
   *     provider/model}
   */
  public AskedModels(AskedModel usual, Map<String, AskedModel> byName) {
    this.usual = usual;
    this.byName = new LinkedHashMap<>(byName);
    Map<ProviderGate, AskedModel> byGate = new LinkedHashMap<>();
    Stream.concat(Stream.of(usual), byName.values().stream())
        .forEach(it -> byGate.putIfAbsent(it.gate(), it));
    providers = List.copyOf(byGate.values());
  }

  /** One model, whose provider has the worker for itself. */
  public static AskedModels only(Extractor extractor, ProviderGate gate) {
    var share = ProviderShare.whole(gate.health().clock());
    var model = new AskedModel(extractor, gate, share);
    return new AskedModels(model, Map.of(extractor.provider(), model));
  }

  /** The model that is asked where a project chooses none. */
  public AskedModel usual() {
    return usual;
  }

  /** The model of that name. */
  public Optional<AskedModel> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The model that the project asks; empty when it chose one that is not configured any more. */
  public Optional<AskedModel> of(Project project) {
    String name = nameOf(project.options());
    return name.isEmpty() ? Optional.of(usual) : find(name);
  }

  /** How questions wait for batches of the model with those names, if it has any. */
  public Optional<BatchOffer> batches(String provider, String model) {
    return Stream.concat(Stream.of(usual), byName.values().stream())
        .filter(it -> it.extractor().provider().equals(provider))
        .filter(it -> it.extractor().model().equals(model))
        .flatMap(it -> Stream.ofNullable(it.batches()))
        .findFirst();
  }

  /** The name that a project's options choose; empty when they choose none. */
  public String nameOf(String options) {
    return this.options.of(options).model();
  }

  /** The same with the one that it asks instead, if that is configured. */
  public Optional<ModelChoice> choiceOf(Project project) {
    Options chosen = options.of(project.options());
    return of(project)
        .map(first ->
            new ModelChoice(
                first,
                find(chosen.fallback()).filter(it -> it.gate() != first.gate()).orElse(null),
                chosen.after()));
  }

  /**
   * What the answers about a document of the project would be made with now: one, or two with a
   * fallback, whose answers serve as well. Empty when it chose a model that is not configured any
   * more.
   */
  public Optional<Set<MadeWith>> madeWith(Project project) {
    return choiceOf(project)
        .map(choice -> {
          ProjectSchema schema = ProjectSchema.read(project.schema());
          return Stream.concat(Stream.of(choice.first()), Stream.ofNullable(choice.fallback()))
              .map(it -> QuestionName.madeWith(it.extractor(), schema))
              .collect(Collectors.toSet());
        });
  }

  /** Whether there is one provider alone, so that nobody goes on while that has no turn. */
  public boolean isOneProvider() {
    return providers.size() == 1;
  }

  /** The ways to all providers. */
  public Collection<ProviderGate> gates() {
    return providers.stream().map(AskedModel::gate).toList();
  }

  /** How long no provider can be asked; zero when one can. */
  public Duration rest() {
    return providers.stream()
        .map(it -> it.gate().rest())
        .min(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /**
   * How many more callers it makes sense to bring: as many as the provider takes that has most room
   * and places, of those that are open, if any is.
   */
  public int room() {
    boolean anyOpen = providers.stream().anyMatch(AskedModels::isOpen);
    return providers.stream()
        .filter(it -> !anyOpen || isOpen(it))
        .mapToInt(it -> Math.min(it.gate().room(), it.share().free()))
        .max()
        .orElse(0);
  }

  private static boolean isOpen(AskedModel model) {
    return model.gate().health().isOpen();
  }

  /** Whether some of what is taken may find no place, and is put back. */
  public boolean isAnyFull() {
    return providers.stream().anyMatch(it -> it.share().isFull());
  }

  /** Whether whoever is taken next is the one that sees whether the only provider answers again. */
  public boolean seesOne() {
    return isOneProvider() && !isOpen(usual);
  }

  /** He is on his way. */
  public void awaitOne() {
    usual.gate().health().awaitOne();
  }
}
