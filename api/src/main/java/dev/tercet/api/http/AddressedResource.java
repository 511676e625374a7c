package dev.tercet.api.http;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.security.Caller;
import dev.tercet.api.services.KnownProjects;
import dev.tercet.api.services.Services;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Project;
import dev.tercet.saga.port.ProjectStore;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what an address names, for the caller who asks; what is not theirs does not exist. */
@Singleton
public final class AddressedResource {
  private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

  private final Services.Source services;
  private final KnownProjects knownProjects;

  AddressedResource(Services.Source services, KnownProjects knownProjects) {
    this.services = services;
    this.knownProjects = knownProjects;
  }

  /** The living project of that name. */
  public Project project(HttpRequest<?> request, String slug) {
    return living(request, slug, (tenant, name) -> services.get().projects().find(tenant, name));
  }

  /** The same for who posts to it, as seen last: the ledger says whether it still is so. */
  Project knownProject(HttpRequest<?> request, String slug) {
    return living(request, slug, knownProjects::find);
  }

  /** What the project's documents would be made with now; refused when nobody can tell. */
  public Set<MadeWith> madeWithNow(Project project) {
    return services
        .get()
        .models()
        .madeWith(project)
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.UNKNOWN_MODEL,
                    "the project asks a model that is not configured any more")
                .refusal());
  }

  /** By tenant and name. */
  private static Project living(
      HttpRequest<?> request, String slug, BiFunction<String, String, Optional<Project>> find) {
    if (!isSlug(slug)) {
      throw noProject(slug);
    }
    return find.apply(Caller.of(request).tenant(), slug).orElseThrow(() -> noProject(slug));
  }

  /**
   * The project that is to be deleted: the living one of that name, else the one that was deleted
   * last and of which something is left.
   *
   * @param id names one among all that bore the name, so that a repetition never means its
   *     successor
   */
  Project doomed(HttpRequest<?> request, String slug, @Nullable String id) {
    if (id == null && isSlug(slug)) {
      ProjectStore projects = services.get().projects();
      String tenant = Caller.of(request).tenant();
      return projects
          .find(tenant, slug)
          .or(() -> projects.findDeleted(tenant, slug))
          .orElseThrow(() -> noProject(slug));
    }
    if (id == null || !ID.matcher(id).matches()) {
      throw noProject(slug);
    }
    return services
        .get()
        .projects()
        .find(UUID.fromString(id))
        .filter(it -> it.slug().equals(slug) && it.tenant().equals(Caller.of(request).tenant()))
        .orElseThrow(() -> noProject(slug));
  }

  private static RuntimeException noProject(String slug) {
    return Problem.of(ProblemCode.NO_SUCH_PROJECT, "there is no project " + slug).refusal();
  }

  /** The extraction of that id in the project. */
  Extraction extraction(Project project, String id) {
    return extraction(project.id(), id(id));
  }

  /** The extraction of that id in the project of that id. */
  Extraction extraction(UUID project, UUID id) {
    return services
        .get()
        .extractionReader()
        .find(project, id)
        .orElseThrow(() -> absent(id.toString()));
  }

  /** Whether it is written as the names of projects are. */
  public static boolean isSlug(String slug) {
    return SLUG.matcher(slug).matches();
  }

  /** Whether it is written as ids are. */
  public static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /** The id of an extraction as written in an address. */
  public static UUID id(String id) {
    if (!isId(id)) {
      throw absent(id);
    }
    return UUID.fromString(id);
  }

  /** The refusal of an extraction that is not there. */
  public static RuntimeException absent(String id) {
    return Problem.of(ProblemCode.NO_SUCH_EXTRACTION, "there is no extraction " + id).refusal();
  }
}
